package org.vdeli.contracts.value;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes: the size of a file, what was sent, the space on a disk.
///
/// @param bytes from 0 to 2^63-1
public record ByteCount(long bytes) implements Comparable<ByteCount> {
    public static final ByteCount ZERO = new ByteCount(0);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");
    private static final Map<String, Long> UNITS =
            Map.ofEntries(
                    Map.entry("", 1L),
                    Map.entry("b", 1L),
                    Map.entry("kb", 1_000L),
                    Map.entry("mb", 1_000_000L),
                    Map.entry("gb", 1_000_000_000L),
                    Map.entry("tb", 1_000_000_000_000L),
                    Map.entry("kib", 1L << 10),
                    Map.entry("mib", 1L << 20),
                    Map.entry("gib", 1L << 30),
                    Map.entry("tib", 1L << 40));

    public ByteCount {
        if (bytes < 0) {
            throw new IllegalArgumentException("a byte count must not be negative: " + bytes);
        }
    }

    public static ByteCount of(long bytes) {
        return new ByteCount(bytes);
    }

    public static ByteCount mebibytes(long count) {
        return new ByteCount(Math.multiplyExact(count, 1L << 20));
    }

    /// Reads `4194304`, `4MiB`, `4 MB`: a whole number and a unit of powers of 1000 or 1024.
    ///
    /// @throws IllegalArgumentException on any other text, or if the number does not fit
    public static ByteCount parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        Long unit = matcher.matches() ? UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("not a size such as 500, 4MiB or 20GB: " + text);
        }
        try {
            return new ByteCount(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("too large a size: " + text, e);
        }
    }

    public ByteCount plus(ByteCount other) {
        return new ByteCount(Math.addExact(bytes, other.bytes));
    }

    /// What is left after taking the other away, zero if the other is larger.
    public ByteCount minusOrZero(ByteCount other) {
        return new ByteCount(Math.max(0, bytes - other.bytes));
    }

    @Override
    public int compareTo(ByteCount other) {
        return Long.compare(bytes, other.bytes);
    }

    /// For people: powers of 1000 with one digit after the point, such as `1.5 GB`.
    @Override
    public String toString() {
        if (bytes < 1000) {
            return bytes + " B";
        }
        String[] names = {"kB", "MB", "GB", "TB", "PB", "EB"};
        double value = bytes;
        int unit = -1;
        while (value >= 999.95 && unit < names.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, names[unit]);
    }
}
