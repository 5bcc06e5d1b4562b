package org.vdeli.ftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.value.Checksum;

/// The `ftpput` program as a process of its own.
class FtpPutIT {
    @TempDir Path folder;
    private Bed bed;
    private String server = "";

    @BeforeEach
    void start() throws IOException {
        bed = new Bed(folder);
        bed.accounts.with("ben", "ben", List.of("default"));
        server = "127.0.0.1:" + bed.service.port();
    }

    @AfterEach
    void stop() throws IOException {
        bed.close();
    }

    private int run(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.vdeli.ftp.ftpput.FtpPut"));
        command.addAll(List.of(args));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(folder.resolve("out").toFile());
        builder.environment().put("FTP_PASSWORD", "ben");
        Process process = builder.start();
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("out"));
    }

    private Path file(String name, String content) throws IOException {
        Path file = folder.resolve("local").resolve(name);
        Files.createDirectories(folder.resolve("local/films/more"));
        return Files.writeString(file, content);
    }

    @Test
    void explainsItself() throws IOException, InterruptedException {
        assertThat(run("-h")).isZero();
        assertThat(output()).contains("--overwrite", "--sessions", "Exit status:");
    }

    @Test
    void sendsAFileIntoANewFolderAndSkipsItTheSecondTime()
            throws IOException, InterruptedException {
        String film = file("ein Film ö.mp4", "film").toString();
        assertThat(run("-s", server, "-u", "ben", "-p", "ben", "-l", film, "-t", "/default/a b/"))
                .as(output())
                .isZero();
        await().untilAsserted(() ->
                assertThat(bed.sink.paths()).containsExactly("ben/default/a b/ein Film ö.mp4"));
        String[] again = {
            "--server",
            server,
            "--user",
            "ben",
            "--password-env",
            "FTP_PASSWORD",
            "--local",
            film,
            "--target",
            "/default/a b"
        };
        assertThat(run(again)).isZero();
        assertThat(output()).contains("sent 0 files").contains("skipped 1, not sent 0");
        assertThat(bed.sink.paths()).hasSize(1);
        assertThat(
                        run(
                                Stream.concat(Stream.of(again), Stream.of("--overwrite"))
                                        .toArray(String[]::new)))
                .isZero();
        await().until(() -> bed.sink.paths().size() == 2);
    }

    @Test
    void keepsOtherFilesOfTheSameNameUnlessToldToOverwrite()
            throws IOException, InterruptedException {
        Path home = Files.createDirectories(folder.resolve("ftp/homes/ben/default"));
        Files.writeString(home.resolve("shorter.mp4"), "other");
        Files.writeString(home.resolve("longer.mp4"), "a film that is longer than ours");
        String shorter = file("shorter.mp4", "our film").toString();
        String longer = file("longer.mp4", "our film").toString();
        String[] send = {
            "-s", server, "-u", "ben", "-p", "ben", "-t", "/default", "-l", shorter, longer
        };

        assertThat(run(send)).as(output()).isZero();
        assertThat(output())
                .contains("/default/shorter.mp4: another file is there already; it was kept")
                .contains("/default/longer.mp4: another file is there already; it was kept")
                .contains("sent 0 files", "skipped 2, not sent 0");
        assertThat(home.resolve("shorter.mp4")).hasContent("other");
        assertThat(home.resolve("longer.mp4")).hasContent("a film that is longer than ours");
        assertThat(bed.sink.paths()).isEmpty();

        assertThat(run(Stream.concat(Stream.of(send), Stream.of("-o")).toArray(String[]::new)))
                .isZero();
        await().until(() -> bed.sink.paths().size() == 2);
        assertThat(home.resolve("shorter.mp4")).hasContent("our film");
    }

    @Test
    void sendsOnlyTheRestOfWhatAnEarlierRunBegan() throws IOException, InterruptedException {
        Path home = Files.createDirectories(folder.resolve("ftp/homes/ben/default"));
        Files.writeString(home.resolve("film.mp4"), "the first half");
        String film = file("film.mp4", "the first half and the second").toString();

        assertThat(run("-s", server, "-u", "ben", "-p", "ben", "-t", "/default", "-l", film))
                .as(output())
                .isZero();
        assertThat(output()).contains("sent 1 files, 15 B");
        await().until(() -> bed.sink.taken().size() == 1);
        assertThat(bed.sink.taken().getFirst().checksum())
                .isEqualTo(
                        Checksum.ofContent(
                                "the first half and the second".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void sendsFoldersInSeveralSessionsOverTls() throws IOException, InterruptedException {
        file("films/a.mp4", "a");
        file("films/more/b.mp4", "b");
        assertThat(
                        run(
                                "-s",
                                server,
                                "-u",
                                "ben",
                                "-p",
                                "ben",
                                "--ftps",
                                "--ca",
                                folder.resolve("ftp/ftp-certificate.pem").toString(),
                                "--sessions",
                                "2",
                                "-t",
                                "/default",
                                folder.resolve("local/films").toString()))
                .as(output())
                .isZero();
        await().untilAsserted(() ->
                assertThat(bed.sink.paths())
                        .containsExactlyInAnyOrder(
                                "ben/default/films/a.mp4", "ben/default/films/more/b.mp4"));
    }

    @Test
    void adaptsLineEndsInAscii() throws IOException, InterruptedException {
        String text = file("a.srt", "one\ntwo\n").toString();
        assertThat(run("-s", server, "-u", "ben", "-p", "ben", "-a", "-l", text, "-t", "/default"))
                .isZero();
        await().until(() -> bed.sink.taken().size() == 1);
        assertThat(bed.sink.taken().getFirst().checksum())
                .isEqualTo(Checksum.ofContent("one\ntwo\n".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void generatesLoadThatTheServerReceivesAllOf() throws IOException, InterruptedException {
        assertThat(
                        run(
                                "-s",
                                server,
                                "-u",
                                "ben",
                                "-p",
                                "ben",
                                "--generate",
                                "50x16kB",
                                "--repeat",
                                "2",
                                "--sessions",
                                "4",
                                "-t",
                                "/default/load"))
                .as(output())
                .isZero();
        assertThat(output()).contains("sent 100 files, 1.6 MB");
        await().until(() -> bed.sink.taken().size() == 100);
    }

    @Test
    void endsWithOneWithoutALogin() throws IOException, InterruptedException {
        String film = file("a.mp4", "film").toString();
        assertThat(run("-s", server, "-u", "ben", "-p", "wrong", "-l", film)).isEqualTo(1);
        assertThat(output()).contains("could not log in as ben: 530 Wrong name or password");
        assertThat(run("-s", "127.0.0.1:1", "-u", "ben", "-p", "ben", "-l", film)).isEqualTo(1);
        assertThat(output()).contains("could not connect to 127.0.0.1:1");
    }

    @Test
    void endsWithTwoWhenNotEverythingWasSent() throws IOException, InterruptedException {
        String film = file("a.mp4", "film").toString();
        assertThat(run("-s", server, "-u", "ben", "-p", "ben", "-l", film, "-t", "/nosuch"))
                .isEqualTo(2);
        assertThat(output()).contains("553 there is no project 'nosuch'");
        assertThat(run("-s", server, "-u", "ben", "-p", "ben", "-l", film + ".no")).isEqualTo(2);
        assertThat(run("-s", server, "--no-such-option")).isEqualTo(2);
    }
}
