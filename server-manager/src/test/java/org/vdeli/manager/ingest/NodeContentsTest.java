package org.vdeli.manager.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.ftp.upload.DiskReserve;
import org.vdeli.manager.api.ProblemException;

class NodeContentsTest {
    private static final UUID RECEIPT = new UUID(1, 2);
    private static final byte[] CONTENT = "all of the film".getBytes(StandardCharsets.UTF_8);
    private static final Checksum CHECKSUM = Checksum.ofContent(CONTENT);

    @TempDir Path data;
    private NodeContents contents;

    @BeforeEach
    void open() {
        contents = new NodeContents(data, new DiskReserve(() -> Long.MAX_VALUE, ByteCount.ZERO));
    }

    @Test
    void knowsTheChecksumOfWhatCameInParts() throws IOException {
        contents.write(RECEIPT, 0, 4, part(0, 4));
        assertThatCheckFails();
        contents.write(RECEIPT, 0, 4, part(0, 4));
        contents.write(RECEIPT, 4, CONTENT.length - 4, part(4, CONTENT.length));

        assertThatCode(() -> contents.check(RECEIPT, CHECKSUM)).doesNotThrowAnyException();

        assertThat(contents.place(RECEIPT)).hasBinaryContent(CONTENT);
    }

    @Test
    void dropsWhatWasResumedAfterALossOfPowerHadLeftZeros() throws IOException {
        contents.write(RECEIPT, 0, 4, part(0, 4));
        Files.write(contents.place(RECEIPT), new byte[4]);
        contents.write(RECEIPT, 4, CONTENT.length - 4, part(4, CONTENT.length));

        assertThatCheckFails();
    }

    @Test
    void dropsWhatWasNotWrittenToItsEnd() throws IOException {
        Files.write(contents.place(RECEIPT), CONTENT);

        assertThatCheckFails();
    }

    private void assertThatCheckFails() {
        assertThatThrownBy(() -> contents.check(RECEIPT, CHECKSUM))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("409")
                .hasMessageContaining("send it again from the beginning");
        assertThat(contents.place(RECEIPT)).doesNotExist();
    }

    private static InputStream part(int from, int to) {
        return new ByteArrayInputStream(CONTENT, from, to - from);
    }
}
