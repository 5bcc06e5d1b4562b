package org.vdeli.ftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.apache.commons.net.ftp.FTPClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.ingest.UploadDelivery;
import org.vdeli.contracts.ingest.UploadOutcome;
import org.vdeli.contracts.value.ByteCount;
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
        byte[] content = bytes(900_001);
        store(bed.client(), "/films/large.mp4", content);

        UploadDelivery delivery = only();
        assertThat(delivery.checksum()).isEqualTo(Checksum.ofContent(content));
        int piece = 256 << 10;
        assertThat(delivery.pieceSize()).isEqualTo(ByteCount.of(piece));
        assertThat(delivery.pieces())
                .containsExactly(
                        Checksum.ofContent(Arrays.copyOfRange(content, 0, piece)),
                        Checksum.ofContent(Arrays.copyOfRange(content, piece, 2 * piece)),
                        Checksum.ofContent(Arrays.copyOfRange(content, 2 * piece, 3 * piece)),
                        Checksum.ofContent(Arrays.copyOfRange(content, 3 * piece, content.length)));
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
        assertThat(only().pieces()).hasSize(23);
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

    @Test
    void refusesUploadsThatTheDiskHasNoRoomForAboveItsReserve() throws IOException {
        store(bed.client(), "/films/a.mp4", bytes(100));
        only();
        bed.close();
        ByteCount all = ByteCount.of(Long.MAX_VALUE);
        bed =
                new Bed(
                        folder.resolve("full"),
                        FtpSettings.onFreePorts("127.0.0.1").withDiskReserve(all));
        FTPClient client = bed.client();
        assertThat(client.storeFile("/films/a.mp4", new ByteArrayInputStream(bytes(10)))).isFalse();
        assertThat(client.getReplyString().strip())
                .isEqualTo("452 Not stored: the server's disk is full; try again later");
        assertThat(bed.home("films/a.mp4")).doesNotExist();
    }

    @Test
    void refusesAnUploadThatIsAnnouncedLargerThanTheRoom() throws IOException {
        FTPClient client = bed.client();
        client.sendCommand("ALLO", "900000000000000000");
        assertThat(client.storeFile("/films/a.mp4", new ByteArrayInputStream(bytes(10)))).isFalse();
        assertThat(client.getReplyString().strip())
                .isEqualTo("452 Not stored: there is no room for so many bytes; try again later");
    }

    @Test
    void keepsAFinishedFileWhenTheDataConnectionCannotBeOpened() throws IOException {
        FTPClient client = bed.client();
        store(client, "/films/a.mp4", bytes(1000));
        only();
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        for (String command : List.of("STOR", "APPE")) {
            client.sendCommand("PORT", "127,0,0,1," + closed / 256 + "," + closed % 256);
            assertThat(client.sendCommand(command, "/films/a.mp4")).isEqualTo(150);
            assertThat(client.getReply()).isEqualTo(425);
            assertThat(bed.home("films/a.mp4")).hasBinaryContent(bytes(1000));
            assertThat(Files.getPosixFilePermissions(bed.home("films/a.mp4")))
                    .doesNotContain(PosixFilePermission.OWNER_WRITE);
        }
    }

    @Test
    void resumesWhateverSizeTheClientAnnounces() throws IOException {
        byte[] content = bytes(1000);
        for (int announced : List.of(1000, 600)) {
            String name = "/films/announced-" + announced + ".mp4";
            breakOffAfter(name, content, 400);
            FTPClient client = bed.client();
            await().until(() -> "400".equals(client.getSize(name)));
            client.sendCommand("ALLO", Integer.toString(announced));
            client.setRestartOffset(400);
            store(client, name, Arrays.copyOfRange(content, 400, 1000));
        }
        await().until(() -> bed.sink.taken().size() == 2);
        assertThat(bed.sink.taken())
                .allMatch(d -> d.checksum().equals(Checksum.ofContent(content)));
    }

    private void breakOffAfter(String name, byte[] content, int count) throws IOException {
        FTPClient client = bed.client();
        client.sendCommand("ALLO", Integer.toString(content.length));
        assertThat(client.storeFile(name, new ByteArrayInputStream(content, 0, count))).isFalse();
        assertThat(client.getReplyString().strip())
                .isEqualTo("426 The upload was broken off; resume it with REST");
    }

    @Test
    void doesNotCountAResumedUploadThatEndsBeforeItsAnnouncedSize() throws IOException {
        byte[] content = bytes(1000);
        breakOffAfter("/films/a.mp4", content, 400);
        FTPClient client = bed.client();
        client.sendCommand("ALLO", "1000");
        client.setRestartOffset(400);
        assertThat(client.storeFile("/films/a.mp4", new ByteArrayInputStream(content, 400, 500)))
                .isFalse();
        assertThat(bed.sink.taken()).isEmpty();
        assertThat(client.getSize("/films/a.mp4")).isEqualTo("900");
    }

    @Test
    void goesOnInACopyOfTheFirstBytesOfADeliveredFile() throws IOException {
        FTPClient client = bed.client();
        store(client, "/films/a.mp4", bytes(1000));
        UploadDelivery first = only();
        client.setRestartOffset(300);
        store(client, "/films/a.mp4", bytes(50));

        await().until(() -> bed.sink.taken().size() == 2);
        assertThat(bed.sink.content(first)).isEqualTo(bytes(1000));
        byte[] both = Arrays.copyOf(bytes(1000), 350);
        System.arraycopy(bytes(50), 0, both, 300, 50);
        assertThat(bed.sink.content(bed.sink.taken().get(1))).isEqualTo(both);
        try (var files = Files.list(bed.home("films"))) {
            assertThat(files).containsExactly(bed.home("films/a.mp4"));
        }
    }

    private String status() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        assertThat(bed.client().retrieveFile("/.vdeli/status.txt", text)).isTrue();
        return text.toString(StandardCharsets.UTF_8);
    }

    @Test
    void tellsThePublisherWhatTheManagerDecidesAfterItTookAnUpload() throws IOException {
        store(bed.client(), "/films/a.mp4", bytes(10));
        store(bed.client(), "/films/b.mp4", bytes(20));
        await().until(() -> bed.sink.taken().size() == 2);
        await().untilAsserted(() ->
                assertThat(status())
                        .containsPattern("TAKEN .* 10 .*/films/a.mp4")
                        .containsPattern("TAKEN .* 20 .*/films/b.mp4"));

        UUID a = bed.sink.taken().get(0).receipt();
        UUID b = bed.sink.taken().get(1).receipt();
        bed.sink.outcomes.put(
                a,
                new UploadOutcome(a, Optional.empty(), Optional.of("the publisher is disabled")));
        bed.sink.outcomes.put(
                b, new UploadOutcome(b, Optional.of(new AssetId(7)), Optional.empty()));
        assertThat(status())
                .containsPattern(
                        "REJECTED .* 10 .*/films/a.mp4  REASON: the publisher is disabled\n")
                .containsPattern("ACCEPTED .* 20 .*/films/b.mp4\n");

        bed.sink.reachable = false;
        assertThat(status()).containsPattern("REJECTED .*/films/a.mp4");
    }

    @Test
    void renamesNoFolderThatAnUploadGoesInto() throws IOException {
        FTPClient client = bed.client();
        assertThat(client.makeDirectory("/films/season")).isTrue();
        OutputStream out = client.storeFileStream("/films/season/a.mp4");
        out.write(bytes(10));
        out.flush();
        await().until(() -> Files.exists(bed.home("films/season/a.mp4")));

        FTPClient other = bed.client();
        assertThat(other.rename("/films/season", "/films/first season")).isFalse();
        assertThat(other.getReplyCode()).isEqualTo(450);

        out.close();
        assertThat(client.completePendingCommand()).isTrue();
        assertThat(only().path().toString()).isEqualTo("anna/films/season/a.mp4");
        assertThat(other.rename("/films/season", "/films/first season")).isTrue();
        await().until(() -> bed.sink.taken().size() == 2);
        assertThat(bed.sink.paths()).endsWith("anna/films/first season/a.mp4");
    }

    @Test
    void renamesNothingWhereOneFileWouldGetAPathThatIsTooLong() throws IOException {
        FTPClient client = bed.client();
        String deep = "/films/a/" + "b".repeat(250) + "/" + "c".repeat(250) + "/" + "d".repeat(250);
        for (int end = deep.indexOf('/', 8); end > 0; end = deep.indexOf('/', end + 1)) {
            client.makeDirectory(deep.substring(0, end));
        }
        client.makeDirectory(deep);
        store(client, "/films/a/short.mp4", bytes(10));
        store(client, deep + "/" + "e".repeat(200), bytes(20));
        await().until(() -> bed.sink.taken().size() == 2);

        assertThat(client.rename("/films/a", "/films/" + "f".repeat(100))).isFalse();
        assertThat(client.getReplyString()).startsWith("553 a path must have at most 1000 bytes");
        assertThat(bed.home("films/a/short.mp4")).exists();
        assertThat(bed.sink.taken()).hasSize(2);
        try (var waiting = Files.list(folder.resolve("ftp/outbox"))) {
            assertThat(waiting).isEmpty();
        }
    }

    @Test
    void deliversNothingOfARenameThatFails() throws IOException {
        FTPClient client = bed.client();
        store(client, "/films/a.mp4", bytes(10));
        only();
        assertThat(client.rename("/films/a.mp4", "/films/nowhere/a.mp4")).isFalse();
        assertThat(client.getReplyCode()).isEqualTo(553);
        try (var waiting = Files.list(folder.resolve("ftp/outbox"))) {
            assertThat(waiting).isEmpty();
        }
        bed.restart();
        store(bed.client(), "/films/b.mp4", bytes(10));
        await().until(() -> bed.sink.taken().size() == 2);
        assertThat(bed.sink.paths()).containsExactly("anna/films/a.mp4", "anna/films/b.mp4");
    }
}
