package org.vdeli.ftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.ftp.ftpput.FtpPut;

/// `ftpput` with servers and connections that do not do what they should.
class FtpPutFaultIT {
    @TempDir Path folder;

    private static int put(int port, String... flags) {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "-q",
                                "-s",
                                "127.0.0.1:" + port,
                                "-u",
                                "anna",
                                "-p",
                                Bed.PASSWORD,
                                "-t",
                                "/films/load"));
        args.addAll(List.of(flags));
        return FtpPut.run(args.toArray(String[]::new));
    }

    @Test
    void connectsAgainWhenTheServerEndsASession() throws IOException {
        try (Bed bed = new Bed(folder);
                FaultyRelay relay = FaultyRelay.to(bed.service.port())) {
            relay.answerOnce("SIZE", "421 Service closing");
            assertThat(put(relay.port(), "--generate", "3x16kB")).isZero();
            assertThat(relay.connections()).isEqualTo(2);
            await().until(() -> bed.sink.taken().size() == 3);
        }
    }

    @Test
    void makesAFileCountWhoseReplyWasLost() throws IOException {
        try (Bed bed = new Bed(folder);
                FaultyRelay relay = FaultyRelay.to(bed.service.port())) {
            relay.loseOnce("226");
            assertThat(put(relay.port(), "--generate", "1x600kB")).isZero();
            await().until(() -> !bed.sink.taken().isEmpty());
            assertThat(bed.sink.taken()).allMatch(d -> d.size().bytes() == 600_000);
        }
    }

    @Test
    void sendsAllByTheSessionsThatTheServerLetsIn() throws IOException {
        try (Bed bed = new Bed(folder, Bed.settings(1))) {
            assertThat(put(bed.service.port(), "--generate", "40x16kB", "--sessions", "4"))
                    .isZero();
            await().until(() -> bed.sink.taken().size() == 40);
        }
    }

    @Test
    void makesFoldersOnceForAllSessions() throws IOException {
        try (Bed bed = new Bed(folder)) {
            assertThat(
                            put(
                                    bed.service.port(),
                                    "--retries",
                                    "0",
                                    "--generate",
                                    "8x1kB",
                                    "--repeat",
                                    "25",
                                    "--sessions",
                                    "8"))
                    .isZero();
            await().until(() -> bed.sink.taken().size() == 200);
        }
    }

    @Test
    void endsWithTwoWhereTheServerGoesAwayForGood() throws IOException {
        try (Bed bed = new Bed(folder);
                FaultyRelay relay = FaultyRelay.to(bed.service.port())) {
            relay.closeAt("ALLO");
            assertThat(put(relay.port(), "--retries", "1", "--generate", "1x600kB")).isEqualTo(2);
            assertThat(bed.sink.taken()).isEmpty();
        }
    }
}
