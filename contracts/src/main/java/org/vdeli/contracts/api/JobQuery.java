package org.vdeli.contracts.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vdeli.contracts.agent.Report;

/// Conditions about jobs: `GET /api/v1/jobs?where=…` takes them as JSON (feature F091).
///
/// @param join whether all terms must hold or any of them
/// @param terms 1 to [#MAX_TERMS]
public record JobQuery(Join join, List<Term> terms) {
    /// More than anybody puts together by hand.
    public static final int MAX_TERMS = 20;

    /// As many as fit into the address of a call.
    public static final int MAX_VALUES = 100;

    public JobQuery {
        terms = List.copyOf(terms);
        if (terms.isEmpty() || terms.size() > MAX_TERMS) {
            throw new IllegalArgumentException(
                    "terms must be 1 to " + MAX_TERMS + ", not " + terms.size());
        }
    }

    /// How terms are joined.
    public enum Join {
        ALL,
        ANY
    }

    /// What kind of values a field has.
    public enum Type {
        /// One of a closed set, written as its constant.
        CHOICE,
        /// Compared without regard to case.
        TEXT,
        /// Whole numbers.
        NUMBER,
        /// ISO 8601 in UTC.
        TIME
    }

    /// What can be asked of a job; see [JobView].
    public enum Field {
        STATE(Type.CHOICE),
        KIND(Type.CHOICE),
        CAUSE(Type.CHOICE),
        PATH(Type.TEXT),
        SERVER(Type.TEXT),
        REASON(Type.TEXT),
        DETAIL(Type.TEXT),
        PRIORITY(Type.NUMBER),
        ATTEMPT(Type.NUMBER),
        SIZE(Type.NUMBER),
        CREATED_AT(Type.TIME),
        CHANGED_AT(Type.TIME);

        private final Type type;

        Field(Type type) {
            this.type = type;
        }

        public Type type() {
            return type;
        }

        /// The constants of a [Type#CHOICE]; none of other fields.
        public List<String> choices() {
            return switch (this) {
                case STATE -> names(JobState.values());
                case KIND -> names(JobKind.values());
                case CAUSE -> names(Report.Reason.values());
                default -> List.of();
            };
        }

        private static List<String> names(Enum<?>[] constants) {
            return Arrays.stream(constants).map(Enum::name).toList();
        }
    }

    /// The fourteen comparisons of the transfer queue.
    public enum Operator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        BEGINS_WITH,
        BEGINS_NOT_WITH,
        ENDS_WITH,
        ENDS_NOT_WITH,
        CONTAINS,
        CONTAINS_NOT,
        IS_IN,
        IS_NOT_IN;

        /// Whether a field with values of this type can be compared so.
        public boolean fits(Type type) {
            return switch (this) {
                case EQUAL, NOT_EQUAL, IS_IN, IS_NOT_IN -> true;
                case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> type != Type.CHOICE;
                case BEGINS_WITH,
                        BEGINS_NOT_WITH,
                        ENDS_WITH,
                        ENDS_NOT_WITH,
                        CONTAINS,
                        CONTAINS_NOT ->
                        type == Type.TEXT;
            };
        }

        /// Whether it compares with several values.
        public boolean takesMany() {
            return this == IS_IN || this == IS_NOT_IN;
        }
    }

    /// One comparison.
    ///
    /// @param values one; for [Operator#IS_IN] and [Operator#IS_NOT_IN] 1 to [#MAX_VALUES]
    public record Term(Field field, Operator operator, List<String> values) {
        public Term {
            values = List.copyOf(values);
            if (!operator.fits(field.type())) {
                throw new IllegalArgumentException(
                        "%s cannot be compared by %s".formatted(field, operator));
            }
            int most = operator.takesMany() ? MAX_VALUES : 1;
            if (values.isEmpty() || values.size() > most) {
                throw new IllegalArgumentException(
                        "%s takes 1 to %d values, not %d".formatted(operator, most, values.size()));
            }
            for (String value : values) {
                check(field, value);
            }
        }

        private static void check(Field field, String value) {
            boolean fits =
                    switch (field.type()) {
                        case TEXT -> true;
                        case CHOICE -> field.choices().contains(value);
                        case NUMBER -> isNumber(value);
                        case TIME -> isTime(value);
                    };
            if (!fits) {
                throw new IllegalArgumentException(
                        "%s cannot be '%s': give %s".formatted(field, value, wanted(field)));
            }
        }

        private static String wanted(Field field) {
            return switch (field.type()) {
                case TEXT -> "a text";
                case CHOICE ->
                        field.choices().stream().collect(Collectors.joining(", ", "one of ", ""));
                case NUMBER -> "a whole number";
                case TIME -> "a time such as 2026-11-20T12:00:00Z";
            };
        }

        private static boolean isNumber(String value) {
            try {
                Long.parseLong(value);
                return true;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        private static boolean isTime(String value) {
            try {
                Instant.parse(value);
                return true;
            } catch (DateTimeParseException e) {
                return false;
            }
        }

        /// The values of a [Type#TEXT] as they are compared.
        public List<String> texts() {
            return values.stream().map(value -> value.toLowerCase(Locale.ROOT)).toList();
        }
    }
}
