package org.vdeli.contracts.config;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;

/// How a text becomes a value of a type; every parser throws `IllegalArgumentException` with a text
/// that says what may stand there.
final class ValueParsers {
    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,15})\\s*(ms|s|m|h|d)");

    private final Map<Class<?>, Function<String, ?>> parsers;

    ValueParsers(Map<Class<?>, ? extends Function<String, ?>> more) {
        Map<Class<?>, Function<String, ?>> all = new LinkedHashMap<>();
        all.put(String.class, text -> text);
        all.put(int.class, ValueParsers::wholeInt);
        all.put(Integer.class, ValueParsers::wholeInt);
        all.put(long.class, ValueParsers::whole);
        all.put(Long.class, ValueParsers::whole);
        all.put(boolean.class, ValueParsers::truth);
        all.put(Boolean.class, ValueParsers::truth);
        all.put(double.class, ValueParsers::number);
        all.put(Double.class, ValueParsers::number);
        all.put(Duration.class, ValueParsers::duration);
        all.put(Path.class, ValueParsers::path);
        all.put(URI.class, ValueParsers::uri);
        all.put(ByteCount.class, ByteCount::parse);
        all.put(Bitrate.class, Bitrate::parse);
        all.putAll(more);
        this.parsers = all;
    }

    boolean knows(Class<?> type) {
        return parsers.containsKey(type) || type.isEnum();
    }

    Object parse(Class<?> type, String text) {
        Function<String, ?> parser = parsers.get(type);
        if (parser != null) {
            return parser.apply(text);
        }
        return constant(type, text);
    }

    String nameOf(Class<?> type) {
        if (type.isEnum() && !parsers.containsKey(type)) {
            return choices(type);
        }
        return switch (type.getSimpleName()) {
            case "String" -> "text";
            case "int", "Integer", "long", "Long" -> "whole number";
            case "double", "Double" -> "number";
            case "boolean", "Boolean" -> "true or false";
            case "ByteCount" -> "size";
            case "Bitrate" -> "bit rate";
            case "URI" -> "address";
            default -> type.getSimpleName().toLowerCase(Locale.ROOT);
        };
    }

    private static Object constant(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> nameOfConstant(value).equals(text.trim()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of " + choices(type)));
    }

    private static String choices(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(ValueParsers::nameOfConstant)
                .collect(Collectors.joining(", "));
    }

    private static String nameOfConstant(Object value) {
        return ((Enum<?>) value).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Integer wholeInt(String text) {
        long value = whole(text);
        if (value != (int) value) {
            throw new IllegalArgumentException("must be a whole number below 2147483648");
        }
        return (int) value;
    }

    private static Long whole(String text) {
        try {
            return Long.valueOf(text.trim());
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("must be a whole number");
        }
    }

    private static Double number(String text) {
        try {
            double value = Double.parseDouble(text.trim());
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException _) {
            // answered below, with the infinite ones
        }
        throw new IllegalArgumentException("must be a number");
    }

    private static Boolean truth(String text) {
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    private static Duration duration(String text) {
        Matcher matcher = SHORT_DURATION.matcher(text.trim());
        try {
            if (!matcher.matches()) {
                return Duration.parse(text.trim());
            }
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        } catch (DateTimeParseException | ArithmeticException _) {
            throw new IllegalArgumentException(
                    "must be a duration such as 500ms, 30s, 5m, 2h, 1d or PT1H30M");
        }
    }

    private static Path path(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("must be a path");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("must be a path: " + e.getReason(), e);
        }
    }

    private static URI uri(String text) {
        try {
            URI uri = URI.create(text.trim());
            if (uri.getScheme() != null) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // answered below, with those without a scheme
        }
        throw new IllegalArgumentException(
                "must be an address with a scheme, such as http://host:8080");
    }
}
