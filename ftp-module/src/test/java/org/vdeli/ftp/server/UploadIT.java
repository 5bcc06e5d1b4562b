package org.vdeli.ftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.net.ftp.FTPClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.ingest.UploadDelivery;
import org.vdeli.contracts.value.Checksum;

class UploadIT {
    @TempDir Path folder;
    private Bed bed;

    @BeforeEach
    void start() throws IOException {
        bed = new Bed(folder);
    }

    @AfterEach
    void stop() throws IOException {
        bed.close();
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private UploadDelivery only() {
        await().until(() -> bed.sink.taken().size() == 1);
        return bed.sink.taken().getFirst();
    }

    private static void store(FTPClient client, String path, byte[] bytes) throws IOException {
        assertThat(client.storeFile(path, new ByteArrayInputStream(bytes)))
                .as(client.getReplyString())
                .isTrue();
    }

    @Test
    void deliversASmallFileOnceWithItsHash() throws IOException {
        FTPClient client = bed.client();
        store(client, "/films/a film ö.mp4", bytes(1000));

        UploadDelivery delivery = only();
        assertThat(delivery.path().toString()).isEqualTo("anna/films/a film ö.mp4");
        assertThat(delivery.size().bytes()).isEqualTo(1000);
        assertThat(delivery.checksum()).isEqualTo(Checksum.ofContent(bytes(1000)));
        assertThat(delivery.pieces()).containsExactly(delivery.checksum());
        assertThat(bed.sink.content(delivery)).isEqualTo(bytes(1000));
        assertThat(Files.readAllBytes(bed.home("films/a film ö.mp4"))).isEqualTo(bytes(1000));
    }

    @Test
    void hashesEachPieceOfALargeFile() throws IOException {
        byte[] content = bytes(9_500_001);
        store(bed.client(), "/films/large.mp4", content);

        UploadDelivery delivery = only();
        assertThat(delivery.checksum()).isEqualTo(Checksum.ofContent(content));
        int piece = 4 << 20;
        assertThat(delivery.pieces())
                .containsExactly(
                        Checksum.ofContent(Arrays.copyOfRange(content, 0, piece)),
                        Checksum.ofContent(Arrays.copyOfRange(content, piece, 2 * piece)),
                        Checksum.ofContent(Arrays.copyOfRange(content, 2 * piece, content.length)));
    }

    @Test
    void deliversNothingOfAnUploadWhoseClientVanishes() throws IOException {
        FTPClient client = bed.client();
        OutputStream out = client.storeFileStream("/films/broken.mp4");
        out.write(bytes(300_000));
        out.flush();
        await().until(() -> Files.exists(bed.home("films/broken.mp4")));
        client.disconnect();
        out.close();

        await().untilAsserted(() ->
                assertThat(Files.size(bed.home("films/broken.mp4"))).isEqualTo(300_000));
        assertThat(bed.sink.taken()).isEmpty();
    }

    @Test
    void resumesABrokenUploadToTheSameHash() throws IOException {
        byte[] content = bytes(6_000_000);
        FTPClient client = bed.client();
        OutputStream out = client.storeFileStream("/films/resumed.mp4");
        out.write(content, 0, 5_000_000);
        out.flush();
        client.disconnect();
        out.close();
        await().untilAsserted(() ->
                assertThat(Files.size(bed.home("films/resumed.mp4"))).isEqualTo(5_000_000));

        FTPClient again = bed.client();
        await().ignoreExceptions()
                .until(() -> {
                    long there = Long.parseLong(again.getSize("/films/resumed.mp4"));
                    again.setRestartOffset(there);
                    return again.storeFile(
                            "/films/resumed.mp4",
                            new ByteArrayInputStream(content, (int) there, content.length));
                });
        assertThat(only().checksum()).isEqualTo(Checksum.ofContent(content));
        assertThat(only().pieces()).hasSize(2);
    }

    @Test
    void neverChangesTheBytesOfADeliveredFile() throws IOException {
        FTPClient client = bed.client();
        store(client, "/films/a.mp4", "first".getBytes(StandardCharsets.UTF_8));
        UploadDelivery first = only();
        assertThat(client.appendFile("/films/a.mp4", new ByteArrayInputStream(bytes(10)))).isTrue();
        store(client, "/films/a.mp4", "second".getBytes(StandardCharsets.UTF_8));

        await().until(() -> bed.sink.taken().size() == 3);
        assertThat(bed.sink.content(first)).asString().isEqualTo("first");
        assertThat(bed.sink.content(bed.sink.taken().get(2))).asString().isEqualTo("second");
        assertThat(bed.sink.taken().get(1).size().bytes()).isEqualTo(15);
    }

    @Test
    void deliversAPartialNameOnlyWhenItIsRenamed() throws IOException {
        FTPClient client = bed.client();
        store(client, "/films/a.mp4.part", bytes(100));
        assertThat(client.rename("/films/a.mp4.part", "/films/a.mp4")).isTrue();
        assertThat(only().path().toString()).isEqualTo("anna/films/a.mp4");

        assertThat(client.rename("/films/a.mp4", "/films/b.mp4")).isTrue();
        await().until(() -> bed.sink.taken().size() == 2);
        assertThat(bed.sink.paths()).containsExactly("anna/films/a.mp4", "anna/films/b.mp4");
    }

    @Test
    void deliversAfterARestartWhatTheManagerDidNotTake() throws IOException {
        bed.sink.reachable = false;
        store(bed.client(), "/films/a.mp4", bytes(100));
        bed.restart();
        assertThat(bed.sink.taken()).isEmpty();
        bed.sink.reachable = true;
        await().atMost(Duration.ofSeconds(20)).until(() -> bed.sink.taken().size() == 1);
    }
}
