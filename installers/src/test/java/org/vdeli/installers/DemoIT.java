package org.vdeli.installers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.vdeli.installers.site.Launcher;

/// The demo as a user runs it, several times in one folder with letters of any kind in its name.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoIT {
    /// A run takes 25 s on two idle cores.
    private static final Duration RUN = Duration.ofMinutes(5);

    private static final Path FOLDER = Path.of("target", "Démo für alle").toAbsolutePath();

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
    void startsAgainWhatIsKilledInIt() throws Exception {
        Process demo = demo("--no-console");
        await().atMost(RUN).until(() -> output().contains("Ctrl-C stops everything"));

        kill("manager");
        kill("gru-1");

        await().atMost(RUN)
                .until(() ->
                        output().matches("(?s).*manager \\(pid \\d+\\) ended: started again.*")
                                && output().matches("(?s).*gru-1 \\(pid \\d+\\) ended: started.*"));
        demo.destroyForcibly();
        demo.onExit().join();
        assertThat(processes()).isNotEmpty();
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

    private static void kill(String program) throws IOException {
        String pid =
                Files.readString(FOLDER.resolve("run/" + program + ".pid")).split("\\s", -1)[0];
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
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
