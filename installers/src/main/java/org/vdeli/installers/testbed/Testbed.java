package org.vdeli.installers.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vdeli.installers.site.Host;
import org.vdeli.installers.site.Launcher;
import org.vdeli.installers.site.Patience;
import org.vdeli.installers.site.SiteException;
import org.vdeli.installers.site.Tool;

/// A shaped network that stands until it is closed.
///
/// Its name has the pid of this process in it: what a process that was killed left standing is
/// known by that and removed by the next one.
public final class Testbed implements AutoCloseable {
    private static final Path STATES = Path.of("/run");
    private static final String STATE = "testbed-";
    private static final String NAME = "vd";
    private static final Duration BUILDING = Duration.ofMinutes(5);
    private static final Duration COMMAND = Duration.ofMinutes(1);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Path script;
    private final String name;
    private final NetworkShape shape;
    private Map<String, Node> nodes = Map.of();

    private Testbed(Path script, String name, NetworkShape shape) {
        this.script = script;
        this.name = name;
        this.shape = shape;
    }

    /// A host, switch or router.
    ///
    /// @param name such as `o0` (origin), `e1-3` (edge 3 of cluster 1)
    /// @param kind `origin`, `host`, `edge` or `router`
    public record Node(String name, String address, String kind) {}

    /// Bytes that a node received and sent, or that went to a cluster and came from it (`wan0`),
    /// with all headers.
    public record Traffic(long received, long sent) {}

    /// What a WAN carried in one direction since the testbed was built.
    ///
    /// @param bytes with the headers of IP and above
    /// @param payload without those of IP, TCP and UDP
    /// @param drops packets that did not arrive, by loss or because the queue was full
    public record WanCount(long bytes, long payload, long drops) {}

    /// A WAN towards its cluster and from it.
    public record Wan(WanCount in, WanCount out) {}

    /// Removes the testbeds of processes that are no more.
    ///
    /// @return their names
    public static List<String> removeAbandoned(Launcher launcher) {
        List<String> removed = new ArrayList<>();
        try (DirectoryStream<Path> states = Files.newDirectoryStream(STATES, STATE + NAME + "*")) {
            for (Path state : states) {
                String name = state.getFileName().toString().substring(STATE.length());
                String pid = name.substring(NAME.length());
                if (pid.matches("\\d{1,7}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    run(script(launcher), name, List.of("down"), COMMAND);
                    removed.add(name);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not list the testbeds in " + STATES, e);
        }
        return removed;
    }

    /// A name that no other process has.
    public static String ownName() {
        return NAME + ProcessHandle.current().pid();
    }

    /// Builds one.
    ///
    /// @throws SiteException if this machine or user cannot; nothing stays behind then
    public static Testbed build(Launcher launcher, NetworkShape shape) {
        Testbed testbed = new Testbed(script(launcher), ownName(), shape);
        try {
            List<String> up = new ArrayList<>(List.of("up"));
            up.addAll(shape.arguments());
            run(testbed.script, testbed.name, up, BUILDING);
            testbed.nodes = testbed.readNodes();
            for (NetworkShape.WanChange change : shape.changes()) {
                testbed.run(
                        "wan",
                        Integer.toString(change.cluster()),
                        change.key() + "=" + change.value());
            }
            return testbed;
        } catch (RuntimeException e) {
            boolean isInterrupted = Thread.interrupted();
            testbed.close();
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
            throw e;
        }
    }

    private static Path script(Launcher launcher) {
        return launcher.home().resolve("installers/testbed/testbed.sh");
    }

    private Map<String, Node> readNodes() {
        Map<String, Node> found = new LinkedHashMap<>();
        for (String line : run("nodes").lines().toList()) {
            String[] fields = line.split(" ", -1);
            found.put(fields[0], new Node(fields[0], fields[1], fields[2]));
        }
        return found;
    }

    public String name() {
        return name;
    }

    public NetworkShape shape() {
        return shape;
    }

    /// The origin, cut off from the machine's own networks as all nodes are.
    public Host origin() {
        return host("o0");
    }

    public static String edgeName(int cluster, int edge) {
        return "e" + cluster + "-" + edge;
    }

    /// A node as a place for programs.
    public Host host(String node) {
        return new Host(node(node).address(), command(script, name, List.of("exec", node)));
    }

    /// One of the nodes.
    ///
    /// @throws SiteException if there is no such node
    public Node node(String node) {
        Node found = nodes.get(node);
        if (found == null) {
            throw new SiteException(
                    "there is no node " + node + "; the nodes are " + nodes.keySet());
        }
        return found;
    }

    /// Passes a port of 127.0.0.1 on to the same port of a node.
    public void forward(int port, String node) {
        run("port", Integer.toString(port), node, Integer.toString(port));
    }

    /// Lets the counters of [#traffic()] start again.
    public void zero() {
        run("zero");
    }

    /// Bytes since the last [#zero()], by node and WAN.
    public Map<String, Traffic> traffic() {
        return run("stat")
                .lines()
                .map(line -> line.split("[ =]", -1))
                .collect(
                        Collectors.toMap(
                                fields -> fields[0],
                                fields ->
                                        new Traffic(
                                                Long.parseLong(fields[2]),
                                                Long.parseLong(fields[4]))));
    }

    /// What each WAN carried, by cluster. Fast enough to be asked many times a second.
    public synchronized List<Wan> wans() {
        Path control = STATES.resolve(STATE + name).resolve("ctl");
        Path answer = control.resolveSibling("ctl.stat");
        try {
            Files.deleteIfExists(answer);
            // The pipe has a reader for sure as long as the testbed stands: it is its own.
            Files.writeString(control, "stat\n", StandardOpenOption.WRITE);
            String text =
                    Patience.await(
                            "the counters of the WANs",
                            ANSWER,
                            Duration.ofMillis(2),
                            () ->
                                    Files.exists(answer)
                                            ? Optional.of(read(answer))
                                            : Optional.empty());
            List<WanCount> counts = text.lines().map(Testbed::count).toList();
            List<Wan> wans = new ArrayList<>();
            for (int cluster = 0; cluster < shape.clusters(); cluster++) {
                wans.add(new Wan(counts.get(2 * cluster), counts.get(2 * cluster + 1)));
            }
            return List.copyOf(wans);
        } catch (IOException e) {
            throw new UncheckedIOException("could not ask for the counters by " + control, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + file, e);
        }
    }

    private static WanCount count(String line) {
        Map<String, String> fields =
                Stream.of(line.split(" ", -1))
                        .filter(field -> field.contains("="))
                        .map(field -> field.split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        return new WanCount(
                number(fields, "bytes"),
                number(fields, "payload"),
                number(fields, "queue_drops")
                        + number(fields, "loss_drops")
                        + number(fields, "down_drops"));
    }

    private static long number(Map<String, String> fields, String key) {
        return Long.parseLong(fields.getOrDefault(key, "0"));
    }

    /// Lets something go wrong, or be right again.
    ///
    /// @param command of `testbed.sh` with its arguments, such as `crash e0-1` or `partition 2`
    public void disturb(List<String> command) {
        run(script, name, command, COMMAND);
    }

    private String run(String... arguments) {
        return run(script, name, List.of(arguments), COMMAND);
    }

    private static String run(Path script, String name, List<String> arguments, Duration within) {
        List<String> all = new ArrayList<>(List.of("setsid"));
        all.addAll(command(script, name, arguments));
        return Tool.run("testbed.sh " + arguments.getFirst(), all, within);
    }

    private static List<String> command(Path script, String name, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("env", "TB=" + name, script.toString()));
        all.addAll(arguments);
        return List.copyOf(all);
    }

    /// Ends what still runs in it and removes it.
    @Override
    public void close() {
        run(script, name, List.of("down"), COMMAND);
    }
}
