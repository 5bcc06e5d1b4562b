package org.vdeli.manager.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Report;

class RetryRuleTest {
    private final RandomGenerator chance = new Random(7);

    @Test
    void gapsDoubleFromFiveSecondsToTenMinutesAndLeaveHalfToChance() {
        for (int attempt = 1; attempt < 40; attempt++) {
            Duration full =
                    attempt < 8 ? Duration.ofSeconds(5L << (attempt - 1)) : Duration.ofMinutes(10);
            assertThat(RetryRule.USUAL.gap(attempt, chance)).isBetween(full.dividedBy(2), full);
        }
    }

    @Test
    void givesUpErrorsOfContentAndAgentAfterTheLimit() {
        for (Report.Reason reason :
                new Report.Reason[] {
                    Report.Reason.CHECKSUM_MISMATCH,
                    Report.Reason.REFUSED,
                    Report.Reason.STORAGE_ERROR,
                    Report.Reason.MISSING,
                    Report.Reason.FAILED
                }) {
            assertThat(RetryRule.USUAL.after(reason, 9, chance))
                    .isInstanceOf(RetryRule.Verdict.Again.class);
            assertThat(RetryRule.USUAL.after(reason, 10, chance))
                    .isEqualTo(new RetryRule.Verdict.GiveUp());
        }
    }

    @Test
    void anOperatorsRetryGivesAsManyAttemptsAgainFromTheShortestGap() {
        assertThat(RetryRule.USUAL.after(Report.Reason.CHECKSUM_MISMATCH, 11, chance))
                .isInstanceOfSatisfying(
                        RetryRule.Verdict.Again.class,
                        again ->
                                assertThat(again.gap()).isLessThanOrEqualTo(Duration.ofSeconds(5)));
        assertThat(RetryRule.USUAL.after(Report.Reason.CHECKSUM_MISMATCH, 19, chance))
                .isInstanceOf(RetryRule.Verdict.Again.class);
        assertThat(RetryRule.USUAL.after(Report.Reason.CHECKSUM_MISMATCH, 20, chance))
                .isEqualTo(new RetryRule.Verdict.GiveUp());
    }

    @Test
    void neverGivesUpErrorsOfTheSurroundings() {
        assertThat(RetryRule.USUAL.after(Report.Reason.UNREACHABLE, 100_000, chance))
                .isInstanceOf(RetryRule.Verdict.Again.class);
        assertThat(RetryRule.USUAL.after(Report.Reason.TOO_LARGE, 100_000, chance))
                .isInstanceOf(RetryRule.Verdict.Again.class);
        assertThat(RetryRule.USUAL.after(Report.Reason.DISK_FULL, 100_000, chance))
                .isInstanceOf(RetryRule.Verdict.Again.class);
    }

    @Test
    void givesUpAtOnceWhatTheAgentDoesNotKnow() {
        assertThat(RetryRule.USUAL.after(Report.Reason.UNSUPPORTED, 1, chance))
                .isEqualTo(new RetryRule.Verdict.GiveUp());
    }

    @Test
    void anAttemptThatAWindowOrAnOrderEndedIsNoFailure() {
        for (Report.Reason reason :
                new Report.Reason[] {Report.Reason.WINDOW_CLOSED, Report.Reason.CANCELLED}) {
            assertThat(RetryRule.USUAL.after(reason, 100_000, chance))
                    .isInstanceOfSatisfying(
                            RetryRule.Verdict.Again.class,
                            again ->
                                    assertThat(again.gap())
                                            .isLessThanOrEqualTo(Duration.ofSeconds(5)));
        }
    }
}
