package org.vdeli.agent.fill;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.vdeli.contracts.agent.Report.Reason;

/// How well another agent serves one fill: one that fails rests, for a time that doubles with each
/// failure in a row; one that sent wrong bytes is never asked again. Safe for use by several
/// threads.
final class PeerHealth {
    private static final long FIRST_REST = Duration.ofMillis(200).toNanos();
    private static final long LONGEST_REST = Duration.ofSeconds(5).toNanos();

    private static final int MOST_FAILURES = 3;

    private final RandomGenerator random;
    private int failures;
    private long restUntil = System.nanoTime();
    private boolean distrusted;

    PeerHealth(RandomGenerator random) {
        this.random = random;
    }

    synchronized boolean isWell() {
        return !distrusted && restUntil - System.nanoTime() <= 0;
    }

    /// Whether what it says that it has may be counted on: a server that fails again and again must
    /// not keep others from fetching its pieces elsewhere.
    synchronized boolean isCountedOn() {
        return !distrusted && failures < MOST_FAILURES;
    }

    synchronized void good() {
        failures = 0;
    }

    synchronized void bad(SourceFailure failure) {
        distrusted |= failure.reason() == Reason.CHECKSUM_MISMATCH;
        long rest = Math.min(LONGEST_REST, FIRST_REST << Math.min(failures, 10));
        if (!failure.isBusy()) {
            failures++;
        }
        restUntil = System.nanoTime() + rest / 2 + random.nextLong(rest / 2 + 1);
    }
}
