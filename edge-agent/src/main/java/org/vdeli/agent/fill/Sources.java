package org.vdeli.agent.fill;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.work.Outcome;
import org.vdeli.contracts.agent.Report.Reason;

/// The sources of one fill: which to read from now, and when to give up. Safe for use by several
/// threads.
///
/// Method: of the sources that are not resting, the one with the fewest failures in a row, and of
/// equal ones the best (first in the order): one that is dead costs each connection one wait, not
/// one after each rest. A failure lets it rest for a time that doubles with each failure in a row,
/// with chance added so that a fleet does not come back at once; connections that fail together
/// count as one failure. A refusal ends a source. One that sent wrong bytes is not read from while
/// there is another. When every source has failed too often or refused, the fill has failed: for
/// wrong bytes only if there was no source that failed in another way and may do better later.
final class Sources {
    private static final Duration FIRST_REST = Duration.ofMillis(250);
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

    private final Map<URI, Health> sources = new LinkedHashMap<>();
    private final int retries;
    private final RandomGenerator random;

    /// @param retries failures in a row after which a source is given up
    Sources(List<URI> addresses, int retries, RandomGenerator random) {
        addresses.forEach(address -> sources.put(address, new Health()));
        this.retries = retries;
        this.random = random;
    }

    /// Where to read from.
    sealed interface Choice {
        /// This one; the round is to be handed back with the result.
        record Use(URI source, int round) implements Choice {}

        /// All that are left are resting for so long.
        record Rest(Duration time) implements Choice {}

        /// None is left.
        record GiveUp(Outcome outcome) implements Choice {}
    }

    synchronized Choice choose() {
        boolean isRightOneLeft =
                sources.values().stream()
                        .anyMatch(health -> !health.sentWrong && !health.isGivenUp(retries));
        long now = System.nanoTime();
        long soonest = Long.MAX_VALUE;
        Choice.@Nullable Use best = null;
        int fewest = Integer.MAX_VALUE;
        for (Map.Entry<URI, Health> entry : sources.entrySet()) {
            Health health = entry.getValue();
            if (health.isGivenUp(retries) || (health.sentWrong && isRightOneLeft)) {
                continue;
            }
            if (health.restUntil - now > 0) {
                soonest = Math.min(soonest, health.restUntil - now);
            } else if (health.failures < fewest) {
                best = new Choice.Use(entry.getKey(), health.round);
                fewest = health.failures;
            }
        }
        if (best != null) {
            return best;
        }
        return soonest == Long.MAX_VALUE
                ? new Choice.GiveUp(outcome())
                : new Choice.Rest(Duration.ofNanos(soonest));
    }

    synchronized void good(URI source) {
        Health health = health(source);
        health.failures = 0;
    }

    synchronized void bad(URI source, int round, SourceFailure failure) {
        Health health = health(source);
        if (failure.reason() == Reason.REFUSED) {
            health.refused = true;
        }
        if (failure.reason() == Reason.CHECKSUM_MISMATCH && !health.sentWrong) {
            health.sentWrong = true;
            LOG.warn("event=source-sent-wrong-bytes source={} detail={}", source, failure.detail());
        }
        if (health.round != round) {
            return;
        }
        health.round++;
        health.last = failure.detail();
        health.lastReason = failure.reason();
        health.failures++;
        long rest =
                Math.min(
                        LONGEST_REST.toNanos(),
                        FIRST_REST.toNanos() << Math.min(health.failures - 1, 10));
        health.restUntil = System.nanoTime() + rest / 2 + random.nextLong(rest / 2 + 1);
    }

    /// Tries even those again that were given up.
    synchronized void hopeAgain() {
        for (Health health : sources.values()) {
            health.failures = 0;
            health.refused = false;
        }
    }

    private Outcome outcome() {
        boolean refused = sources.values().stream().allMatch(health -> health.refused);
        boolean mismatch =
                sources.values().stream()
                        .allMatch(health ->
                                health.refused || health.lastReason == Reason.CHECKSUM_MISMATCH);
        Reason reason =
                refused ? Reason.REFUSED : mismatch ? Reason.CHECKSUM_MISMATCH : Reason.UNREACHABLE;
        String detail =
                sources.values().stream()
                        .map(health -> health.last)
                        .distinct()
                        .collect(Collectors.joining("; "));
        return Outcome.of(reason, detail);
    }

    private Health health(URI source) {
        return sources.computeIfAbsent(source, _ -> new Health());
    }

    private static final class Health {
        private int failures;
        private int round;
        private boolean refused;
        private boolean sentWrong;
        private long restUntil = System.nanoTime();
        private String last = "";
        private Reason lastReason = Reason.UNREACHABLE;

        boolean isGivenUp(int retries) {
            return refused || failures > retries;
        }
    }
}
