package org.vdeli.contracts.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// The bounds of the pauses between attempts.
///
/// A pause is a quarter longer than the one before it, and is then cut by chance to between half
/// and the whole. So a pause is about a fifth of the time that the other party has been away:
/// nobody waits much longer than he had to, and the clients of a fleet come back spread over that
/// time and not at once. (With doubled pauses the last one may wait as long again.)
///
/// @param shortest the first pause
/// @param longest the pause after many failures
public record BackOff(Duration shortest, Duration longest) {
    private static final double GROWTH = 1.25;

    /// After so many failures any shortest pause has outgrown any longest one.
    private static final int GROWN = 100;

    public BackOff {
        if (shortest.toMillis() < 1 || longest.compareTo(shortest) < 0) {
            throw new IllegalArgumentException(
                    "a pause of at least 1 ms and a longer one are needed, not "
                            + shortest
                            + " and "
                            + longest);
        }
    }

    /// The pause after some failures in a row, whole milliseconds.
    ///
    /// @param failures at least 0
    public Duration after(int failures, RandomGenerator random) {
        double grown = shortest.toMillis() * Math.pow(GROWTH, Math.min(failures, GROWN));
        long bound = Math.min(longest.toMillis(), Math.round(grown));
        return Duration.ofMillis(bound - random.nextLong(bound / 2 + 1));
    }
}
