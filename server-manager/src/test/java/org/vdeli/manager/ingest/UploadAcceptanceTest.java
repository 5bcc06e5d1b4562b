package org.vdeli.manager.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.api.UploadState;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.OriginRegister;
import org.vdeli.manager.asset.OriginStore;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.InMemoryTransactions;
import org.vdeli.manager.dispatch.Planning;
import org.vdeli.manager.origin.OriginHolder;

class UploadAcceptanceTest {
    private static final Instant NOW = Fixtures.T0;
    private static final String PATH = "acme/default/new.mp4";
    private static final ManagerId SELF = new ManagerId(1);
    private static final ManagerId OTHER = new ManagerId(2);
    private static final OriginHolder MANAGER = OriginHolder.of(SELF);
    private static final ByteCount PIECE = ByteCount.of(1024);

    @TempDir Path folder;
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final AtomicLong ids = new AtomicLong(100);
    private UploadStaging staging;
    private UploadAcceptance acceptance;

    @BeforeEach
    void open() {
        transactions.change(Fixtures::world);
        staging = new UploadStaging(folder);
        OriginStore store = new OriginStore(folder);
        acceptance =
                new UploadAcceptance(
                        transactions,
                        staging,
                        store,
                        new OriginRegister(transactions, store, MANAGER, () -> NOW),
                        SELF,
                        new Planning(
                                transactions,
                                ids::incrementAndGet,
                                () -> NOW,
                                Changes.IGNORED,
                                () -> {}),
                        ids::incrementAndGet,
                        () -> NOW);
    }

    @Test
    void anUploadThatALaterOneHasOvertakenNeverBecomesTheCurrentVersion() throws IOException {
        Upload first = received(1, PATH, NOW.minusSeconds(20), "the first");
        Upload second = received(2, PATH, NOW.minusSeconds(10), "the second");

        assertThat(acceptance.accept(second.id()))
                .isInstanceOf(UploadAcceptance.Outcome.Accepted.class);
        assertThat(acceptance.accept(first.id()))
                .isEqualTo(
                        new UploadAcceptance.Outcome.Rejected(
                                "a later upload of the same path was accepted before it"));

        Optional<Asset> current =
                transactions.read(stores -> stores.assets().current(AssetPath.parse(PATH)));
        assertThat(current).map(Asset::checksum).contains(second.checksum());
        assertThat(
                        transactions.<Set<Checksum>>read(stores ->
                                stores.originCopies()
                                        .heldBy(
                                                MANAGER,
                                                List.of(first.checksum(), second.checksum()))))
                .containsExactly(second.checksum());
        assertThat(staging.find(first.receipt())).isEmpty();
    }

    @Test
    void oneUploadThatCannotBeStoredDoesNotKeepTheSweepFromTheOthers() throws IOException {
        Upload broken = received(1, PATH, NOW.minus(Duration.ofMinutes(3)), "shorter than told");
        Upload good =
                received(2, "acme/default/b.mp4", NOW.minus(Duration.ofMinutes(2)), "as it is");
        Files.writeString(staging.find(broken.receipt()).orElseThrow(), "short");
        UploadSweep sweep = new UploadSweep(transactions, acceptance, SELF, () -> NOW);

        assertThatThrownBy(sweep::turn)
                .isInstanceOf(java.io.UncheckedIOException.class)
                .hasMessageContaining("into the origin store");

        assertThat(state(good)).isEqualTo(UploadState.ACCEPTED);
        assertThat(state(broken)).isEqualTo(UploadState.RECEIVED);
    }

    private UploadState state(Upload upload) {
        return transactions
                .<Upload>read(stores -> stores.uploads().find(upload.id()).orElseThrow())
                .state();
    }

    @Test
    void anUploadIsLeftToTheManagerThatHasItsBytes() throws IOException {
        Upload upload =
                received(
                        1, PATH, NOW.minus(Duration.ofMinutes(3)), "elsewhere", Optional.of(OTHER));
        staging.drop(upload.receipt());

        assertThat(acceptance.accept(upload.id()))
                .isEqualTo(new UploadAcceptance.Outcome.Elsewhere());
        new UploadSweep(transactions, acceptance, SELF, () -> NOW).turn();

        assertThat(state(upload)).isEqualTo(UploadState.RECEIVED);
    }

    @Test
    void anUploadWhoseBytesThisManagerLostIsRejected() throws IOException {
        Upload upload = received(1, PATH, NOW, "lost", Optional.of(SELF));
        staging.drop(upload.receipt());

        assertThat(acceptance.accept(upload.id()))
                .isEqualTo(
                        new UploadAcceptance.Outcome.Rejected(
                                "its content is no longer on the manager's disk"));
    }

    private Upload received(long id, String path, Instant at, String content) throws IOException {
        return received(id, path, at, content, Optional.empty());
    }

    private Upload received(
            long id, String path, Instant at, String content, Optional<ManagerId> manager)
            throws IOException {
        byte[] bytes = content.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Upload upload =
                new Upload(
                        new UploadId(id),
                        new UUID(2, id),
                        new PublisherId(1),
                        path,
                        ByteCount.of(bytes.length),
                        Checksum.ofContent(bytes),
                        PIECE,
                        UploadState.RECEIVED,
                        "",
                        "192.0.2.9",
                        at,
                        Optional.empty(),
                        manager);
        Path file = Files.write(folder.resolve("content-" + id), bytes);
        staging.keep(upload.receipt(), file, upload.size());
        Files.delete(file);
        transactions.change(
                stores -> stores.uploads().add(upload, List.of(Checksum.ofContent(bytes))));
        return upload;
    }
}
