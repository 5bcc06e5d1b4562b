package org.vdeli.manager.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.InMemoryTransactions;

class WindowConfirmationsTest {
    private static final JobId JOB = new JobId(51);

    /// The window of the job ends at this moment, in Lisbon in winter.
    private Instant now = Instant.parse("2026-11-21T04:00:00Z");

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final AtomicLong ids = new AtomicLong(1000);
    private final Confirmations confirmations =
            new Confirmations(
                    new Planning(
                            transactions,
                            ids::incrementAndGet,
                            () -> now,
                            Changes.IGNORED,
                            () -> {}),
                    new AlarmDesk(transactions, ids::incrementAndGet, () -> now, Changes.IGNORED),
                    RetryRule.USUAL,
                    () -> now,
                    new Random(1));

    @BeforeEach
    void aFillIsUnderWay() {
        TransferJob usual = Fixtures.job(51, 21, 11, JobState.PROCESSING);
        transactions.change(stores -> {
            Fixtures.world(stores);
            stores.jobs()
                    .addAll(
                            List.of(
                                    new TransferJob(
                                            usual.id(),
                                            usual.kind(),
                                            usual.asset(),
                                            usual.server(),
                                            usual.policy(),
                                            new JobTerms(
                                                    usual.terms().limits(),
                                                    LocalTime.of(23, 0),
                                                    LocalTime.of(4, 0),
                                                    5),
                                            usual.state(),
                                            usual.attempt(),
                                            usual.reason(),
                                            Optional.empty(),
                                            "",
                                            usual.notBefore(),
                                            usual.createdAt(),
                                            usual.changedAt())));
        });
    }

    private Report.Confirmation report(
            int attempt, Report.Reason reason, Optional<Checksum> checksum, long verified) {
        TransferJob job = job();
        return new Report.Confirmation(
                job.server(),
                now,
                JOB,
                attempt,
                job.asset(),
                AssetPath.parse("acme/default/a.mp4"),
                reason,
                reason == Report.Reason.DONE ? "" : "window closed",
                checksum,
                ByteCount.of(verified),
                Duration.ofHours(5),
                Optional.of(ByteCount.of(verified)));
    }

    private TransferJob job() {
        return transactions.read(stores -> stores.jobs().find(JOB).orElseThrow());
    }

    @Test
    void aFillWhoseWindowClosedWaitsForTheNextAndKeepsWhatIsVerified() {
        confirmations.take(
                List.of(report(1, Report.Reason.WINDOW_CLOSED, Optional.empty(), 262_144)));

        assertThat(job().waitsForWindow()).isTrue();
        assertThat(job().verified()).isEqualTo(ByteCount.of(262_144));
        assertThat(job().detail()).isEqualTo("window closed");
        assertThat(job().notBefore()).isEqualTo(Instant.parse("2026-11-21T23:00:00Z"));
    }

    @Test
    void anAgentWhoseClockDiffersIsAskedAgainAfterAMinute() {
        now = Instant.parse("2026-11-21T03:00:00Z");
        confirmations.take(List.of(report(1, Report.Reason.WINDOW_CLOSED, Optional.empty(), 0)));

        assertThat(job().waitsForWindow()).isTrue();
        assertThat(job().notBefore()).isEqualTo(now.plusSeconds(60));
    }

    @Test
    void aSuspensionOfAnEarlierAttemptChangesNothing() {
        confirmations.take(List.of(report(0, Report.Reason.WINDOW_CLOSED, Optional.empty(), 1)));

        assertThat(job().state()).isEqualTo(JobState.PROCESSING);
    }

    @Test
    void whatTheAgentDidByItselfWhenItsWindowOpenedCounts() {
        confirmations.take(
                List.of(report(1, Report.Reason.WINDOW_CLOSED, Optional.empty(), 262_144)));
        now = Instant.parse("2026-11-21T23:00:01Z");

        confirmations.take(
                List.of(report(1, Report.Reason.DONE, Optional.of(Fixtures.SUM), 524_288)));

        assertThat(job().state()).isEqualTo(JobState.VERIFIED);
        assertThat(
                        transactions.<List<Replica>>read(
                                stores -> stores.replicas().ofAsset(new AssetId(21))))
                .extracting(Replica::server)
                .containsExactly(job().server());
    }
}
