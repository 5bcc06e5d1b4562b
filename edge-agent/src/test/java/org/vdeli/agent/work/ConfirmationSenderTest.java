package org.vdeli.agent.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.agent.store.KeyedLog;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.wire.Codec;

class ConfirmationSenderTest {
    @TempDir Path folder;

    @Test
    void isNotHeldUpByAConfirmationThatCannotBeSent() throws Exception {
        JobJournal journal =
                new JobJournal(
                        KeyedLog.open(folder.resolve("jobs.log"), KeyedLog.Durability.PROCESS_END),
                        new Codec(),
                        50);
        for (long job = 1; job <= 3; job++) {
            journal.take(JobJournalTest.purge(job, 1), JobJournalTest.NOW);
            journal.end(new JobId(job), JobJournalTest.end(job, 1, Reason.DONE));
        }
        List<Long> sent = new CopyOnWriteArrayList<>();
        ReportChannel channel =
                report -> {
                    long job =
                            ((org.vdeli.contracts.agent.Report.Confirmation) report).job().value();
                    if (job == 1) {
                        throw new IllegalArgumentException("5000 bytes are too many");
                    }
                    sent.add(job);
                };
        try (ConfirmationSender sender = new ConfirmationSender(journal, channel)) {
            sender.start();

            await().atMost(Duration.ofSeconds(20)).until(() -> journal.untold().size() == 1);
            assertThat(sent).containsExactly(2L, 3L);
            assertThat(journal.untold()).containsExactly(JobJournalTest.end(1, 1, Reason.DONE));
        }
    }
}
