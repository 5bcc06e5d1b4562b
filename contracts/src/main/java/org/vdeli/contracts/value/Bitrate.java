package org.vdeli.contracts.value;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A rate of data.
///
/// @param bitsPerSecond from 0 to 2^63-1; where a limit is meant, 0 stands for no limit
public record Bitrate(long bitsPerSecond) implements Comparable<Bitrate> {
    public static final Bitrate ZERO = new Bitrate(0);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\s*([A-Za-z/]*)");
    private static final Map<String, Long> UNITS =
            Map.of(
                    "", 1L,
                    "bit/s", 1L,
                    "kbit/s", 1_000L,
                    "mbit/s", 1_000_000L,
                    "gbit/s", 1_000_000_000L);

    public Bitrate {
        if (bitsPerSecond < 0) {
            throw new IllegalArgumentException("a rate must not be negative: " + bitsPerSecond);
        }
    }

    public static Bitrate of(long bitsPerSecond) {
        return new Bitrate(bitsPerSecond);
    }

    public static Bitrate megabits(long count) {
        return new Bitrate(Math.multiplyExact(count, 1_000_000L));
    }

    /// The average rate of so many bytes in so much time; zero for no time.
    public static Bitrate average(ByteCount bytes, Duration time) {
        double seconds = time.toNanos() / 1e9;
        return seconds <= 0 ? ZERO : new Bitrate(Math.round(bytes.bytes() * 8.0 / seconds));
    }

    /// Reads `8000000`, `8Mbit/s`, `500 kbit/s`; units are powers of 1000.
    ///
    /// @throws IllegalArgumentException on any other text, or if the number does not fit
    public static Bitrate parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        Long unit = matcher.matches() ? UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("not a rate such as 8Mbit/s: " + text);
        }
        try {
            return new Bitrate(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("too large a rate: " + text, e);
        }
    }

    public boolean isZero() {
        return bitsPerSecond == 0;
    }

    public Bitrate plus(Bitrate other) {
        return new Bitrate(Math.addExact(bitsPerSecond, other.bitsPerSecond));
    }

    @Override
    public int compareTo(Bitrate other) {
        return Long.compare(bitsPerSecond, other.bitsPerSecond);
    }

    /// For people, such as `12.5 Mbit/s`.
    @Override
    public String toString() {
        if (bitsPerSecond < 1000) {
            return bitsPerSecond + " bit/s";
        }
        String[] names = {"kbit/s", "Mbit/s", "Gbit/s", "Tbit/s", "Pbit/s", "Ebit/s"};
        double value = bitsPerSecond;
        int unit = -1;
        while (value >= 999.95 && unit < names.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, names[unit]);
    }
}
