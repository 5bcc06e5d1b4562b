package org.vdeli.ftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vdeli.contracts.value.Checksum;

/// How uploads over TLS end: who sits between client and service can end TCP, but not TLS.
class TlsEndIT {
    private static final String CUT =
            "426 The data ended without TLS close_notify, as if cut off, so the upload does not"
                    + " count; resume it with REST, or announce its size with ALLO";

    @TempDir Path folder;
    private final byte[] film = new byte[400_000];

    private Bed bed(boolean closeNotify) throws IOException {
        new Random(6).nextBytes(film);
        return new Bed(
                folder,
                Bed.settings(FtpSettings.TlsMode.REQUIRED, closeNotify, Duration.ofSeconds(20)));
    }

    private interface End {
        void of(SSLSocket secured, Socket plain) throws IOException;
    }

    /// Uploads the film with TLS of one version and returns the reply.
    private String upload(Bed bed, String version, long announced, End end) throws IOException {
        try (RawSession session = RawSession.secured(bed.service.port())) {
            if (announced > 0) {
                session.send("ALLO " + announced);
            }
            try (Socket plain = session.begin("STOR /films/a.mp4")) {
                SSLSocket secured = RawSession.secured(plain);
                secured.setEnabledProtocols(new String[] {version});
                secured.startHandshake();
                secured.getOutputStream().write(film);
                end.of(secured, plain);
                return session.reply();
            }
        }
    }

    private static void cut(SSLSocket secured, Socket plain) throws IOException {
        plain.shutdownOutput();
    }

    private static void close(SSLSocket secured, Socket plain) throws IOException {
        secured.shutdownOutput();
        plain.shutdownOutput();
    }

    private void assertDelivered(Bed bed) {
        await().until(() -> bed.sink.taken().size() == 1);
        assertThat(bed.sink.taken().getFirst().checksum()).isEqualTo(Checksum.ofContent(film));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void anUploadThatIsCutOffDoesNotCount(String version) throws IOException {
        try (Bed bed = bed(true)) {
            assertThat(upload(bed, version, 0, TlsEndIT::cut)).isEqualTo(CUT);
            assertThat(upload(bed, version, film.length + 1, TlsEndIT::cut)).isEqualTo(CUT);
            assertThat(bed.sink.taken()).isEmpty();
            assertThat(bed.home("films/a.mp4")).hasBinaryContent(film);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void anUploadThatEndsByCloseNotifyCounts(String version) throws IOException {
        try (Bed bed = bed(true)) {
            assertThat(upload(bed, version, 0, TlsEndIT::close)).startsWith("226");
            assertDelivered(bed);
        }
    }

    @Test
    void anUploadOfTheAnnouncedSizeCountsHoweverItEnds() throws IOException {
        try (Bed bed = bed(true)) {
            assertThat(upload(bed, "TLSv1.3", film.length, TlsEndIT::cut)).startsWith("226");
            assertDelivered(bed);
        }
    }

    @Test
    void countsWhatIsCutOffOnlyIfTheOperatorSaysSo() throws IOException {
        try (Bed bed = bed(false)) {
            assertThat(upload(bed, "TLSv1.3", 0, TlsEndIT::cut)).startsWith("226");
            assertDelivered(bed);
        }
    }
}
