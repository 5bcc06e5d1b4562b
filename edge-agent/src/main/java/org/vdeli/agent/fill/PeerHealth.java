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

    synchronized boolean isDistrusted() {
        return distrusted;
    }

    synchronized void good() {
        failures = 0;
    }

    synchronized void bad(SourceFailure failure) {
        distrusted |= failure.reason() == Reason.CHECKSUM_MISMATCH;
        long rest = Math.min(LONGEST_REST, FIRST_REST << Math.min(failures, 10));
        failures++;
        restUntil = System.nanoTime() + rest / 2 + random.nextLong(rest / 2 + 1);
    }
}
