package org.vdeli.console.policies;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;

/// Rates and sizes as an operator types them: a number, whole or with a point, and a unit.
final class Quantities {
    /// The unit of a number without one is the middle one, which people mean.
    static final List<String> RATES = List.of("kbit/s", "Mbit/s", "Gbit/s");

    static final List<String> SIZES = List.of("kB", "MB", "GB");

    private static final Pattern TIME = Pattern.compile("([0-9]{1,6})\\s*([dh])?");
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private Quantities() {}

    /// What a text such as `1.5 Mbit/s` stands for; empty if it is none. No text is zero.
    static Optional<Bitrate> rate(String text) {
        return value(text, RATES).map(Bitrate::of);
    }

    /// As [#rate], for sizes such as `10 MB`.
    static Optional<ByteCount> size(String text) {
        return value(text, SIZES).map(ByteCount::of);
    }

    /// A time such as `90 d`, `12 h` or `90`, in days where no unit stands; empty if it is none, or
    /// not longer than nothing, or longer than a century.
    static Optional<Duration> time(String text) {
        Matcher typed = TIME.matcher(text.strip());
        if (!typed.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(typed.group(1));
        Duration time =
                "h".equals(typed.group(2)) ? Duration.ofHours(number) : Duration.ofDays(number);
        return Optional.of(time).filter(t -> t.isPositive() && t.compareTo(LONGEST) <= 0);
    }

    /// The text of a time: in days if they are whole, else in hours.
    static String text(Duration time) {
        return time.toHours() % 24 == 0 ? time.toDays() + " d" : time.toHours() + " h";
    }

    /// The text of a rate; empty for zero.
    static String text(Bitrate rate) {
        return text(rate.bitsPerSecond(), RATES);
    }

    /// As [#text(Bitrate)].
    static String text(ByteCount size) {
        return text(size.bytes(), SIZES);
    }

    private static Optional<Long> value(String text, List<String> units) {
        String bare = text.strip().toLowerCase(Locale.ROOT);
        if (bare.isEmpty()) {
            return Optional.of(0L);
        }
        int power = 2;
        for (int i = 0; i < units.size(); i++) {
            String unit = units.get(i).toLowerCase(Locale.ROOT);
            if (bare.endsWith(unit)) {
                power = i + 1;
                bare = bare.substring(0, bare.length() - unit.length()).strip();
                break;
            }
        }
        try {
            long value = new BigDecimal(bare).movePointRight(3 * power).longValueExact();
            return value < 0 ? Optional.empty() : Optional.of(value);
        } catch (NumberFormatException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /// In the largest unit of which it is at least one.
    private static String text(long value, List<String> units) {
        if (value == 0) {
            return "";
        }
        int power = value >= 1_000_000_000L ? 3 : value >= 1_000_000L ? 2 : 1;
        BigDecimal number = new BigDecimal(value).movePointLeft(3 * power).stripTrailingZeros();
        return number.toPlainString() + " " + units.get(power - 1);
    }
}
