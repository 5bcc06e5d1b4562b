package org.vdeli.manager.dispatch;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.vdeli.contracts.agent.Report;

/// Whether and when a job that ended badly is tried again (features F076 and F080).
///
/// The gap doubles with each attempt from [#first] to [#longest], and up to half of it is left to
/// chance, so that jobs which failed together do not come back together. Errors of the content or
/// of the agent end a job for good after [#limit] attempts; an operator's retry gives it as many
/// again. Errors of the surroundings (no source answers, the disk is full or too small) say nothing
/// about the job: they are retried for ever, at the longest gap in the end. An attempt that a
/// window or an order ended is no failure: the first gap, and no end.
///
/// @param first gap after the first attempt
/// @param longest gap of all
/// @param limit attempts that errors of content and agent have, at least 1
public record RetryRule(Duration first, Duration longest, int limit) {
    /// 5 s to 10 min, 10 attempts: a passing fault costs seconds, a lasting one six calls an hour,
    /// and a bad file is given up after about 45 minutes.
    public static final RetryRule USUAL =
            new RetryRule(Duration.ofSeconds(5), Duration.ofMinutes(10), 10);

    public RetryRule {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0 || limit < 1) {
            throw new IllegalArgumentException(
                    "not a retry rule: first "
                            + first
                            + ", longest "
                            + longest
                            + ", limit "
                            + limit);
        }
    }

    /// What to do after an attempt.
    public sealed interface Verdict {
        /// Try again after a while.
        record Again(Duration gap) implements Verdict {}

        /// Leave it to an operator.
        record GiveUp() implements Verdict {}
    }

    /// The verdict on a bad end.
    ///
    /// @param attempt the one that ended, from 1
    public Verdict after(Report.Reason reason, int attempt, RandomGenerator chance) {
        return switch (reason) {
            case UNREACHABLE, DISK_FULL, TOO_LARGE -> new Verdict.Again(gap(attempt, chance));
            // Nothing went wrong: it goes on when the window opens, or when it is sent again.
            case WINDOW_CLOSED, CANCELLED -> new Verdict.Again(gap(1, chance));
            // A token that expired while the message waited is refused: the next one is fresh.
            case CHECKSUM_MISMATCH, REFUSED, STORAGE_ERROR, MISSING, FAILED ->
                    attempt % limit != 0
                            ? new Verdict.Again(gap(attempt % limit, chance))
                            : new Verdict.GiveUp();
            case UNSUPPORTED -> new Verdict.GiveUp();
            case DONE, SUPERSEDED ->
                    throw new IllegalArgumentException(reason + " is not a bad end");
        };
    }

    /// The gap after an attempt: between half and all of `first * 2^(attempt-1)`, at most
    /// `longest`.
    public Duration gap(int attempt, RandomGenerator chance) {
        int doublings = Math.clamp(attempt - 1L, 0, 30);
        Duration full = first.multipliedBy(1L << doublings);
        long millis = (full.compareTo(longest) > 0 ? longest : full).toMillis();
        return Duration.ofMillis(millis / 2 + Math.round(millis / 2.0 * chance.nextDouble()));
    }
}
