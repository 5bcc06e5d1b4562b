package org.vdeli.agent;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.check.CheckReport;
import org.vdeli.agent.check.Finding;
import org.vdeli.agent.link.ManagerLink;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.config.ConfigResult;
import org.vdeli.contracts.config.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The technician's road: writes the configuration, tries everything, enrols, starts the service,
/// and leaves a report. Once more is harmless, and goes on where the last time ended.
@Command(
        name = "setup",
        description = {
            "Connects this server to its manager: asks for what is not given, writes",
            "the configuration, tries everything that the agent needs, enrols, starts",
            "the service and leaves a report. Once more is harmless. Exit status 1 if",
            "something has to be mended first; it says what."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Agent.Version.class)
final class Setup implements Callable<Integer> {
    private static final String UNIT = "vdeli-edge-agent.service";
    private static final Duration FIRST_HEARTBEAT = Duration.ofSeconds(30);

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "YAML file with the keys, made or filled in")
    private Path file = Path.of("edge-agent.yaml");

    @Option(
            names = "--manager",
            paramLabel = "URL",
            description = "where the manager answers, such as https://manager.example.net:8080")
    private @Nullable String manager;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "one-time token from the manager, for a server that has not enrolled;"
                            + " or the variable VDELI_ENROLMENT_TOKEN")
    private @Nullable String token;

    @Option(names = "--name", paramLabel = "NAME", description = "this server's name")
    private @Nullable String name;

    @Option(
            names = "--addresses",
            paramLabel = "ADDRESS",
            split = ",",
            description = "at which viewers reach this server, best first")
    private List<String> addresses = List.of();

    @Option(names = "--data", paramLabel = "DIR", description = "folder for what the agent keeps")
    private @Nullable Path data;

    @Option(names = "--no-start", description = "enrols, and starts no service")
    private boolean noStart;

    @Override
    public Integer call() throws Exception {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
            logs.getLoggerList().forEach(log -> log.setLevel(Level.OFF));
        }
        try {
            configure();
        } catch (IOException e) {
            err().println("could not write the configuration " + file + ": " + e);
            return ExitCode.FAILED.status();
        }
        Map<String, String> environment = new HashMap<>(System.getenv());
        token().ifPresent(text -> environment.put("VDELI_ENROLMENT_TOKEN", text));
        ConfigResult<AgentConfig> read =
                Agent.reader().read(Optional.of(file), environment, List.of());
        return switch (read) {
            case ConfigResult.Ok<AgentConfig> ok -> connect(ok);
            case ConfigResult.Problems<AgentConfig> problems -> {
                err().println(problems.asText("agent"));
                yield ExitCode.CONFIGURATION.status();
            }
        };
    }

    /// Writes what was given or answered; what stands in the file already is not asked for.
    private void configure() throws IOException {
        ConfigText text = ConfigText.read(file);
        String before = text.text();
        if (data != null) {
            text.set("data", data.toString());
        }
        Optional<String> address =
                Optional.ofNullable(manager)
                        .or(() ->
                                text.value("manager").isPresent()
                                        ? Optional.empty()
                                        : asked("Address of the manager: "));
        address.ifPresent(url -> text.set("manager", url));
        if (name != null) {
            text.set("name", name);
        }
        if (!addresses.isEmpty()) {
            text.set("addresses", addresses);
        }
        if (!text.text().equals(before)) {
            text.write(file);
            say("wrote " + file);
        }
    }

    private int connect(ConfigResult.Ok<AgentConfig> configuration)
            throws IOException, InterruptedException {
        AgentConfig config = configuration.config();
        Wiring wiring = new Wiring(config);
        List<String> report = new ArrayList<>();
        report.add("vdeli agent " + AgentVersion.text() + " on " + system());
        report.add("at " + wiring.now().truncatedTo(ChronoUnit.SECONDS));
        ConfigText.shown(configuration.effective())
                .forEach((key, value) -> report.add("%-32s%s".formatted(key, value)));
        CheckReport found = wiring.selfTest().run();
        found.findings().forEach(finding -> tell(report, finding.toString()));
        if (!found.ok()) {
            tell(report, failed(found));
            keep(config.data(), report);
            return ExitCode.FAILED.status();
        }
        try {
            Enrolled me = wiring.enrolAlone();
            tell(report, "enrolled as server " + me.server() + ", " + me.name());
        } catch (ManagerLink.RefusedException | IOException e) {
            tell(report, "could not enrol: " + e.getMessage());
            keep(config.data(), report);
            return ExitCode.FAILED.status();
        }
        boolean runs = start(config.data(), wiring, report);
        keep(config.data(), report);
        return (runs ? ExitCode.OK : ExitCode.FAILED).status();
    }

    private static String failed(CheckReport found) {
        long count = found.findings().stream().filter(f -> f.state() == Finding.State.FAIL).count();
        return "%d of %d checks failed; mend that and run setup again"
                .formatted(count, found.findings().size());
    }

    /// Starts the service where systemd runs, and waits for its first heartbeat.
    private boolean start(Path folder, Wiring wiring, List<String> report)
            throws IOException, InterruptedException {
        adopt(folder);
        if (noStart || !Files.isDirectory(Path.of("/run/systemd/system"))) {
            tell(report, "the service is not started; start the agent with: run --config=" + file);
            return true;
        }
        Instant begin = wiring.now();
        Process enabling =
                new ProcessBuilder("systemctl", "enable", "--now", UNIT).inheritIO().start();
        if (enabling.waitFor() != 0) {
            tell(report, "could not start " + UNIT + "; see: journalctl -u " + UNIT);
            return false;
        }
        Path status = Wiring.statusFile(folder);
        while (!isYounger(status, begin)) {
            if (begin.plus(FIRST_HEARTBEAT).isBefore(wiring.now())) {
                tell(
                        report,
                        "the service runs, but sent no heartbeat within "
                                + FIRST_HEARTBEAT.toSeconds()
                                + " s; see: journalctl -u "
                                + UNIT);
                return false;
            }
            Thread.sleep(200);
        }
        tell(report, "the service runs; the manager has its first heartbeat");
        return true;
    }

    private static boolean isYounger(Path file, Instant than) throws IOException {
        return Files.exists(file) && Files.getLastModifiedTime(file).toInstant().isAfter(than);
    }

    /// Gives what was made here to the owner of the folder, as whom the service runs.
    private static void adopt(Path folder) throws IOException {
        PosixFileAttributes owner = Files.readAttributes(folder, PosixFileAttributes.class);
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                PosixFileAttributeView view =
                        Files.getFileAttributeView(
                                path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
                if (!view.readAttributes().owner().equals(owner.owner())) {
                    view.setOwner(owner.owner());
                    view.setGroup(owner.group());
                }
            }
        }
    }

    private void keep(Path folder, List<String> report) throws IOException {
        Path kept = folder.resolve("setup-report.txt");
        Files.writeString(kept, String.join("\n", report) + "\n", StandardCharsets.UTF_8);
        adopt(folder);
        say("report: " + kept);
    }

    private static String system() {
        try {
            return Files.readString(Path.of("/etc/os-release"))
                    .lines()
                    .filter(line -> line.startsWith("PRETTY_NAME="))
                    .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
                    .findFirst()
                    .orElse("Linux");
        } catch (IOException _) {
            return System.getProperty("os.name", "an unknown system");
        }
    }

    private Optional<String> token() throws IOException {
        if (token != null) {
            return Optional.of(token);
        }
        Optional<String> given = Optional.ofNullable(System.getenv("VDELI_ENROLMENT_TOKEN"));
        return given.isPresent() || isEnrolled() ? given : asked("One-time token: ");
    }

    /// Whether the configured folder holds an identity; then no token is needed.
    private boolean isEnrolled() throws IOException {
        return ConfigText.read(file)
                .value("data")
                .map(folder -> Files.exists(Path.of(folder).resolve("identity.json")))
                .orElse(false);
    }

    /// An answer of whoever sits there; nothing where nobody does.
    private static Optional<String> asked(String question) {
        Console console = Objects.requireNonNull(System.console(), "there since JDK 22");
        if (!console.isTerminal()) {
            return Optional.empty();
        }
        return Optional.ofNullable(console.readLine("%s", question))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private void tell(List<String> report, String line) {
        report.add(line);
        say(line);
    }

    private void say(String line) {
        PrintWriter out = commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private PrintWriter err() {
        return commandLine().getErr();
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec, "set by picocli").commandLine();
    }
}
