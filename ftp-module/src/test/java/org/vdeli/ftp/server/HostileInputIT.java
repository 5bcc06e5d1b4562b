package org.vdeli.ftp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileInputIT {
    private static final int COMMANDS = 4000;
    private static final List<String> WORDS =
            List.of(
                    "USER", "PASS", "CWD", "CDUP", "QUIT", "REIN", "PORT", "PASV", "EPSV", "EPRT",
                    "TYPE", "STRU", "MODE", "RETR", "STOR", "STOU", "APPE", "ALLO", "REST", "RNFR",
                    "RNTO", "ABOR", "DELE", "RMD", "MKD", "PWD", "LIST", "NLST", "SITE", "SYST",
                    "STAT", "HELP", "NOOP", "MLSD", "MLST", "SIZE", "MDTM", "AUTH", "PBSZ", "PROT",
                    "OPTS", "FEAT", "LANG", "XSHA256", "HASH", "");
    private static final List<String> ARGUMENTS =
            List.of(
                    "",
                    "/",
                    "..",
                    "../../../../etc/passwd",
                    "/films/a.mp4",
                    "/films/\u0001",
                    "-R /",
                    "{request.arg}",
                    "|1|127.0.0.1|1|",
                    "127,0,0,1,0,0",
                    "999999999999999999999",
                    "-1",
                    "A",
                    "P",
                    "*",
                    "/films/" + "x".repeat(3000),
                    "%n%s%x",
                    "UTF8 ON");

    @TempDir Path folder;

    @Test
    void answersFuzzedCommandsAndGoesOn() throws IOException {
        try (Bed bed = new Bed(folder)) {
            Random random = new Random(7);
            int sent = 0;
            while (sent < COMMANDS) {
                sent += session(bed, random);
            }
            assertThat(bed.client().sendNoOp()).isTrue();
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("ftp", "store");
        }
    }

    /// One session with a burst of commands that ends with QUIT; the server closes it.
    private static int session(Bed bed, Random random) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        if (random.nextBoolean()) {
            lines.writeBytes(utf8("USER anna\r\nPASS " + Bed.PASSWORD + "\r\n"));
        }
        int count = 50;
        for (int i = 0; i < count; i++) {
            String word = WORDS.get(random.nextInt(WORDS.size()));
            String argument = ARGUMENTS.get(random.nextInt(ARGUMENTS.size()));
            if (word.equals("QUIT")
                    || word.equals("AUTH")
                    || word.equals("PASV")
                    || word.equals("EPSV")) {
                word = word + "X".repeat(random.nextInt(2));
            }
            lines.writeBytes(utf8(word + " " + argument));
            if (random.nextInt(20) == 0) {
                byte[] noise = new byte[random.nextInt(40)];
                random.nextBytes(noise);
                lines.writeBytes(noise);
            }
            lines.writeBytes(utf8(random.nextInt(10) == 0 ? "\n" : "\r\n"));
        }
        lines.writeBytes(utf8("\r\nQUIT\r\n"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bed.service.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(lines.toByteArray());
            // Ends, or times out and fails; a session with bytes behind AUTH gets no answer.
            socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
            // The server closed with commands of ours unread, which TCP reports as a reset.
            assertThat(e).hasMessageMatching(".*(reset|pipe).*");
        }
        return count;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void refusesALineThatIsTooLong() throws IOException {
        try (Bed bed = new Bed(folder);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), bed.service.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(utf8("USER " + "x".repeat(20_000) + "\r\n"));
            String answers;
            try {
                answers =
                        new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answers).contains("500 This line is too long");
            } catch (SocketException e) {
                assertThat(e).hasMessageContaining("reset");
            }
            assertThat(bed.client().sendNoOp()).isTrue();
        }
    }
}
