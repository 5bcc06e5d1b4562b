package org.vdeli.manager.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.ftp.upload.DiskReserve;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.InMemoryTransactions;

class LeftoversTest {
    private static final UUID STRANGER = new UUID(9, 9);

    @TempDir Path data;
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private Instant now = Fixtures.T0;
    private UploadStaging staging;
    private NodeContents contents;
    private Leftovers leftovers;

    @BeforeEach
    void open() {
        transactions.change(Fixtures::world);
        staging = new UploadStaging(data);
        contents = new NodeContents(data, new DiskReserve(() -> Long.MAX_VALUE, ByteCount.ZERO));
        leftovers = new Leftovers(transactions, staging, contents, () -> now);
    }

    @Test
    void deletesTheContentOfAnUploadThatHasEnded() throws IOException {
        Upload upload = Fixtures.upload(41, 1, "acme/default/b.mp4");
        transactions.change(stores -> stores.uploads().add(upload, Fixtures.pieces()));
        keep(upload.receipt());
        leftovers.turn();
        assertThat(staging.receipts()).containsExactly(upload.receipt());

        transactions.change(stores -> stores.uploads().update(upload.rejected("no")));
        leftovers.turn();

        assertThat(staging.receipts()).isEmpty();
    }

    @Test
    void givesAContentWithoutUploadADay() throws IOException {
        keep(STRANGER);
        leftovers.turn();
        now = now.plus(Leftovers.UNKNOWN).minusSeconds(1);
        leftovers.turn();
        assertThat(staging.receipts()).isEqualTo(List.of(STRANGER));
        now = now.plusSeconds(1);
        leftovers.turn();

        assertThat(staging.receipts()).isEmpty();
    }

    @Test
    void givesAnUnfinishedContentAWeek() throws IOException {
        contents.write(STRANGER, 0, 1, new ByteArrayInputStream(new byte[] {1}));
        Files.setLastModifiedTime(
                contents.place(STRANGER),
                FileTime.from(now.minus(Leftovers.UNFINISHED).plusSeconds(1)));
        leftovers.turn();
        assertThat(contents.receipts()).containsExactly(STRANGER);
        now = now.plusSeconds(1);
        leftovers.turn();

        assertThat(contents.receipts()).isEmpty();
        assertThat(data.resolve("node-uploads")).isEmptyDirectory();
    }

    private void keep(UUID receipt) throws IOException {
        Path file = Files.write(data.resolve("file"), new byte[] {1});
        staging.keep(receipt, file, ByteCount.of(1));
        Files.delete(file);
    }
}
