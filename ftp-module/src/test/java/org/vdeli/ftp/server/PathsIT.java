package org.vdeli.ftp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vdeli.contracts.ingest.FtpAccount.Permission;

class PathsIT {
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

    private static String store(FTPClient client, String path) throws IOException {
        client.storeFile(path, new ByteArrayInputStream("x".getBytes(StandardCharsets.UTF_8)));
        return client.getReplyString().strip();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/films/a.mp4 | 226 Received 1 bytes",
                "/films/../films/b.mp4 | 226 Received 1 bytes",
                "/films//c.mp4 | 226 Received 1 bytes",
                "/default/d.mp4 | 226 Received 1 bytes",
                "/../../etc/passwd | 553 '..' leads out of your home: '/../../etc/passwd'",
                "/films/../../x | 553 '..' leads out of your home: '/films/../../x'",
                "/movie.mp4 | 553 there is no project 'movie.mp4'",
                "/Films/a.mp4 | 553 there is no project 'Films'",
                "/nosuch/a.mp4 | 553 there is no project 'nosuch'",
                "/films/none/a.mp4 | 553 the folder of 'none/a.mp4' does not exist; make it first",
                "/films/.hidden | 553 no part of a path may begin with a dot: '.hidden'",
                "/films/a\\b.mp4 | 553 a path must not hold the character U+005C",
                "/films/a\u0007b.mp4 | 553 a path must not hold the character U+0007",
                "/films | 553 a file goes to /project/file, not to '/films'",
                "/ | 553 a file goes to /project/file, not to '/'",
                "/.vdeli/status.txt | 553 a file goes to /project/file",
                "/.vdeli/x | 553 the folder .vdeli holds nothing but status.txt",
            })
    void answersEachPathWithItsReason(String path, String reply) throws IOException {
        FTPClient client = bed.client();
        assertThat(store(client, path)).startsWith(reply);
        assertThat(client.sendNoOp()).isTrue();
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(f -> f.endsWith("passwd") || f.endsWith("x"))).isEmpty();
        }
    }

    @Test
    void doesNotFollowLinks() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        FTPClient client = bed.client();
        Files.createSymbolicLink(bed.home("films/link"), outside);
        assertThat(store(client, "/films/link/a.mp4"))
                .isEqualTo("553 'link' is a link, and links are not followed");
        assertThat(client.listFiles("/films")).isEmpty();
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void showsProjectsAndTheStatusAtTheRoot() throws IOException {
        FTPClient client = bed.client();
        assertThat(client.listFiles("/"))
                .extracting(FTPFile::getName)
                .containsExactlyInAnyOrder("default", "films", ".vdeli");
        assertThat(client.printWorkingDirectory()).isEqualTo("/");
        assertThat(client.changeToParentDirectory()).isTrue();
        assertThat(client.makeDirectory("/films/a b/")).isTrue();
        assertThat(client.changeWorkingDirectory("/films/a b")).isTrue();
        assertThat(store(client, "ü.mp4")).startsWith("226");
        assertThat(client.listNames()).containsExactly("ü.mp4");
        assertThat(client.mlistFile("/films/a b/ü.mp4").getSize()).isEqualTo(1);
        assertThat(client.getModificationTime("/films/a b/ü.mp4")).isNotNull();
        assertThat(client.deleteFile("ü.mp4")).isTrue();
        assertThat(client.removeDirectory("/films/a b")).isTrue();
        assertThat(client.removeDirectory("/films")).isFalse();
        assertThat(client.makeDirectory("/other")).isFalse();
    }

    @Test
    void refusesWhatTheAccountMayNotDo() throws IOException {
        bed.accounts.with(
                "ben", "ben", List.of("default"), EnumSet.of(Permission.LIST, Permission.WRITE));
        FTPClient client = new FTPClient();
        client.connect("127.0.0.1", bed.service.port());
        client.login("ben", "ben");
        client.enterLocalPassiveMode();
        assertThat(store(client, "/default/a.mp4")).startsWith("226");
        assertThat(client.deleteFile("/default/a.mp4")).isFalse();
        assertThat(client.getReplyString()).startsWith("550 Your account may not do this: DELE");
        assertThat(client.makeDirectory("/default/x")).isFalse();
        assertThat(client.rename("/default/a.mp4", "/default/b.mp4")).isFalse();
    }

    @Test
    void letsNobodyInWithoutTheManager() throws IOException {
        bed.accounts.reachable = false;
        FTPClient client = new FTPClient();
        client.setControlEncoding("UTF-8");
        client.connect("127.0.0.1", bed.service.port());
        assertThat(client.getReplyString()).startsWith("220 vdeli FTP ");
        assertThat(client.login("anna", Bed.PASSWORD)).isFalse();
        assertThat(client.getReplyString().strip())
                .isEqualTo("530 Your account cannot be checked at the moment; try again later");
        assertThat(client.listFiles()).isEmpty();
        bed.accounts.reachable = true;
        assertThat(client.login("anna", "wrong")).isFalse();
        assertThat(client.getReplyString().strip()).isEqualTo("530 Wrong name or password");
        client.disconnect();
        assertThat(bed.client().logout()).isTrue();
    }
}
