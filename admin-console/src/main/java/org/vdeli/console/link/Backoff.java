package org.vdeli.console.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before trying again: doubles from half a second to ten, of which a random half
/// is taken away, so that the consoles of a NOC do not come back in step.
///
/// Ten seconds, because an operator who looks at a banner during an incident should not wait longer
/// for the manager than the manager takes to start (20 s at most).
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(10);

    private final RandomGenerator random;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    void reset() {
        failures = 0;
    }

    /// The pause before the next attempt; each call counts as one failure.
    Duration next() {
        long full =
                Math.min(
                        LONGEST.toMillis(),
                        FIRST.toMillis() << Math.min(failures, Integer.SIZE - 1 - 16));
        failures++;
        return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
    }
}
