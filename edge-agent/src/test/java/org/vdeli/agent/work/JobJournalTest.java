package org.vdeli.agent.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.agent.store.KeyedLog;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.wire.Codec;

class JobJournalTest {
    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final AssetPath PATH = AssetPath.parse("acme/films/a b.mp4");

    @TempDir Path folder;

    private JobJournal open() throws IOException {
        return new JobJournal(
                KeyedLog.open(folder.resolve("jobs.log"), KeyedLog.Durability.PROCESS_END),
                new Codec(),
                50);
    }

    static Job.Purge purge(long job, int attempt) {
        return new Job.Purge(new JobId(job), attempt, new AssetId(1), PATH);
    }

    static Report.Confirmation end(long job, int attempt, Reason reason) {
        return new Report.Confirmation(
                new ServerId(1),
                NOW,
                new JobId(job),
                attempt,
                new AssetId(1),
                PATH,
                reason,
                "",
                Optional.empty(),
                ByteCount.ZERO,
                Duration.ofMillis(3));
    }

    @Test
    void goesOnAfterARestartWithWhatIsOpenInTheOrderOfArrival() throws IOException {
        JobJournal journal = open();
        journal.take(purge(2, 1), NOW);
        journal.take(purge(1, 1), NOW);
        journal.take(purge(3, 1), NOW);
        journal.end(new JobId(1), end(1, 1, Reason.DONE));

        JobJournal after = open();

        assertThat(after.open())
                .extracting(JournaledJob::order)
                .containsExactly(purge(2, 1), purge(3, 1));
        assertThat(after.untold()).containsExactly(end(1, 1, Reason.DONE));
    }

    @Test
    void knowsDoublesAndAttempts() throws IOException {
        JobJournal journal = open();

        assertThat(journal.take(purge(1, 2), NOW)).isEqualTo(JobJournal.Arrival.NEW);
        assertThat(journal.take(purge(1, 2), NOW)).isEqualTo(JobJournal.Arrival.DOUBLE);
        assertThat(journal.take(purge(1, 1), NOW)).isEqualTo(JobJournal.Arrival.DOUBLE);
        assertThat(journal.take(purge(1, 3), NOW)).isEqualTo(JobJournal.Arrival.RENEWED);
        journal.end(new JobId(1), end(1, 3, Reason.DISK_FULL));
        journal.told(new JobId(1), end(1, 3, Reason.DISK_FULL));
        assertThat(journal.untold()).isEmpty();
        assertThat(journal.take(purge(1, 3), NOW)).isEqualTo(JobJournal.Arrival.ENDED);
        assertThat(journal.untold()).containsExactly(end(1, 3, Reason.DISK_FULL));
        assertThat(journal.take(purge(1, 4), NOW)).isEqualTo(JobJournal.Arrival.AGAIN);
        assertThat(journal.open()).extracting(JournaledJob::order).containsExactly(purge(1, 4));
    }

    @Test
    void keepsAConfirmationUntilTheBrokerHasThatVeryOne() throws IOException {
        JobJournal journal = open();
        journal.take(purge(1, 1), NOW);
        journal.end(new JobId(1), end(1, 1, Reason.FAILED));
        journal.told(new JobId(1), end(1, 2, Reason.FAILED));

        assertThat(open().untold()).containsExactly(end(1, 1, Reason.FAILED));
        journal.told(new JobId(1), end(1, 1, Reason.FAILED));
        assertThat(open().untold()).isEmpty();
    }

    @Test
    void forgetsTheOldestOfManyEndedJobs() throws IOException {
        JobJournal journal = open();
        for (int job = 1; job <= 53; job++) {
            journal.take(purge(job, 1), NOW);
            journal.end(new JobId(job), end(job, 1, Reason.DONE));
            journal.told(new JobId(job), end(job, 1, Reason.DONE));
        }

        assertThat(journal.find(new JobId(3))).isEmpty();
        assertThat(open().find(new JobId(4))).isPresent();
        assertThat(open().find(new JobId(3))).isEmpty();
    }

    @Test
    void startsWithAnEntryThatANewerAgentWrote() throws IOException {
        open().take(purge(1, 1), NOW);
        try (KeyedLog log =
                KeyedLog.open(folder.resolve("jobs.log"), KeyedLog.Durability.PROCESS_END)) {
            log.put("2", "{\"order\":7}");
        }

        JobJournal after = open();

        assertThat(after.open()).extracting(JournaledJob::order).containsExactly(purge(1, 1));
        assertThat(after.take(purge(2, 1), NOW)).isEqualTo(JobJournal.Arrival.NEW);
    }
}
