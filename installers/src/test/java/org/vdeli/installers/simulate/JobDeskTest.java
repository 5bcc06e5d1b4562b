package org.vdeli.installers.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vdeli.agent.work.Jobs;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;

class JobDeskTest {
    private final JobDesk desk = new JobDesk(2);

    private static Job.Purge purge(long job, int attempt, String file) {
        return new Job.Purge(
                new JobId(job), attempt, new AssetId(job), AssetPath.of("acme", "films", file));
    }

    private static Report.Confirmation done(Job job) {
        return new Report.Confirmation(
                new ServerId(1),
                Instant.EPOCH,
                Jobs.idOf(job),
                Jobs.attemptOf(job),
                new AssetId(1),
                AssetPath.parse("acme/films/a.mp4"),
                Report.Reason.DONE,
                "",
                Optional.empty(),
                ByteCount.ZERO,
                Duration.ZERO);
    }

    @Test
    void doesAJobOnceAndConfirmsItAgainWhenItComesAgain() {
        Job job = purge(1, 1, "a.mp4");
        assertThat(desk.take(job)).isEqualTo(JobDesk.Arrival.NEW);
        assertThat(desk.take(job)).isEqualTo(JobDesk.Arrival.DOUBLE);
        assertThat(desk.begin()).containsExactly(job);
        assertThat(desk.begin()).isEmpty();
        desk.end(Jobs.idOf(job), done(job));
        assertThat(desk.untold()).contains(done(job));
        desk.told(done(job));
        assertThat(desk.untold()).isEmpty();
        assertThat(desk.take(job)).isEqualTo(JobDesk.Arrival.ENDED);
        assertThat(desk.begin()).isEmpty();
        assertThat(desk.untold()).contains(done(job));
    }

    @Test
    void doesANewerAttemptAgain() {
        Job first = purge(1, 1, "a.mp4");
        Job second = purge(1, 2, "a.mp4");
        desk.take(first);
        assertThat(desk.take(second)).isEqualTo(JobDesk.Arrival.RENEWED);
        desk.begin();
        assertThat(desk.newest(new JobId(1))).isEqualTo(second);
        desk.end(new JobId(1), done(second));
        assertThat(desk.take(purge(1, 3, "a.mp4"))).isEqualTo(JobDesk.Arrival.AGAIN);
        assertThat(desk.begin()).containsExactly(purge(1, 3, "a.mp4"));
    }

    @Test
    void doesTheJobsOfOnePathOneAfterTheOther() {
        Job first = purge(1, 1, "a.mp4");
        Job second = purge(2, 1, "a.mp4");
        Job other = purge(3, 1, "b.mp4");
        desk.take(first);
        desk.take(second);
        desk.take(other);
        assertThat(desk.begin()).containsExactly(first, other);
        assertThat(desk.waiting()).isEqualTo(1);
        assertThat(desk.running()).isEqualTo(2);
        desk.end(new JobId(1), done(first));
        assertThat(desk.begin()).containsExactly(second);
    }

    @Test
    void forgetsTheOldestOfWhatIsConfirmed() {
        for (int id = 1; id <= 100; id++) {
            Job job = purge(id, 1, id + ".mp4");
            desk.take(job);
            desk.begin();
            desk.end(Jobs.idOf(job), done(job));
            desk.told(done(job));
        }
        assertThat(desk.take(purge(100, 1, "100.mp4"))).isEqualTo(JobDesk.Arrival.ENDED);
        assertThat(desk.take(purge(1, 1, "1.mp4"))).isEqualTo(JobDesk.Arrival.NEW);
    }
}
