package org.vdeli.agent.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.services.FreePorts;

class NginxIT {
    @TempDir Path folder;
    private final int port = FreePorts.one();

    @BeforeEach
    void letNginxIn() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private NginxConfig config(String address, int onPort) throws IOException {
        return new NginxConfig(
                folder.resolve("nginx"),
                folder.resolve("www"),
                address,
                onPort,
                Nginx.workerUser(folder));
    }

    private Nginx nginx(String address, boolean stopWithAgent) throws IOException {
        return nginx(config(address, port), stopWithAgent);
    }

    private static Nginx nginx(NginxConfig config, boolean stopWithAgent) {
        return new Nginx(
                config,
                new Nginx.Settings(
                        Path.of("/usr/sbin/nginx"),
                        true,
                        stopWithAgent,
                        List.of(),
                        List.of(),
                        List.of()));
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readString(folder.resolve("nginx/nginx.pid")).strip());
    }

    @Test
    void keepsTheLastGoodConfigurationWhenANewOneFailsItsTest() throws Exception {
        try (Nginx nginx = nginx("127.0.0.1", true)) {
            nginx.start();
            String good = Files.readString(nginx.config().file());
            // An address for documents (RFC 5737), which no machine has.
            Nginx other = nginx("203.0.113.1", true);

            Optional<String> problem = other.apply();

            assertThat(problem)
                    .hasValueSatisfying(text -> assertThat(text).contains("203.0.113.1", "failed"));
            assertThat(Files.readString(nginx.config().file())).isEqualTo(good);
            assertThat(nginx.status().answers()).isTrue();
        }
    }

    @Test
    void tellsItsStatusHoweverDeepItsFolderIs() throws Exception {
        Path deep = folder.resolve("d".repeat(60)).resolve("e e".repeat(20));
        Nginx.Settings settings =
                new Nginx.Settings(
                        Path.of("/usr/sbin/nginx"), true, true, List.of(), List.of(), List.of());
        NginxConfig config =
                new NginxConfig(
                        deep.resolve("nginx"),
                        deep.resolve("www"),
                        "127.0.0.1",
                        port,
                        Nginx.workerUser(folder));
        try (Nginx nginx = new Nginx(config, settings)) {
            nginx.start();

            assertThat(nginx.isUp()).isTrue();
        }
    }

    @Test
    void adoptsTheNginxThatAnEarlierAgentStarted() throws Exception {
        try (Nginx first = nginx("127.0.0.1", false)) {
            first.start();
        }
        long pid = pid();
        try (Nginx second = nginx("127.0.0.1", true)) {
            second.start();

            assertThat(pid()).isEqualTo(pid);
            assertThat(second.isUp()).isTrue();
        }
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    }

    @Test
    void makesAConfigurationEffectiveThatAKilledAgentHadOnlyWritten() throws Exception {
        try (Nginx first = nginx("127.0.0.1", false)) {
            first.start();
        }
        NginxConfig changed = config("127.0.0.1", FreePorts.one());
        Files.writeString(changed.file(), changed.main());
        try (Nginx second = nginx(changed, true)) {
            second.start();

            await().atMost(Duration.ofSeconds(20)).until(() -> listensOn(changed.port()));
        }
    }

    @Test
    void beginsItsErrorLogAnewWhenItHasGrownLong() throws Exception {
        try (Nginx nginx = nginx("127.0.0.1", true)) {
            nginx.start();
            Path log = nginx.config().errorLog();
            Files.writeString(log, "x".repeat(1000));

            assertThat(nginx.rotateErrorLog(1000)).isFalse();
            assertThat(nginx.rotateErrorLog(999)).isTrue();
            nginx.reopenLogs();

            await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(log));
            assertThat(log.resolveSibling("error.old.log")).hasSize(1000);
        }
    }

    @Test
    void startsNoProcessAfterItWasClosed() throws Exception {
        Nginx nginx = nginx("127.0.0.1", true);
        nginx.close();

        assertThatThrownBy(nginx::start).isInstanceOf(InterruptedException.class);

        assertThat(listensOn(port)).isFalse();
    }

    private static boolean listensOn(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void endsTheWorkersOfAKilledMasterAndStartsAnew() throws Exception {
        try (Nginx nginx = nginx("127.0.0.1", true)) {
            nginx.start();
            ProcessHandle master = ProcessHandle.of(pid()).orElseThrow();
            List<ProcessHandle> workers = master.children().toList();
            assertThat(workers).isNotEmpty();
            master.destroyForcibly();

            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> pid() != master.pid() && nginx.status().answers());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
        }
    }
}
