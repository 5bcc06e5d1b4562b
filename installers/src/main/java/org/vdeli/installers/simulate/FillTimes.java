package org.vdeli.installers.simulate;

import java.time.Duration;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a fill takes, by chance.
public sealed interface FillTimes {
    /// The quantile of the standard normal distribution at 0.95.
    double NORMAL_95 = 1.6448536269514722;

    Pattern TIME = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");

    /// The time of the next fill, zero or more.
    Duration draw(RandomGenerator random);

    /// Always the same.
    record Fixed(Duration time) implements FillTimes {
        @Override
        public Duration draw(RandomGenerator random) {
            return time;
        }
    }

    /// Anything in between with equal chance.
    record Uniform(Duration least, Duration most) implements FillTimes {
        public Uniform {
            if (least.compareTo(most) > 0) {
                throw new IllegalArgumentException(
                        "the shorter fill time comes first: " + most + " to " + least);
            }
        }

        @Override
        public Duration draw(RandomGenerator random) {
            return least.plusNanos(random.nextLong(most.minus(least).toNanos() + 1));
        }
    }

    /// Exponential: most are short, a few take many times the mean.
    record Exponential(Duration mean) implements FillTimes {
        @Override
        public Duration draw(RandomGenerator random) {
            return scaled(mean, random.nextExponential());
        }
    }

    /// Log-normal, which transfer times over the internet come near to.
    ///
    /// @param median half are shorter
    /// @param percentile95 one in twenty is longer
    record LogNormal(Duration median, Duration percentile95) implements FillTimes {
        public LogNormal {
            if (median.isZero() || percentile95.compareTo(median) < 0) {
                throw new IllegalArgumentException(
                        "a log-normal fill time needs a median above zero and a longer 95th"
                                + " percentile");
            }
        }

        @Override
        public Duration draw(RandomGenerator random) {
            double sigma = Math.log((double) percentile95.toNanos() / median.toNanos()) / NORMAL_95;
            return scaled(median, Math.exp(sigma * random.nextGaussian()));
        }
    }

    private static Duration scaled(Duration time, double factor) {
        return Duration.ofNanos((long) (time.toNanos() * factor));
    }

    /// Reads `3s`, `1s-5s` (uniform), `exp:3s` (mean) or `lognormal:3s,10s` (median, 95th
    /// percentile).
    ///
    /// @throws IllegalArgumentException that says what can be read
    static FillTimes parse(String text) {
        String given = text.strip().toLowerCase(Locale.ROOT);
        if (given.startsWith("exp:")) {
            return new Exponential(duration(given.substring(4)));
        }
        if (given.startsWith("lognormal:")) {
            String[] both = given.substring("lognormal:".length()).split(",", -1);
            if (both.length != 2) {
                throw unreadable(text);
            }
            return new LogNormal(duration(both[0]), duration(both[1]));
        }
        String[] both = given.split("-", -1);
        return switch (both.length) {
            case 1 -> new Fixed(duration(both[0]));
            case 2 -> new Uniform(duration(both[0]), duration(both[1]));
            default -> throw unreadable(text);
        };
    }

    /// Reads a time such as `500ms`, `2.5s`, `10m` or `1h`.
    ///
    /// @throws IllegalArgumentException that says what can be read
    static Duration duration(String text) {
        Matcher time = TIME.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!time.matches()) {
            throw new IllegalArgumentException(
                    "no time: '" + text + "'; write 500ms, 2.5s, 10m or 1h");
        }
        double millis =
                switch (time.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1000;
                    case "m" -> 60_000;
                    default -> 3_600_000;
                };
        return Duration.ofNanos(Math.round(Double.parseDouble(time.group(1)) * millis * 1e6));
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException(
                "no fill time: '" + text + "'; write 3s, 1s-5s, exp:3s or lognormal:3s,10s");
    }
}
