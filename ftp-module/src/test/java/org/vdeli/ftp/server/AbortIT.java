package org.vdeli.ftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.value.Checksum;

/// Uploads that end otherwise than they should: none of them becomes an asset, and what came stays
/// for a resume.
class AbortIT {
    private static final int HALF = 300_000;
    private static final String BROKEN = "426 The upload was broken off; resume it with REST";

    @TempDir Path folder;
    private final byte[] film = new byte[2 * HALF];
    private Bed bed;

    @BeforeEach
    void start() throws IOException {
        new Random(5).nextBytes(film);
        bed =
                new Bed(
                        folder,
                        Bed.settings(FtpSettings.TlsMode.ALLOWED, true, Duration.ofSeconds(2)));
    }

    @AfterEach
    void stop() throws IOException {
        bed.close();
    }

    private RawSession session() throws IOException {
        return RawSession.of(bed.service.port());
    }

    /// Sends some of the film and waits until the service has it all.
    private Socket begun(RawSession session, int count) throws IOException {
        Socket data = session.begin("STOR /films/a.mp4");
        data.getOutputStream().write(film, 0, count);
        await().until(() -> Files.exists(bed.home("films/a.mp4")));
        return data;
    }

    /// What is left of an upload is a part that can be resumed to the whole, which is delivered
    /// once; nothing was delivered before.
    private void assertResumable(int count) throws IOException {
        Path file = bed.home("films/a.mp4");
        await().untilAsserted(() -> assertThat(Files.size(file)).isEqualTo(count));
        assertThat(Files.getPosixFilePermissions(file)).contains(PosixFilePermission.OWNER_WRITE);
        assertThat(bed.sink.taken()).isEmpty();
        try (RawSession again = session()) {
            await().until(() -> {
                try (Socket data = again.resume(count, "STOR /films/a.mp4")) {
                    data.getOutputStream().write(film, count, film.length - count);
                } catch (IOException e) {
                    assertThat(e).hasMessageStartingWith("450");
                    return false;
                }
                return again.reply().startsWith("226");
            });
        }
        await().until(() -> !bed.sink.taken().isEmpty());
        assertThat(bed.sink.paths()).containsExactly("anna/films/a.mp4");
        assertThat(bed.sink.taken().getFirst().checksum()).isEqualTo(Checksum.ofContent(film));
    }

    @Test
    void aborEndsATransferWhoseDataConnectionStaysOpen() throws IOException {
        try (RawSession session = session();
                Socket data = begun(session, HALF)) {
            await().until(() -> Files.size(bed.home("films/a.mp4")) > 0);
            assertThat(session.send("ABOR")).isEqualTo(BROKEN);
            assertThat(session.reply()).startsWith("226");
            assertEnded(data);
            assertThat(session.send("NOOP")).startsWith("200");
        }
        assertResumable(Math.toIntExact(Files.size(bed.home("films/a.mp4"))));
    }

    /// By a close, or by a reset where the service had not read all that was sent.
    private static void assertEnded(Socket data) throws IOException {
        try {
            assertThat(data.getInputStream().read()).isEqualTo(-1);
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    @Test
    void aborIsSeenThoughTheDataConnectionIsClosedRightAfterIt() throws IOException {
        try (RawSession session = session()) {
            Socket data = begun(session, HALF);
            session.sendOnly("ABOR");
            data.close();
            assertThat(session.reply()).isEqualTo(BROKEN);
            assertThat(session.reply()).startsWith("226");
        }
        assertThat(bed.sink.taken()).isEmpty();
    }

    @Test
    void aResetIsNoEnd() throws IOException {
        try (RawSession session = session()) {
            Socket data = begun(session, HALF);
            await().until(() -> Files.size(bed.home("films/a.mp4")) > 0);
            data.setSoLinger(true, 0);
            data.close();
            assertThat(session.reply()).isEqualTo(BROKEN);
        }
        assertResumable(Math.toIntExact(Files.size(bed.home("films/a.mp4"))));
    }

    @Test
    void silenceIsNoEnd() throws IOException {
        try (RawSession session = session();
                Socket data = begun(session, HALF)) {
            assertThat(session.reply()).isEqualTo(BROKEN);
            assertThat(data.getInputStream().read()).isEqualTo(-1);
        }
        assertResumable(HALF);
    }

    @Test
    void theEndOfTheControlConnectionBeforeThatOfTheDataIsAnAbort() throws IOException {
        RawSession session = session();
        Socket data = begun(session, HALF);
        session.close();
        data.close();
        assertResumable(HALF);
    }

    @Test
    void theEndOfTheDataAndThenOfTheControlConnectionIsAnAbort() throws IOException {
        RawSession session = session();
        Socket data = begun(session, HALF);
        data.close();
        session.close();
        assertResumable(HALF);
    }

    @Test
    void aClientThatGoesJustBeforeTheLastByteHasNotUploaded() throws IOException {
        RawSession session = session();
        Socket data = begun(session, film.length - 1);
        data.close();
        session.close();
        assertResumable(film.length - 1);
    }

    @Test
    void anEndBeforeTheAnnouncedSizeIsNoEndThoughTheClientStays() throws IOException {
        try (RawSession session = session()) {
            session.send("ALLO " + film.length);
            begun(session, film.length - 1).close();
            assertThat(session.reply()).isEqualTo(BROKEN);
        }
        assertResumable(film.length - 1);
    }
}
