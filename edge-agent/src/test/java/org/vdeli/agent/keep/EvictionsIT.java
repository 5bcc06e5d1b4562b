package org.vdeli.agent.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.agent.fill.Caps;
import org.vdeli.agent.fill.Filler;
import org.vdeli.agent.fill.Origin;
import org.vdeli.agent.fill.Partials;
import org.vdeli.agent.peer.Holdings;
import org.vdeli.agent.store.ContentStore;
import org.vdeli.agent.store.DiskSpace;
import org.vdeli.agent.store.KeyedLog;
import org.vdeli.agent.store.Publications;
import org.vdeli.agent.work.FillRun;
import org.vdeli.agent.work.Outcome;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.wire.Codec;

/// Real fills from a real source into a store with a quota.
class EvictionsIT {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int SIZE = 100_000;

    /// Room for two files and a half.
    private static final ByteCount QUOTA = ByteCount.of(SIZE * 5 / 2);

    @TempDir Path data;
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private Publications publications;
    private Holdings holdings;
    private Losses losses;
    private Evictions evictions;
    private Filler filler;

    @BeforeEach
    void open() throws IOException {
        ContentStore content = new ContentStore(data.resolve("store"));
        Codec codec = new Codec();
        publications =
                new Publications(
                        log("inventory"),
                        content,
                        data.resolve("www"),
                        data.resolve("staging"),
                        codec);
        publications.recover();
        holdings = new Holdings(publications, content);
        losses = new Losses(new ServerId(7), log("losses"), codec, now::get);
        evictions = new Evictions(publications, holdings, log("usage"), losses, () -> {}, now::get);
        Partials partials = new Partials(data.resolve("partial"));
        filler =
                new Filler(
                        content,
                        publications,
                        partials,
                        new DiskSpace(
                                data,
                                ByteCount.ZERO,
                                QUOTA,
                                () -> publications.kept().plus(partials.resting())),
                        codec,
                        new Filler.Settings(Duration.ofSeconds(5), 3),
                        Optional.of(
                                new Filler.Peers(new ServerId(7), holdings, _ -> Optional.empty())),
                        evictions,
                        Caps.NONE,
                        now::get,
                        new Random(1));
    }

    private KeyedLog log(String name) throws IOException {
        return KeyedLog.open(data.resolve(name + ".log"), KeyedLog.Durability.PROCESS_END);
    }

    private static AssetPath path(long asset) {
        return AssetPath.parse("acme/films/" + asset + ".mp4");
    }

    private static Job.Fill order(Origin origin, long asset, boolean pinned) {
        Job.Fill fill = origin.order(path(asset), 1, TransferMethod.SINGLE.preset());
        return new Job.Fill(
                new JobId(asset),
                1,
                new AssetId(asset),
                fill.path(),
                1L,
                fill.size(),
                fill.checksum(),
                fill.size(),
                fill.sources(),
                fill.token(),
                fill.limits(),
                Optional.of(pinned),
                Optional.empty(),
                Optional.empty());
    }

    /// Files of about the same size and different content.
    private Outcome fill(long asset, boolean pinned) throws Exception {
        try (Origin origin = Origin.of(SIZE - (int) asset, SIZE)) {
            return filler.fill(new FillRun(order(origin, asset, pinned)));
        }
    }

    private List<Long> published() {
        return publications.entries().stream().map(e -> e.asset().value()).sorted().toList();
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @Test
    void evictsWhatWasNotUsedForTheLongestTimeAndSaysSo() throws Exception {
        fill(1, false);
        pass(Duration.ofMinutes(1));
        fill(2, false);
        pass(Duration.ofMinutes(1));
        evictions.viewed(List.of("/" + path(1), "/no such thing", "/"), now.get());
        pass(Duration.ofMinutes(1));

        assertThat(fill(3, false).reason()).isEqualTo(Reason.DONE);

        assertThat(published()).containsExactly(1L, 3L);
        assertThat(publications.served(path(2))).doesNotExist();
        assertThat(losses.evicted()).containsExactly(new AssetId(2));
        assertThat(losses.untold())
                .containsExactly(
                        new Report.Lost(
                                new ServerId(7),
                                now.get(),
                                new AssetId(2),
                                path(2),
                                Report.Loss.EVICTED,
                                "for acme/films/3.mp4; it was used last at 2026-11-20T12:01:00Z"));
        assertThat(publications.kept().bytes()).isLessThanOrEqualTo(QUOTA.bytes());

        for (Report report : losses.untold()) {
            losses.told(report);
        }
        assertThat(losses.untold()).isEmpty();
        assertThat(losses.evicted()).containsExactly(new AssetId(2));

        pass(Duration.ofMinutes(1));
        fill(2, false);
        assertThat(published()).containsExactly(2L, 3L);
        assertThat(losses.evicted()).containsExactly(new AssetId(1));
    }

    @Test
    void remembersUsesOverARestart() throws Exception {
        fill(1, false);
        pass(Duration.ofMinutes(1));
        fill(2, false);
        pass(Duration.ofMinutes(1));
        evictions.viewed(List.of("/" + path(1)), now.get());
        evictions.close();
        open();

        fill(3, false);

        assertThat(published()).containsExactly(1L, 3L);
    }

    @Test
    void neverEvictsWhatIsPinnedAndSaysThatTheDiskIsFull() throws Exception {
        fill(1, true);
        fill(2, true);

        Outcome full = fill(3, false);

        assertThat(full.reason()).isEqualTo(Reason.DISK_FULL);
        assertThat(full.detail()).contains("could not reserve 100.0 kB", "a quota of 250.0 kB");
        assertThat(published()).containsExactly(1L, 2L);
        assertThat(losses.untold()).isEmpty();
    }

    @Test
    void evictsWhatWasPinnedOnceANewOrderSaysSo() throws Exception {
        fill(1, true);
        fill(2, true);
        assertThat(fill(1, false).fetched()).isEqualTo(ByteCount.ZERO);

        assertThat(fill(3, true).reason()).isEqualTo(Reason.DONE);

        assertThat(published()).containsExactly(2L, 3L);
    }

    @Test
    void aFileThatNeverHasRoomEvictsNothingAndIsRefusedForThatCause() throws Exception {
        fill(1, false);
        fill(2, false);
        try (Origin origin = Origin.of(SIZE * 3, SIZE)) {
            Outcome refused = filler.fill(new FillRun(order(origin, 9, false)));

            assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE);
            assertThat(refused.detail())
                    .startsWith("could not reserve 300.0 kB for asset ")
                    .contains(": 250.0 kB are all that this server has for content");
            assertThat(origin.ranges()).isEmpty();
        }
        try (Origin origin = Origin.of(SIZE * 2, SIZE * 2)) {
            fill(1, true);
            Outcome full = filler.fill(new FillRun(order(origin, 9, false)));

            assertThat(full.reason()).isEqualTo(Reason.DISK_FULL);
        }
        assertThat(published()).containsExactly(1L, 2L);
        assertThat(losses.untold()).isEmpty();
    }

    @Test
    void twoFillsAtOnceNeverGetTheSameRoom() throws Exception {
        fill(1, true);
        try (Origin slow = Origin.of(SIZE - 20, SIZE);
                Origin second = Origin.of(SIZE - 30, SIZE)) {
            slow.holdAt(SIZE / 2);
            CompletableFuture<Outcome> first =
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return filler.fill(new FillRun(order(slow, 20, false)));
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            },
                            Thread::startVirtualThread);
            Awaitility.await().atMost(PATIENCE).until(() -> slow.sent() > 0);

            Outcome refused = filler.fill(new FillRun(order(second, 30, false)));

            assertThat(refused.reason()).isEqualTo(Reason.DISK_FULL);
            assertThat(second.ranges()).isEmpty();
            slow.letGo();
            assertThat(first.get().reason()).isEqualTo(Reason.DONE);
            assertThat(filler.fill(new FillRun(order(second, 30, false))).reason())
                    .isEqualTo(Reason.DONE);
            assertThat(published()).containsExactly(1L, 30L);
        }
    }

    @Test
    void theSameBytesInAnotherProjectTakeNoRoomAndNoTransferAndOutliveThePurgeOfTheFirst()
            throws Exception {
        AssetPath other = AssetPath.parse("globex/series/same.mp4");
        try (Origin origin = Origin.of(SIZE, SIZE)) {
            filler.fill(new FillRun(order(origin, 1, false)));
            long sent = origin.sent();
            Job.Fill first = order(origin, 2, true);
            Job.Fill second =
                    new Job.Fill(
                            first.job(),
                            1,
                            first.asset(),
                            other,
                            1L,
                            first.size(),
                            first.checksum(),
                            first.pieceSize(),
                            first.sources(),
                            first.token(),
                            first.limits(),
                            Optional.of(true),
                            Optional.empty(),
                            Optional.empty());

            assertThat(filler.fill(new FillRun(second)))
                    .isEqualTo(Outcome.done(origin.checksum(), ByteCount.ZERO));

            assertThat(origin.sent()).isEqualTo(sent);
            assertThat(publications.kept()).isEqualTo(ByteCount.of(SIZE));
            assertThat(Files.isSameFile(publications.served(path(1)), publications.served(other)))
                    .isTrue();
            // Pinned at one of its paths, it is pinned.
            fill(3, true);
            assertThat(fill(4, true).reason()).isEqualTo(Reason.DISK_FULL);

            publications.withdraw(new AssetId(1), path(1));
            assertThat(publications.served(other)).hasBinaryContent(origin.content());
        }
    }
}
