package org.vdeli.console.jobs;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vdeli.contracts.api.JobQuery.Field;
import org.vdeli.contracts.api.JobQuery.Operator;
import org.vdeli.contracts.api.JobQuery.Term;
import org.vdeli.contracts.value.ByteCount;

/// One condition of the filter as it is put together.
///
/// @param value as typed; several are parted by commas
public record Condition(Field field, Operator operator, String value) {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})\\s*(min|h|d)");
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    /// Nothing is asked yet.
    boolean isEmpty() {
        return value.isBlank();
    }

    /// What the manager is to be asked; empty if the value cannot be one of the field.
    ///
    /// @param now what a time such as `2 h` is counted back from
    /// @param zone of times such as `2026-11-25 14:00`
    Optional<Term> term(Instant now, ZoneId zone) {
        List<String> given =
                operator.takesMany()
                        ? Stream.of(value.split(",", -1))
                                .map(String::strip)
                                .filter(part -> !part.isEmpty())
                                .toList()
                        : List.of(value.strip());
        try {
            return Optional.of(
                    new Term(
                            field,
                            operator,
                            given.stream().map(each -> wire(each, now, zone)).toList()));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private String wire(String text, Instant now, ZoneId zone) {
        return switch (field.type()) {
            case TEXT -> text;
            case CHOICE -> text.toUpperCase(Locale.ROOT).replace(' ', '_');
            case NUMBER ->
                    field == Field.SIZE ? String.valueOf(ByteCount.parse(text).bytes()) : text;
            case TIME -> time(text.toLowerCase(Locale.ROOT), now, zone).toString();
        };
    }

    private static Instant time(String text, Instant now, ZoneId zone) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            return now.minus(
                    switch (ago.group(2)) {
                        case "min" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    });
        }
        return text.length() == "2026-11-25".length()
                ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                : LocalDateTime.parse(text, MINUTE).atZone(zone).toInstant();
    }
}
