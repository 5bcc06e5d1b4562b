package org.vdeli.agent.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.FillWindow;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

class WaitingJobsTest {
    private static final FillWindow NIGHT =
            new FillWindow(LocalTime.of(23, 0), LocalTime.of(4, 0), ZoneId.of("UTC"));

    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private final WaitingJobs waiting = new WaitingJobs(2, fill -> fill.mayTransfer(now));

    private static Job.Fill fill(long job, String path, String content) {
        return new Job.Fill(
                new JobId(job),
                1,
                new AssetId(job),
                AssetPath.parse("acme/films/" + path),
                job,
                ByteCount.of(1),
                Checksum.ofContent(content.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                ByteCount.of(1),
                List.of(URI.create("http://origin")),
                "token",
                TransferMethod.SINGLE.preset());
    }

    private static Job.Fill fill(long job, String path, Optional<FillWindow> window, int priority) {
        Job.Fill plain = fill(job, path, path);
        return new Job.Fill(
                plain.job(),
                plain.attempt(),
                plain.asset(),
                plain.path(),
                plain.version(),
                plain.size(),
                plain.checksum(),
                plain.pieceSize(),
                plain.sources(),
                plain.token(),
                plain.limits(),
                Optional.empty(),
                window,
                Optional.of(priority));
    }

    private static Job.Purge purge(long job, String path) {
        return new Job.Purge(
                new JobId(job), 1, new AssetId(1), AssetPath.parse("acme/films/" + path));
    }

    @Test
    void beginsAsManyFillsAsAreAllowed() {
        waiting.put(fill(1, "a", "a"));
        waiting.put(fill(2, "b", "b"));
        waiting.put(fill(3, "c", "c"));

        assertThat(waiting.takeReady(List.of()))
                .containsExactly(fill(1, "a", "a"), fill(2, "b", "b"));
        assertThat(waiting.takeReady(List.of(fill(1, "a", "a"), fill(2, "b", "b")))).isEmpty();
        assertThat(waiting.takeReady(List.of(fill(2, "b", "b"))))
                .containsExactly(fill(3, "c", "c"));
    }

    @Test
    void keepsTheOrderOfOnePath() {
        waiting.put(fill(1, "a", "a"));
        waiting.put(purge(2, "a"));
        waiting.put(purge(3, "b"));

        assertThat(waiting.takeReady(List.of())).containsExactly(fill(1, "a", "a"), purge(3, "b"));
        assertThat(waiting.takeReady(List.of(fill(1, "a", "a")))).isEmpty();
        assertThat(waiting.takeReady(List.of())).containsExactly(purge(2, "a"));
    }

    @Test
    void doesNotLetALaterJobOvertakeAWaitingOneOfItsPath() {
        waiting.put(fill(1, "a", "a"));
        waiting.put(purge(2, "a"));

        assertThat(waiting.takeReady(List.of(fill(8, "x", "x"), fill(9, "y", "y")))).isEmpty();
    }

    @Test
    void neverFetchesTheSameContentTwiceAtOnce() {
        waiting.put(fill(1, "a", "same"));
        waiting.put(fill(2, "b", "same"));

        assertThat(waiting.takeReady(List.of())).containsExactly(fill(1, "a", "same"));
        assertThat(waiting.takeReady(List.of(fill(1, "a", "same")))).isEmpty();
    }

    @Test
    void beginsAFillOnlyWhileItsWindowIsOpen() {
        Job.Fill night = fill(1, "a", Optional.of(NIGHT), 5);
        waiting.put(night);
        assertThat(waiting.takeReady(List.of())).isEmpty();
        assertThat(waiting.closed()).containsExactly(night);

        now = Instant.parse("2026-11-20T23:00:00Z");
        assertThat(waiting.closed()).isEmpty();
        assertThat(waiting.takeReady(List.of())).containsExactly(night);
    }

    @Test
    void aFillThatWaitsForItsWindowHoldsUpNothing() {
        waiting.put(fill(1, "a", Optional.of(NIGHT), 0));
        waiting.put(purge(2, "a"));
        waiting.put(fill(3, "b", Optional.empty(), 9));

        assertThat(waiting.takeReady(List.of()))
                .containsExactly(purge(2, "a"), fill(3, "b", Optional.empty(), 9));
    }

    @Test
    void beginsByPriorityAndThenByArrival() {
        Job.Fill usual = fill(1, "a", Optional.empty(), 5);
        Job.Fill first = fill(2, "b", Optional.empty(), 0);
        Job.Fill next = fill(3, "c", Optional.empty(), 5);
        waiting.put(usual);
        waiting.put(first);
        waiting.put(next);

        assertThat(waiting.takeReady(List.of())).containsExactly(first, usual);
        assertThat(waiting.heldByRoom(List.of(first, usual))).contains(next);
        assertThat(waiting.heldByRoom(List.of(first))).isEmpty();
    }

    @Test
    void priorityNeverChangesTheOrderOfOnePath() {
        Job.Fill older = fill(1, "a", Optional.empty(), 9);
        waiting.put(older);
        waiting.put(fill(2, "a", Optional.empty(), 0));

        assertThat(waiting.takeReady(List.of())).containsExactly(older);
    }

    @Test
    void knowsTheHighestOrderedVersionOfAPath() {
        waiting.put(fill(1, "a", "a"));
        waiting.put(fill(5, "a", "b"));
        waiting.put(fill(9, "b", "c"));

        assertThat(waiting.highestFill(AssetPath.parse("acme/films/a"))).contains(5L);
        assertThat(waiting.highestFill(AssetPath.parse("acme/films/z"))).isEmpty();
    }
}
