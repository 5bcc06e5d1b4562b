package org.vdeli.console.link;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vdeli.console.text.Message;
import org.vdeli.contracts.api.Violation;

/// What came of asking the manager for something.
public sealed interface Answer<T> {
    /// It did as asked.
    record Ok<T>(T value) implements Answer<T> {}

    /// It did not.
    ///
    /// @param detail the cause in the manager's words, or the network's; may be empty
    /// @param violations each broken rule of what was sent
    record Refused<T>(Refusal reason, String detail, List<Violation> violations)
            implements Answer<T> {
        public Refused {
            violations = List.copyOf(violations);
        }

        public Refused(Refusal reason, String detail) {
            this(reason, detail, List.of());
        }

        /// For the operator: what, why, what to do.
        public Message message() {
            return violations.isEmpty()
                    ? Message.of("refusal." + reason.name(), detail)
                    : Message.of(
                            "refusal.rules",
                            violations.stream()
                                    .map(rule -> rule.field() + ": " + rule.reason())
                                    .collect(Collectors.joining("\n")));
        }

        private <R> Refused<R> retyped() {
            return new Refused<>(reason, detail, violations);
        }
    }

    /// The answer with its value turned into another, a refusal as it is.
    default <R> Answer<R> map(Function<T, R> change) {
        return switch (this) {
            case Ok<T> ok -> new Ok<>(change.apply(ok.value()));
            case Refused<T> refused -> refused.retyped();
        };
    }
}
