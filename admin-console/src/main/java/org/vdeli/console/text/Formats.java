package org.vdeli.console.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;

/// Numbers as the console shows them: short, of steady width, with a thin space between thousands.
public final class Formats {
    /// What stands where nothing is known.
    public static final String UNKNOWN = "–";

    private static final char THIN_SPACE = '\u2009';
    private static final String[] BIT_UNITS = {
        "bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s", "Pbit/s"
    };
    private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private Formats() {}

    /// A whole number, such as `12 345`.
    public static String count(long value) {
        String digits = Long.toString(Math.abs(value));
        StringBuilder out = new StringBuilder(digits.length() + 4);
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                out.append(THIN_SPACE);
            }
            out.append(digits.charAt(i));
        }
        return value < 0 ? "−" + out : out.toString();
    }

    /// A rate per second: one digit after the point below 100, none above, `0` for none.
    public static String perSecond(double value) {
        if (Double.isNaN(value)) {
            return UNKNOWN;
        }
        if (value < 0.05) {
            return "0";
        }
        return value < 99.95 ? decimal(value, 1) : count(Math.round(value));
    }

    /// Bits per second in Mbit/s without the unit, for a column that has it in its head.
    public static String megabits(double bits) {
        if (Double.isNaN(bits)) {
            return UNKNOWN;
        }
        double mega = bits / 1e6;
        if (mega < 0.005) {
            return "0";
        }
        return mega < 9.995 ? decimal(mega, 2) : perSecond(mega);
    }

    /// Bits per second with the unit that suits, such as `1.84 Tbit/s`.
    public static String bitrate(double bits) {
        return scaled(bits, BIT_UNITS);
    }

    /// As [#bitrate(double)].
    public static String bitrate(Bitrate rate) {
        return bitrate((double) rate.bitsPerSecond());
    }

    /// A number and its unit, to be set in different type.
    public record Quantity(String number, String unit) {}

    /// As [#bitrate], in two parts.
    public static Quantity bits(double bits) {
        return quantity(bits, BIT_UNITS);
    }

    /// Bytes with the unit that suits, powers of 1000, such as `64.0 MB`.
    public static String bytes(ByteCount count) {
        return scaled((double) count.bytes(), BYTE_UNITS);
    }

    /// A share of 0 to 1 in per cent, such as `37 %`; full only when it is full.
    public static String percent(double share) {
        if (Double.isNaN(share)) {
            return UNKNOWN;
        }
        return (int) Math.floor(Math.clamp(share, 0, 1) * 100 + 1e-9) + "" + THIN_SPACE + "%";
    }

    /// Milliseconds, such as `12` or `0.4`.
    public static String millis(double millis) {
        if (Double.isNaN(millis)) {
            return UNKNOWN;
        }
        return millis < 9.95 ? decimal(millis, 1) : count(Math.round(millis));
    }

    /// A length of time, such as `4 s`, `3 min`, `2 h 5 min`, `6 d`.
    public static String age(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        if (seconds < 86_400) {
            long minutes = seconds % 3600 / 60;
            return seconds / 3600 + " h" + (minutes == 0 ? "" : " " + minutes + " min");
        }
        return seconds / 86_400 + " d";
    }

    /// A day and time in a zone, to the minute.
    public static String minute(Instant at, ZoneId zone) {
        return MINUTE.format(at.atZone(zone));
    }

    /// A time of day in a zone, to the second.
    public static String timeOfDay(Instant at, ZoneId zone) {
        return SECOND.format(at.atZone(zone));
    }

    private static String scaled(double value, String[] units) {
        Quantity quantity = quantity(value, units);
        return quantity.unit().isEmpty()
                ? quantity.number()
                : quantity.number() + " " + quantity.unit();
    }

    private static Quantity quantity(double value, String[] units) {
        if (Double.isNaN(value)) {
            return new Quantity(UNKNOWN, "");
        }
        double left = Math.max(0, value);
        int unit = 0;
        while (left >= 999.5 && unit < units.length - 1) {
            left /= 1000;
            unit++;
        }
        int digits = unit == 0 || left >= 99.95 ? 0 : left >= 9.995 ? 1 : 2;
        return new Quantity(decimal(left, digits), units[unit]);
    }

    private static String decimal(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
