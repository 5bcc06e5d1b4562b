package org.vdeli.manager.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.ftp.upload.DiskReserve;
import org.vdeli.manager.api.ProblemException;

class NodeContentsReserveTest {
    private static final UUID RECEIPT = new UUID(1, 2);

    private final AtomicLong free = new AtomicLong(1000);
    @TempDir Path data;

    private NodeContents contents() {
        return new NodeContents(data, new DiskReserve(free::get, ByteCount.of(900)));
    }

    private static ByteArrayInputStream bytes(int count) {
        return new ByteArrayInputStream(new byte[count]);
    }

    @Test
    void growsAContentFromAnOffset() throws IOException {
        NodeContents contents = contents();
        contents.write(RECEIPT, 0, 60, bytes(60));
        contents.write(RECEIPT, 50, 20, bytes(20));
        assertThat(contents.place(RECEIPT)).hasSize(70);
    }

    @Test
    void takesNothingThatTouchesTheReserveOfTheDisk() {
        NodeContents contents = contents();
        ProblemException refused =
                catchThrowableOfType(
                        ProblemException.class, () -> contents.write(RECEIPT, 0, 101, bytes(101)));
        assertThat(refused.problem().status()).isEqualTo(507);
        assertThat(refused.problem().detail())
                .isEqualTo(
                        "could not take the content of upload "
                                + RECEIPT
                                + ": there is no room for so many bytes; try again when there is"
                                + " room");
        assertThat(contents.place(RECEIPT)).doesNotExist();
    }
}
