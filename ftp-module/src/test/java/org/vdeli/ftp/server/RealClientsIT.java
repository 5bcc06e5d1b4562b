package org.vdeli.ftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.value.Checksum;

class RealClientsIT {
    @TempDir Path folder;
    private Bed bed;
    private Path film;
    private byte[] bytes;

    @BeforeEach
    void start() throws IOException {
        bed = new Bed(folder);
        bytes = new byte[5_000_000];
        new Random(1).nextBytes(bytes);
        film = Files.write(folder.resolve("ein Film ß.mp4"), bytes);
    }

    @AfterEach
    void stop() throws IOException {
        bed.close();
    }

    private static Process process(Path folder, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("client.log").toFile())
                .start();
    }

    private int run(String... command) throws IOException, InterruptedException {
        Process process = process(folder, List.of(command));
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String url(String path) {
        return "ftp://127.0.0.1:" + bed.service.port() + path;
    }

    private void assertDelivered(String path) {
        await().untilAsserted(() -> assertThat(bed.sink.paths()).containsExactly(path));
        assertThat(bed.sink.taken().getFirst().checksum()).isEqualTo(Checksum.ofContent(bytes));
    }

    @Test
    void curlUploads() throws IOException, InterruptedException {
        assertThat(
                        run(
                                "curl",
                                "-sS",
                                "-u",
                                "anna:" + Bed.PASSWORD,
                                "--ftp-create-dirs",
                                "-T",
                                film.toString(),
                                url("/films/new/")))
                .isZero();
        assertDelivered("anna/films/new/ein Film ß.mp4");
    }

    @Test
    void curlUploadsOverTls() throws IOException, InterruptedException {
        assertThat(
                        run(
                                "curl",
                                "-sS",
                                "--ssl-reqd",
                                "--cacert",
                                folder.resolve("ftp/ftp-certificate.pem").toString(),
                                "-u",
                                "anna:" + Bed.PASSWORD,
                                "-T",
                                film.toString(),
                                url("/films/")))
                .isZero();
        assertDelivered("anna/films/ein Film ß.mp4");
    }

    @Test
    void lftpUploadsAndLists() throws IOException, InterruptedException {
        bed.accounts.with("ben", "ben", List.of("default"));
        int status =
                run(
                        "lftp",
                        "-u",
                        "ben,ben",
                        "-e",
                        "set ssl:verify-certificate no; set net:max-retries 1; cd default; mkdir"
                                + " 'a b'; put '"
                                + film.getFileName()
                                + "' -o 'a b/ö.mp4'; cls 'a b'; bye",
                        url(""));
        assertThat(Files.readString(folder.resolve("client.log"))).contains("a b/ö.mp4");
        assertThat(status).isZero();
        assertDelivered("ben/default/a b/ö.mp4");
    }

    @Test
    void lftpUploadsOverTls() throws IOException, InterruptedException {
        bed.accounts.with("ben", "ben", List.of("default"));
        int status =
                run(
                        "lftp",
                        "-u",
                        "ben,ben",
                        "-e",
                        "set ftp:ssl-force yes; set ftp:ssl-protect-data yes; set ftp:use-allo no;"
                                + " set ssl:verify-certificate no; set net:max-retries 1; cd"
                                + " default; put '"
                                + film.getFileName()
                                + "' -o 'ö.mp4'; bye",
                        url(""));
        assertThat(status).as(Files.readString(folder.resolve("client.log"))).isZero();
        assertDelivered("ben/default/ö.mp4");
    }

    @Test
    void deliversNothingOfAKilledClient() throws IOException, InterruptedException {
        Process curl =
                process(
                        folder,
                        List.of(
                                "curl",
                                "-sS",
                                "--limit-rate",
                                "1M",
                                "-u",
                                "anna:" + Bed.PASSWORD,
                                "-T",
                                film.toString(),
                                url("/films/killed.mp4")));
        Path home = bed.home("films/killed.mp4");
        await().until(() -> Files.exists(home) && Files.size(home) > 0);
        curl.destroyForcibly().waitFor();
        await().untilAsserted(() -> assertThat(resumed()).isZero());

        assertThat(bed.sink.paths()).doesNotHaveDuplicates().hasSize(1);
        assertThat(bed.sink.taken().getFirst().checksum()).isEqualTo(Checksum.ofContent(bytes));
    }

    private int resumed() throws IOException, InterruptedException {
        assertThat(bed.sink.taken()).isEmpty();
        int status =
                run(
                        "curl",
                        "-sS",
                        "-C",
                        "-",
                        "-u",
                        "anna:" + Bed.PASSWORD,
                        "-T",
                        film.toString(),
                        url("/films/killed.mp4"));
        if (status == 0) {
            await().until(() -> bed.sink.taken().size() == 1);
        }
        return status;
    }

    @Test
    void refusesPlainSessionsWhereTlsIsRequired() throws IOException, InterruptedException {
        bed.close();
        bed =
                new Bed(
                        folder,
                        Bed.settings(FtpSettings.TlsMode.REQUIRED, true, Duration.ofMinutes(5)));
        String login = "anna:" + Bed.PASSWORD;
        assertThat(run("curl", "-sS", "-u", login, "-T", film.toString(), url("/films/")))
                .isEqualTo(67);
        assertThat(
                        run(
                                "curl",
                                "-sS",
                                "-k",
                                "--ssl-reqd",
                                "-u",
                                login,
                                "-T",
                                film.toString(),
                                url("/films/")))
                .isZero();
    }
}
