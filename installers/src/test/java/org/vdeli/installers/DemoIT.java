package org.vdeli.installers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.vdeli.contracts.api.DistributionView;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.api.UploadView;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.installers.site.Launcher;
import org.vdeli.installers.site.ManagerClient;

/// The demo as a user runs it, several times in one folder with letters of any kind in its name.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoIT {
    /// A run takes 25 s on two idle cores.
    private static final Duration RUN = Duration.ofMinutes(5);

    private static final Path FOLDER = Path.of("target", "Démo für alle").toAbsolutePath();

    /// One process of each kind, and the file with its pid. The FTP service is part of the
    /// manager's process.
    private static final Map<String, String> VICTIMS =
            new TreeMap<>(
                    Map.of(
                            "the manager and its FTP service", "run/manager.pid",
                            "RabbitMQ", "manager/rabbitmq/rabbitmq.pid",
                            "MariaDB", "manager/mariadb/mariadb.pid",
                            "an agent", "run/gru-1.pid",
                            "an nginx", "edges/fra-1/nginx/nginx.pid"));

    private final Random random = new Random(42);
    private final Viewer viewer = new Viewer();
    private final Path out = FOLDER.resolveSibling("demo-it.log");
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endWhatRuns() {
        started.forEach(process -> {
            process.destroy();
            process.onExit().join();
        });
    }

    @AfterAll
    static void emptyTheFolder() throws IOException {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    @Order(1)
    void checksItsResultsAndLeavesNothingBehind() throws Exception {
        Process demo = demo("--once");

        assertThat(demo.waitFor(RUN)).isTrue();

        assertThat(demo.exitValue()).as(output()).isZero();
        assertThat(output())
                .contains("all 5 replicas verified")
                .contains("every byte is right, and ffprobe plays it")
                .contains("the statistics at the manager say the same")
                .endsWith("every process is stopped\n");
        assertThat(processes()).isEmpty();
    }

    @Test
    @Order(2)
    void losesNothingWhateverIsKilledInIt() throws Exception {
        Process demo = demo("--no-console");
        await().atMost(RUN).until(() -> output().contains("Ctrl-C stops everything"));
        ManagerClient manager =
                ManagerClient.login(
                        URI.create(shown("manager    (http://\\S+)")),
                        "noc",
                        shown("user noc +password (\\S+)"));
        Map<String, Checksum> uploaded = new LinkedHashMap<>();
        for (Map.Entry<String, String> victim : VICTIMS.entrySet()) {
            long killed = kill(victim.getValue());
            String path = "films/without " + victim.getKey() + ".mp4";
            uploaded.put(path, upload(path));
            await().atMost(RUN)
                    .ignoreExceptions()
                    .until(() -> isAlive(victim.getValue(), killed) && manager.ready().ok());
        }

        for (Map.Entry<String, Checksum> upload : uploaded.entrySet()) {
            List<URI> holders = holders(manager, "acme/" + upload.getKey());
            assertThat(holders).as(upload.getKey()).hasSize(5);
            for (URI holder : holders) {
                await().atMost(RUN)
                        .ignoreExceptions()
                        .untilAsserted(() ->
                                assertThat(viewer.get(holder).checksum())
                                        .as(holder.toString())
                                        .isEqualTo(upload.getValue()));
            }
        }
        await().atMost(RUN)
                .until(() ->
                        manager.servers().stream()
                                .allMatch(server -> server.state() == ServerState.ONLINE));
        assertThat(output())
                .containsPattern("manager \\(pid \\d+\\) ended: started again")
                .containsPattern("gru-1 \\(pid \\d+\\) ended: started again");
        demo.destroyForcibly();
        demo.onExit().join();
        assertThat(processes()).isNotEmpty();
    }

    /// Uploads by FTP, as a publisher who tries until it works.
    private Checksum upload(String path) throws IOException {
        byte[] content = new byte[200_000];
        random.nextBytes(content);
        String host = shown("FTP, FTPS +ftp://([^:]+):");
        int port = Integer.parseInt(shown("FTP, FTPS +ftp://[^:]+:(\\d+)"));
        String password = shown("user acme +password (\\S+)");
        await().atMost(RUN)
                .ignoreExceptions()
                .until(() -> {
                    try (RawFtp ftp = new RawFtp(host, port)) {
                        return ftp.send("USER acme").startsWith("331")
                                && ftp.send("PASS " + password).startsWith("230")
                                && ftp.send("TYPE I").startsWith("200")
                                && ftp.store("/" + path, content).startsWith("226");
                    }
                });
        return Checksum.ofContent(content);
    }

    /// Where an upload is served, once every replica of it is verified.
    private static List<URI> holders(ManagerClient manager, String path) {
        AssetId asset =
                await().atMost(RUN)
                        .until(
                                () -> manager.upload(path).flatMap(UploadView::asset),
                                Optional::isPresent)
                        .orElseThrow();
        await().atMost(RUN)
                .until(() -> {
                    DistributionView distribution = manager.distribution(asset);
                    return distribution.completedAt().isPresent()
                            && distribution.verified().equals(distribution.assigned())
                            && manager.replicas(asset).stream()
                                    .allMatch(r -> r.state() == ReplicaState.VERIFIED);
                });
        Map<ServerId, ServerView> servers =
                manager.servers().stream()
                        .collect(Collectors.toMap(ServerView::id, Function.identity()));
        return manager.replicas(asset).stream()
                .map(replica -> Objects.requireNonNull(servers.get(replica.server())))
                .map(server ->
                        URI.create(
                                "http://%s:%d/%s"
                                        .formatted(
                                                server.addresses().getFirst(),
                                                server.httpPort(),
                                                path.replace(" ", "%20"))))
                .toList();
    }

    /// What the demo showed: the first group of a pattern in its output.
    private String shown(String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(output());
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    @Test
    @Order(3)
    void stopsEverythingAtTermAlsoWhatAKilledOneLeft() throws Exception {
        Process demo = demo("--no-console");
        await().atMost(RUN).until(() -> output().contains("starting the manager"));

        demo.destroy();

        assertThat(demo.waitFor(RUN)).isTrue();
        assertThat(output()).contains("interrupted").endsWith("every process is stopped\n");
        assertThat(processes()).isEmpty();
    }

    private Process demo(String flag) throws IOException {
        List<String> command =
                new ArrayList<>(Launcher.find().command("demo", List.of(flag, "--data=" + FOLDER)));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().putAll(Launcher.find().environment());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private String output() throws IOException {
        return Files.readString(out);
    }

    /// Kills a process at once and waits for its end.
    ///
    /// @return its pid
    private static long kill(String pidFile) throws IOException {
        ProcessHandle process = ProcessHandle.of(pid(pidFile)).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
        return process.pid();
    }

    private static boolean isAlive(String pidFile, long killed) throws IOException {
        long pid = pid(pidFile);
        return pid != killed && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private static long pid(String pidFile) throws IOException {
        return Long.parseLong(
                Files.readString(FOLDER.resolve(pidFile)).strip().split("\\s", -1)[0]);
    }

    /// What runs of this demo, by the folder in its command line or environment.
    private static List<String> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .map(process -> process.pid() + " " + read(process.pid()))
                .filter(text -> text.contains(FOLDER.toString()))
                .toList();
    }

    private static String read(long pid) {
        Path folder = Path.of("/proc", Long.toString(pid));
        try {
            return text(folder.resolve("cmdline")) + text(folder.resolve("environ"));
        } catch (IOException _) {
            return ""; // it has just ended
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
