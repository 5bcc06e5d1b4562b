package org.vdeli.installers.bench.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.installers.site.Launcher;
import org.vdeli.installers.site.ManagerClient;
import org.vdeli.installers.site.ManagerException;
import org.vdeli.installers.site.SiteException;
import org.vdeli.installers.site.StopSignal;
import org.vdeli.installers.testbed.NetworkShape;
import org.vdeli.installers.testbed.NetworkShape.WanChange;
import org.vdeli.installers.testbed.Testbed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `bench distribution`: from an accepted upload to the last verified replica on every edge server
/// of a shaped network, as a ratio to the shortest time that the links allow.
///
/// However it ends, every process that it started is stopped and the network is removed.
@Command(
        name = "distribution",
        description =
                "How long a file takes to every edge server of a shaped network, against what the"
                        + " links allow. Needs root.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class DistributionBench implements Callable<Integer> {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final String FOLDER = "vdeli-distribution-";
    private static final Pattern EDGE = Pattern.compile("e(\\d{1,3})-(\\d{1,3})");

    @Option(names = "--clusters", description = "Clusters with a WAN link each; 4 if not given.")
    private int clusters = 4;

    @Option(names = "--edges", description = "Edge servers in each cluster; 4 if not given.")
    private int edges = 4;

    @Option(names = "--mib", description = "Size of the file, in MiB; 64 if not given.")
    private int mebibytes = 64;

    @Option(names = "--rounds", description = "How often it is measured; once if not given.")
    private int rounds = 1;

    @Option(
            names = "--method",
            description = "single, swarm or trickle, as the policy says it; swarm if not given.")
    private TransferMethod method = TransferMethod.SWARM;

    @Option(
            names = "--connections",
            description = "Connections of the policy; those of the method if not given.")
    private Optional<Integer> connections = Optional.empty();

    @Option(
            names = "--request-size",
            description = "Bytes in a request, such as 4MiB; as the method has it if not given.")
    private Optional<String> requestSize = Optional.empty();

    @Option(
            names = "--rate",
            description = "Limit of each connection, such as 8Mbit/s; none if not given.")
    private Optional<String> rate = Optional.empty();

    @Option(
            names = "--regions",
            description = "The clusters are dealt out to so many regions; 1 if not given.")
    private int regions = 1;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A parameter of installers/testbed/testbed.sh, such as WAN_LOSS=1.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--wan",
            paramLabel = "CLUSTER:KEY=VALUE",
            description = "A parameter of one cluster's WAN, such as 1:rate=10.")
    private List<String> wans = new ArrayList<>();

    @Option(
            names = "--kill-after",
            arity = "2",
            paramLabel = "SECONDS NODE",
            hideParamSyntax = true,
            description =
                    "SECONDS NODE: kill all of an edge server, such as e0-1, so long after the"
                            + " upload was accepted.")
    private List<String> kills = new ArrayList<>();

    @Option(
            names = "--at",
            paramLabel = "SECONDS:COMMAND",
            description =
                    "Disturb the network so long after the upload was accepted by a command of"
                            + " testbed.sh, such as '5:partition 1' and '65:heal 1'.")
    private List<String> events = new ArrayList<>();

    @Option(names = "--warm-up", description = "Size of the file before, in MiB; 8 if not given.")
    private int warmUp = 8;

    @Option(
            names = "--manager",
            paramLabel = "KEY=VALUE",
            description = "A configuration key of the manager.")
    private Map<String, String> managerKeys = new LinkedHashMap<>();

    @Option(
            names = "--agent",
            paramLabel = "KEY=VALUE",
            description = "A configuration key of every agent.")
    private Map<String, String> agentKeys = new LinkedHashMap<>();

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Write the bytes of every WAN over time, as CSV; the last round's.")
    private Optional<Path> trace = Optional.empty();

    @Option(names = "--folder", description = "Where the programs keep their data; /dev/shm.")
    private Path above = MEMORY;

    @Option(names = "--keep", description = "Leave the folder with data and logs.")
    private boolean keep;

    @Spec private @Nullable CommandSpec spec;

    private final long begun = System.nanoTime();

    @Override
    public Integer call() {
        NetworkShape shape = checked();
        Launcher launcher = Launcher.find();
        Path folder = above.resolve(FOLDER + Testbed.ownName());
        Optional<String> figures = Optional.empty();
        try (StopSignal stop = StopSignal.forThisThread()) {
            try {
                removeAbandoned(launcher);
                figures = Optional.of(measure(launcher, shape, folder));
            } catch (SiteException | ManagerException e) {
                if (stop.isGiven()) {
                    say("interrupted");
                } else {
                    say("failed: " + e.getMessage());
                }
            } finally {
                boolean hasFailed = figures.isEmpty() && !stop.isGiven();
                if (Files.exists(folder) && (keep || hasFailed)) {
                    say("data and logs are left in " + folder);
                } else {
                    delete(folder);
                }
            }
        }
        figures.ifPresent(System.out::println);
        return figures.isPresent() ? 0 : 1;
    }

    private NetworkShape checked() {
        try {
            disturbances();
            limits();
            if (regions < 1 || regions > clusters) {
                throw new IllegalArgumentException("--regions must be 1 to the number of clusters");
            }
            if (mebibytes < 1 || rounds < 1 || warmUp < 1) {
                throw new IllegalArgumentException(
                        "--mib, --rounds and --warm-up must be at least 1");
            }
            return new NetworkShape(
                    clusters, edges, settings, wans.stream().map(WanChange::parse).toList());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), e.getMessage(), e);
        }
    }

    private List<Disturbance> disturbances() {
        List<Disturbance> all = new ArrayList<>();
        for (int i = 0; i + 1 < kills.size(); i += 2) {
            all.add(Disturbance.kill(kills.get(i), kills.get(i + 1)));
        }
        events.stream().map(Disturbance::parse).forEach(all::add);
        for (Disturbance disturbance : all) {
            disturbance
                    .killed()
                    .filter(node -> !isEdge(node))
                    .ifPresent(node -> {
                        throw new IllegalArgumentException(
                                node + " is no edge server such as e0-1");
                    });
        }
        all.sort(Comparator.comparing(Disturbance::after));
        return List.copyOf(all);
    }

    private boolean isEdge(String node) {
        Matcher matcher = EDGE.matcher(node);
        return matcher.matches()
                && Integer.parseInt(matcher.group(1)) < clusters
                && Integer.parseInt(matcher.group(2)) < edges;
    }

    private TransferLimits limits() {
        TransferLimits preset = method.preset();
        return new TransferLimits(
                method,
                connections.orElse(preset.connections()),
                requestSize.map(ByteCount::parse).orElse(preset.requestSize()),
                rate.map(Bitrate::parse).orElse(preset.ratePerConnection()));
    }

    /// What earlier runs that were killed left behind.
    private void removeAbandoned(Launcher launcher) {
        for (String name : Testbed.removeAbandoned(launcher)) {
            say("removed the testbed " + name + " of a run that was killed");
            delete(above.resolve(FOLDER + name));
        }
    }

    private String measure(Launcher launcher, NetworkShape shape, Path folder) {
        say(
                "building a network of %d clusters with %d edge servers each, testbed %s"
                        .formatted(clusters, edges, Testbed.ownName()));
        try (Testbed testbed = Testbed.build(launcher, shape);
                ShapedFleet fleet =
                        new ShapedFleet(
                                launcher,
                                folder,
                                testbed,
                                new ShapedFleet.Options(
                                        regions, limits(), flags(managerKeys), flags(agentKeys)))) {
            try {
                return measure(testbed, fleet);
            } finally {
                Thread.interrupted(); // what follows has to be waited for
                say("stopping everything");
            }
        }
    }

    private static List<String> flags(Map<String, String> keys) {
        return keys.entrySet().stream().map(e -> "--" + e.getKey() + "=" + e.getValue()).toList();
    }

    /// The rounds.
    ///
    /// @return the line of figures
    private String measure(Testbed testbed, ShapedFleet fleet) {
        ByteCount size = ByteCount.mebibytes(mebibytes);
        Duration bound = testbed.shape().bound(size);
        say("conditions: " + conditions(testbed.shape()));
        say("starting the manager at the origin, logs in " + fleet.site().logs());
        ManagerClient manager = fleet.startManager();
        say("starting " + fleet.edges().size() + " agents");
        fleet.startEdges(manager);
        Fill fill = new Fill(testbed, fleet, manager, this::say);
        say("warming up with " + warmUp + " MiB");
        fill.run("warm-up.bin", ByteCount.mebibytes(warmUp), List.of());
        List<Round> done = new ArrayList<>();
        for (int number = 1; number <= rounds; number++) {
            say("round %d: uploading %d MiB".formatted(number, mebibytes));
            Round round = fill.run("round-" + number + ".bin", size, disturbances());
            done.add(round);
            say("round %d: %s".formatted(number, line(Round.figures(List.of(round), bound))));
            trace.ifPresent(file -> Gauge.write(round.readings(), file));
        }
        return "distribution clusters=%d edges=%d mib=%d %s method=%s rounds=%d"
                .formatted(
                        clusters,
                        edges,
                        mebibytes,
                        line(Round.figures(done, bound)),
                        method.name().toLowerCase(Locale.ROOT),
                        rounds);
    }

    private static String line(Map<String, String> figures) {
        return figures.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(" "));
    }

    private String conditions(NetworkShape shape) {
        String load;
        try {
            load = Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "%d processors, load %s, limits %s, settings %s, WANs that differ %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        load,
                        limits(),
                        shape.settings(),
                        shape.changes());
    }

    private void say(String line) {
        System.out.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - begun) / 1e9, line);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + folder, e);
        }
    }
}
