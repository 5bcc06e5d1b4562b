package org.vdeli.agent.fill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.agent.store.ContentStore;
import org.vdeli.agent.store.DiskSpace;
import org.vdeli.agent.store.KeyedLog;
import org.vdeli.agent.store.Publications;
import org.vdeli.agent.work.FillRun;
import org.vdeli.agent.work.Outcome;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.wire.Codec;

class FillerIT {
    private static final AssetPath PATH = AssetPath.parse("acme/films/Ein schöner Tag.mp4");
    private static final int PIECE = 64 * 1024;
    private static final int SIZE = 20 * PIECE + 777;

    /// Long enough that a busy machine does not look like a source that stalls.
    private static final Duration STALL = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir Path data;
    private Publications publications;
    private Filler filler;

    @BeforeEach
    void makeFiller() throws IOException {
        ContentStore content = new ContentStore(data.resolve("store"));
        publications =
                new Publications(
                        KeyedLog.open(
                                data.resolve("inventory.log"), KeyedLog.Durability.PROCESS_END),
                        content,
                        data.resolve("www"),
                        data.resolve("staging"),
                        new Codec());
        publications.recover();
        filler = filler(ByteCount.ZERO);
    }

    private Filler filler(ByteCount reserve) throws IOException {
        return new Filler(
                new ContentStore(data.resolve("store")),
                publications,
                new Partials(data.resolve("partial")),
                new DiskSpace(data, reserve),
                new Codec(),
                new Filler.Settings(STALL, 3),
                Optional.empty(),
                InstantSource.system(),
                new Random(1));
    }

    private Outcome fill(Job.Fill order) throws InterruptedException {
        return filler.fill(new FillRun(order));
    }

    private void assertPublished(Origin origin) throws IOException {
        assertThat(publications.served(PATH)).hasBinaryContent(origin.content());
        try (var rest = Files.list(data.resolve("partial"))) {
            assertThat(rest).isEmpty();
        }
    }

    @Test
    void publishesWhatItFetchedInOneRequest() throws Exception {
        try (Origin origin = Origin.of(SIZE, PIECE)) {
            Outcome outcome = fill(origin.order(PATH, 1, TransferMethod.SINGLE.preset()));

            assertThat(outcome).isEqualTo(Outcome.done(origin.checksum(), ByteCount.of(SIZE)));
            assertThat(origin.ranges()).containsExactly("0-" + (SIZE - 1));
            assertPublished(origin);
        }
    }

    @Test
    void fetchesRangesOverSeveralConnections() throws Exception {
        try (Origin origin = Origin.of(SIZE, PIECE)) {
            Outcome outcome = fill(origin.order(PATH, 1, Origin.connections(3, 2 * PIECE)));

            assertThat(outcome.reason()).isEqualTo(Reason.DONE);
            assertThat(origin.ranges()).hasSize(11);
            assertPublished(origin);
        }
    }

    @Test
    void publishesAnEmptyFile() throws Exception {
        try (Origin origin = Origin.of(0, PIECE)) {
            assertThat(fill(origin.order(PATH, 1, Origin.connections(3, 0))))
                    .isEqualTo(Outcome.done(origin.checksum(), ByteCount.ZERO));
            assertPublished(origin);
        }
    }

    @Test
    void fetchesACorruptedPieceAgain() throws Exception {
        try (Origin origin = Origin.of(SIZE, PIECE)) {
            origin.corrupt(5 * PIECE + 3, 1);

            Outcome outcome = fill(origin.order(PATH, 1, Origin.connections(2, PIECE)));

            assertThat(outcome.reason()).isEqualTo(Reason.DONE);
            assertThat(outcome.fetched()).isEqualTo(ByteCount.of(SIZE + PIECE));
            assertPublished(origin);
        }
    }

    @Test
    void neverPublishesAPieceThatStaysCorrupt() throws Exception {
        try (Origin origin = Origin.of(SIZE, PIECE)) {
            origin.corrupt(5 * PIECE + 3, 1000);

            Outcome outcome = fill(origin.order(PATH, 1, Origin.connections(2, PIECE)));

            assertThat(outcome.reason()).isEqualTo(Reason.CHECKSUM_MISMATCH);
            assertThat(outcome.detail()).contains("piece 5 ", "wrong checksum");
            assertThat(publications.served(PATH)).doesNotExist();
        }
    }

    @Test
    void leavesASourceThatStallsAndGoesOnWhereItWas() throws Exception {
        try (Origin origin = Origin.of(SIZE, PIECE)) {
            origin.stallOnceAt(10 * PIECE);

            Outcome outcome = fill(origin.order(PATH, 1, TransferMethod.SINGLE.preset()));

            assertThat(outcome.reason()).isEqualTo(Reason.DONE);
            assertThat(origin.ranges())
                    .containsExactly("0-" + (SIZE - 1), 10 * PIECE + "-" + (SIZE - 1));
            assertPublished(origin);
        }
    }

    @Test
    void triesAgainWhenASourceIsNotWellForAWhile() throws Exception {
        try (Origin origin = Origin.of(SIZE, PIECE)) {
            origin.refuseTimes(2);

            assertThat(fill(origin.order(PATH, 1, TransferMethod.SINGLE.preset())).reason())
                    .isEqualTo(Reason.DONE);
            assertPublished(origin);
        }
    }

    @Test
    void saysThatASourceRefused() throws Exception {
        try (Origin origin = Origin.of(SIZE, PIECE)) {
            origin.answerWith(403);

            Outcome outcome = fill(origin.order(PATH, 1, TransferMethod.SINGLE.preset()));

            assertThat(outcome)
                    .isEqualTo(
                            Outcome.of(
                                    Reason.REFUSED,
                                    origin.uri()
                                            + "/assets/"
                                            + Origin.ASSET
                                            + "/manifest answered 403"));
        }
    }

    @Test
    void saysThatNoSourceWasReached() throws Exception {
        Job.Fill order;
        try (Origin origin = Origin.of(SIZE, PIECE)) {
            order = origin.order(PATH, 1, TransferMethod.SINGLE.preset());
        }
        Outcome outcome = fill(order);

        assertThat(outcome.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(outcome.detail()).contains("could not fetch " + order.sources().getFirst());
    }

    @Test
    void fetchesOnlyWhatIsMissingAfterACancelledFill() throws Exception {
        try (Origin origin = Origin.of(SIZE, PIECE)) {
            origin.holdAt(12 * PIECE);
            FillRun run = new FillRun(origin.order(PATH, 1, TransferMethod.SINGLE.preset()));
            CompletableFuture<Outcome> first =
                    CompletableFuture.supplyAsync(() -> {
                        try {
                            return filler.fill(run);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    });
            Awaitility.await().atMost(PATIENCE).until(() -> run.verified() == 12 * PIECE);
            run.cancel("the agent stops");
            assertThat(first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).reason())
                    .isEqualTo(Reason.SUPERSEDED);
            origin.letGo();

            Outcome second = fill(origin.order(PATH, 1, TransferMethod.SINGLE.preset()));

            assertThat(second.reason()).isEqualTo(Reason.DONE);
            assertThat(second.fetched()).isEqualTo(ByteCount.of(SIZE - 12 * PIECE));
            assertThat(origin.ranges())
                    .containsExactly("0-" + (SIZE - 1), 12 * PIECE + "-" + (SIZE - 1));
            assertPublished(origin);
        }
    }

    @Test
    void fetchesAPieceAgainThatChangedOnTheDiskMeanwhile() throws Exception {
        try (Origin origin = Origin.of(SIZE, PIECE)) {
            origin.answerWith(200);
            origin.corrupt(19 * PIECE, 1000);
            assertThat(fill(origin.order(PATH, 1, Origin.connections(1, PIECE))).reason())
                    .isEqualTo(Reason.CHECKSUM_MISMATCH);
            origin.corrupt(-1, 0);
            Path partial;
            try (var files = Files.list(data.resolve("partial"))) {
                partial =
                        files.filter(f -> f.toString().endsWith(".part")).findFirst().orElseThrow();
            }
            byte[] bytes = Files.readAllBytes(partial);
            bytes[3 * PIECE] ^= 1;
            Files.write(partial, bytes);

            Outcome second = fill(origin.order(PATH, 1, Origin.connections(1, PIECE)));

            assertThat(second.reason()).isEqualTo(Reason.DONE);
            assertThat(second.fetched()).isEqualTo(ByteCount.of(2 * PIECE + 777));
            assertPublished(origin);
        }
    }

    @Test
    void publishesContentThatIsThereUnderAnotherPathWithoutFetching() throws Exception {
        try (Origin origin = Origin.of(SIZE, PIECE)) {
            assertThat(fill(origin.order(PATH, 1, TransferMethod.SINGLE.preset())).reason())
                    .isEqualTo(Reason.DONE);
            AssetPath copy = AssetPath.parse("acme/films/copy.mp4");

            Outcome outcome = fill(origin.order(copy, 2, TransferMethod.SINGLE.preset()));

            assertThat(outcome).isEqualTo(Outcome.done(origin.checksum(), ByteCount.ZERO));
            assertThat(origin.ranges()).hasSize(1);
            assertThat(publications.served(copy)).hasBinaryContent(origin.content());
        }
    }

    @Test
    void reservesRoomBeforeItFetches() throws Exception {
        // A disk that is not quite empty: the file would have room on an empty one.
        filler = filler(ByteCount.of(Files.getFileStore(data).getTotalSpace() - 2 * SIZE));
        try (Origin origin = Origin.of(SIZE, PIECE)) {
            Outcome outcome = fill(origin.order(PATH, 1, TransferMethod.SINGLE.preset()));

            assertThat(outcome.reason()).isEqualTo(Reason.DISK_FULL);
            assertThat(outcome.detail()).startsWith("could not reserve 1.3 MB for asset");
            assertThat(origin.ranges()).isEmpty();
            try (var rest = Files.list(data.resolve("partial"))) {
                assertThat(rest).isEmpty();
            }
        }
    }

    @Test
    void keepsEachConnectionBelowItsRate() throws Exception {
        try (Origin origin = Origin.of(2_000_000, PIECE)) {
            TransferLimits limits =
                    new TransferLimits(
                            TransferMethod.TRICKLE, 1, ByteCount.ZERO, Bitrate.megabits(8));
            long begun = System.nanoTime();

            Outcome outcome = fill(origin.order(PATH, 1, limits));

            double seconds = (System.nanoTime() - begun) / 1e9;
            assertThat(outcome.reason()).isEqualTo(Reason.DONE);
            // 16 Mbit at 8 Mbit/s, and 5 % more is the most that is allowed; how much slower it is
            // depends on the machine.
            assertThat(seconds).isGreaterThan(2.0 / 1.05);
        }
    }

    @Test
    void refusesAnOrderThatItsSourceDoesNotAgreeWith() throws Exception {
        try (Origin origin = Origin.of(SIZE, PIECE)) {
            Job.Fill good = origin.order(PATH, 1, TransferMethod.SINGLE.preset());
            Job.Fill other =
                    new Job.Fill(
                            good.job(),
                            1,
                            good.asset(),
                            PATH,
                            1L,
                            ByteCount.of(SIZE - 1),
                            good.checksum(),
                            good.pieceSize(),
                            List.of(origin.uri()),
                            Origin.TOKEN,
                            good.limits());

            Outcome outcome = fill(other);

            assertThat(outcome.reason()).isEqualTo(Reason.CHECKSUM_MISMATCH);
            assertThat(outcome.detail()).endsWith("does not agree with the job");
        }
    }
}
