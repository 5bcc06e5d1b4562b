package org.vdeli.installers.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.LiveView;
import org.vdeli.contracts.api.UploadState;
import org.vdeli.contracts.api.UploadView;
import org.vdeli.contracts.config.ExitCode;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.ftp.ftpput.FtpPut;
import org.vdeli.installers.simulate.Arrivals;
import org.vdeli.installers.simulate.Behaviour;
import org.vdeli.installers.simulate.FileLimit;
import org.vdeli.installers.simulate.FillTimes;
import org.vdeli.installers.simulate.FleetFigures;
import org.vdeli.installers.simulate.FleetFounding;
import org.vdeli.installers.simulate.FleetShape;
import org.vdeli.installers.simulate.SimulatedFleet;
import org.vdeli.installers.site.GoodEnd;
import org.vdeli.installers.site.Launcher;
import org.vdeli.installers.site.ManagerClient;
import org.vdeli.installers.site.ManagerException;
import org.vdeli.installers.site.Patience;
import org.vdeli.installers.site.Site;
import org.vdeli.installers.site.SiteException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `bench fleet`: how one manager with one broker and one database carries a fleet of simulated
/// agents.
///
/// What the figures are:
///
/// * `deliver_s`: from the upload's last byte (the manager's `receivedAt`, before it is accepted)
///   to the last agent that has its job.
/// * `confirm_s`: all agents confirm at one moment; from then to the last replica in the database.
/// * `change_p99_s`: the asset is deleted; from the call to 99 % of the agents having their order.
/// * `manager_restart_s`: from KILL of the manager to the steady state of one that was started at
///   once; its broker and database go with it or on as they do.
/// * `broker_restart_s`: from KILL of the broker to the steady state; the manager starts it anew.
/// * `cpu_pct`, `rss_mib`: of manager, broker and database together, in the steady state.
///
/// Steady state: every agent is connected, the manager has heard every agent since the fault, every
/// server is online, nothing waits in the outbox, and no server was called silent.
@Command(
        name = "fleet",
        description = "How one manager, broker and database carry a fleet of simulated agents.",
        mixinStandardHelpOptions = true)
public final class FleetBench implements Callable<Integer> {
    private static final Duration DISTRIBUTE_WITHIN = Duration.ofMinutes(5);
    private static final Duration RESTART_WITHIN = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final int CONTENT_BYTES = 1_000_000;
    private static final double SHARE = 0.99;

    @Option(names = "--agents", paramLabel = "N", description = "How many; 4000 if not given.")
    private int agents = 4000;

    @Option(names = "--clusters", paramLabel = "N", description = "One for 20 agents if not given.")
    private int clusters;

    @Option(names = "--regions", paramLabel = "N", description = "One for 7 clusters if not given.")
    private int regions;

    @Option(names = "--seed", paramLabel = "N", description = "Of the fleet; 1 if not given.")
    private long seed = 1;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Distributions; the figures are medians; 5 if not given.")
    private int rounds = 5;

    @Option(
            names = "--steady",
            paramLabel = "SECONDS",
            description = "How long the steady state is watched; 60 if not given.")
    private int steadySeconds = 60;

    @Option(
            names = "--no-restarts",
            description = "Leaves the restarts out; their figures are then -1.")
    private boolean noRestarts;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Where manager and identities are kept; without it everything is made anew and"
                            + " deleted.")
    private @Nullable Path data;

    private final List<Double> delivered = new ArrayList<>();
    private final List<Double> confirmed = new ArrayList<>();
    private final List<Double> changed = new ArrayList<>();
    private long statements;

    @Override
    public Integer call() throws IOException {
        Optional<String> fault = FileLimit.read().fault(agents, true);
        if (fault.isPresent()) {
            say("could not begin: " + fault.get());
            return ExitCode.FAILED.status();
        }
        Path folder = data == null ? Files.createTempDirectory("vdeli-bench-fleet") : data;
        try (GoodEnd end = GoodEnd.ofThisThread()) {
            return measure(folder, end);
        } finally {
            if (data == null) {
                delete(folder);
            }
        }
    }

    private int measure(Path folder, GoodEnd end) throws IOException {
        try (Site site = Site.open(Launcher.find(), folder)) {
            try {
                measure(site);
                return ExitCode.OK.status();
            } finally {
                Thread.interrupted(); // what follows has to be waited for
                say("stopping everything");
            }
        } catch (SiteException | ManagerException e) {
            say(end.isAsked() ? "interrupted" : "could not measure: " + e.getMessage());
            return ExitCode.FAILED.status();
        }
    }

    private void measure(Site site) throws IOException {
        FleetShape usual = FleetShape.usual(agents, seed);
        int inClusters = clusters > 0 ? clusters : usual.clusters();
        FleetShape shape =
                new FleetShape(
                        agents,
                        inClusters,
                        regions > 0 ? regions : Math.min(usual.regions(), inClusters),
                        seed);
        say("starting a manager with its own MariaDB and RabbitMQ in " + site.managerFolder());
        long begun = System.nanoTime();
        site.startManager();
        say("the manager is ready (%.1f s)".formatted(seconds(begun)));
        ManagerClient operator = site.loginAsAdmin();
        String password = site.password(FleetFounding.PUBLISHER);
        new FleetFounding(shape, operator).publisher(password);
        Behaviour behaviour = Behaviour.usual(FillTimes.parse("0s"), 0);
        try (SimulatedFleet fleet =
                SimulatedFleet.start(shape, behaviour, operator, site.folder(), this::say)) {
            Run run = new Run(site, fleet, behaviour, password);
            run.awaitSteady("after the start", Instant.now(), System.nanoTime());
            FleetLoad.Use use = run.watchSteady();
            run.distribute("warm-up", false);
            delivered.clear();
            confirmed.clear();
            changed.clear();
            for (int round = 1; round <= rounds; round++) {
                run.distribute("round " + round, false);
            }
            run.distribute("round with all statements noted", true);
            double managerRestart = noRestarts ? -1 : run.restartManager();
            double brokerRestart = noRestarts ? -1 : run.restartBroker();
            FleetLoad.Use after = run.watchSteady();
            say(
                    "4000 confirmations".replace("4000", Integer.toString(agents))
                            + " took "
                            + statements
                            + " statements; memory of the second steady state counts");
            System.out.printf(
                    Locale.ROOT,
                    "fleet agents=%d deliver_s=%.1f confirm_s=%.1f change_p99_s=%.1f"
                            + " manager_restart_s=%.0f broker_restart_s=%.0f cpu_pct=%.0f"
                            + " rss_mib=%.0f manager_cpu_pct=%.1f database_cpu_pct=%.1f"
                            + " broker_cpu_pct=%.1f confirm_statements=%d%n",
                    agents,
                    median(delivered),
                    median(confirmed),
                    median(changed),
                    managerRestart,
                    brokerRestart,
                    use.cpu(FleetLoad.Part.values()),
                    after.rss(),
                    use.cpu(FleetLoad.Part.MANAGER),
                    use.cpu(FleetLoad.Part.DATABASE),
                    use.cpu(FleetLoad.Part.BROKER),
                    statements);
        }
    }

    /// One run against one fleet.
    private final class Run {
        private final Site site;
        private final SimulatedFleet fleet;
        private final Behaviour behaviour;
        private final String password;
        private final Path content;
        private int files;

        Run(Site site, SimulatedFleet fleet, Behaviour behaviour, String password)
                throws IOException {
            this.site = site;
            this.fleet = fleet;
            this.behaviour = behaviour;
            this.password = password;
            this.content = Files.createDirectories(site.folder().resolve("content"));
        }

        /// Uploads a video, lets all agents have it and confirm it, and deletes it.
        void distribute(String name, boolean noted) throws IOException {
            AssetPath path =
                    AssetPath.of(
                            FleetFounding.PUBLISHER,
                            FleetFounding.PROJECT,
                            "bench-%d-%d.mp4".formatted(System.nanoTime(), ++files));
            ManagerClient operator = site.loginAsAdmin();
            Arrivals fills = fleet.figures().watch(FleetFigures.Kind.FILL, path);
            behaviour.gate().close();
            try (FleetDatabase database = FleetDatabase.open(site)) {
                Clocks clocks = Clocks.read();
                upload(path);
                await("all jobs of " + path + " delivered", () -> fills.count() >= agents);
                UploadView upload = accepted(operator, path);
                AssetId asset = upload.asset().orElseThrow();
                AssetView view = operator.asset(asset);
                double deliver = fills.seconds(clocks.nanoTime(upload.receivedAt()), agents, 1);
                double fromAccepted = fills.seconds(clocks.nanoTime(view.acceptedAt()), agents, 1);
                double firstJob = fills.seconds(clocks.nanoTime(upload.receivedAt()), agents, 1e-9);
                double confirm = confirm(database, asset, noted);
                Arrivals purges = fleet.figures().watch(FleetFigures.Kind.PURGE, path);
                long deleting = System.nanoTime();
                operator.delete(asset);
                double call = seconds(deleting);
                await("the deletion of " + path + " at all agents", () -> purges.count() >= agents);
                double change = purges.seconds(deleting, agents, SHARE);
                await(
                        "all purges of " + path + " confirmed",
                        () -> database.replicas(asset) == 0 && database.openJobs(asset) == 0);
                fleet.figures().watchNothing(List.of(path));
                if (!noted) {
                    delivered.add(deliver);
                    confirmed.add(confirm);
                    changed.add(change);
                }
                say(
                        String.format(
                                Locale.ROOT,
                                "%s: all jobs after %.2f s (the first after %.2f s; %.2f s from"
                                        + " accepted), all confirmations stored in %.2f s, a change at"
                                        + " 99 %% after %.2f s, at all after %.2f s (its call took %.2f"
                                        + " s); load %.1f%s",
                                name,
                                deliver,
                                firstJob,
                                fromAccepted,
                                confirm,
                                change,
                                purges.seconds(deleting, agents, 1),
                                call,
                                systemLoad(),
                                noted ? "; " + statements + " statements" : ""));
            }
        }

        private double confirm(FleetDatabase database, AssetId asset, boolean noted) {
            if (!noted) {
                long begun = System.nanoTime();
                behaviour.gate().open();
                await(
                        "all confirmations of asset " + asset + " stored",
                        () -> database.replicas(asset) >= agents);
                return seconds(begun);
            }
            try (FleetDatabase root = FleetDatabase.openAsRoot(site)) {
                root.beginToNote();
                long begun = System.nanoTime();
                behaviour.gate().open();
                await(
                        "all confirmations of asset " + asset + " stored",
                        () -> database.replicas(asset) >= agents);
                double took = seconds(begun);
                statements = root.noted("INSERT INTO replicas");
                return took;
            }
        }

        private void upload(AssetPath path) throws IOException {
            Path file = content.resolve(path.fileName());
            byte[] bytes = new byte[CONTENT_BYTES];
            new SplittableRandom(files + seed).nextBytes(bytes);
            Files.write(file, bytes);
            int status =
                    FtpPut.run(
                            "--server",
                            site.addresses().ftp().host() + ":" + site.addresses().ftp().port(),
                            "--user",
                            FleetFounding.PUBLISHER,
                            "--password",
                            password,
                            "--local",
                            file.toString(),
                            "--target",
                            "/" + FleetFounding.PROJECT + "/",
                            "--quiet");
            Files.delete(file);
            if (status != 0) {
                throw new SiteException("could not upload " + path + ": ftpput " + status);
            }
        }

        private UploadView accepted(ManagerClient operator, AssetPath path) {
            return Patience.await(
                    "the upload of " + path + " accepted",
                    DISTRIBUTE_WITHIN,
                    () ->
                            operator.upload(path.toString())
                                    .filter(upload -> upload.state() == UploadState.ACCEPTED));
        }

        FleetLoad.Use watchSteady() {
            say("watching the steady state for " + steadySeconds + " s");
            FleetLoad.Use use;
            double perSecond;
            try (FleetDatabase database = FleetDatabase.open(site)) {
                long before = database.questions();
                use = FleetLoad.watch(site, Duration.ofSeconds(steadySeconds));
                perSecond = (database.questions() - before - 1) / (double) steadySeconds;
            }
            say(
                    String.format(
                            Locale.ROOT,
                            "steady: manager %.1f %% of a core and %.0f MiB, database %.1f %% and"
                                    + " %.0f MiB, broker %.1f %% and %.0f MiB; %.0f statements/s;"
                                    + " the agents %.0f %%; load %.1f",
                            use.cpu(FleetLoad.Part.MANAGER),
                            use.rss(FleetLoad.Part.MANAGER),
                            use.cpu(FleetLoad.Part.DATABASE),
                            use.rss(FleetLoad.Part.DATABASE),
                            use.cpu(FleetLoad.Part.BROKER),
                            use.rss(FleetLoad.Part.BROKER),
                            perSecond,
                            use.ownCpuPercent(),
                            use.systemLoad()));
            return use;
        }

        double restartManager() {
            say("killing the manager and starting it again");
            Instant at = Instant.now();
            long begun = System.nanoTime();
            site.manager().kill();
            site.startManager();
            say("the manager is ready after %.1f s".formatted(seconds(begun)));
            return awaitSteady("after the manager's restart", at, begun);
        }

        double restartBroker() {
            long pid =
                    FleetLoad.pid(site, FleetLoad.Part.BROKER)
                            .orElseThrow(() -> new SiteException("could not find the broker"));
            say("killing the broker, which the manager starts again");
            Instant at = Instant.now();
            long begun = System.nanoTime();
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            await(
                    "the agents lose their connections",
                    () -> fleet.figures().counts().connected() < agents);
            return awaitSteady("after the broker's restart", at, begun);
        }

        /// Waits for the steady state, and on until a false alarm would have come.
        double awaitSteady(String when, Instant since, long begun) {
            ManagerClient operator = site.loginAsAdmin();
            try (FleetDatabase database = FleetDatabase.open(site)) {
                Patience.await(
                        "the steady state " + when,
                        RESTART_WITHIN,
                        () -> {
                            Patience.pause(LOOK_EVERY);
                            return isSteady(operator, database, since)
                                    ? Optional.of(true)
                                    : Optional.empty();
                        });
                double took = seconds(begun);
                say("steady %s: %.1f s; load %.1f".formatted(when, took, systemLoad()));
                long alarms = database.silentAlarmsSince(since);
                if (alarms > 0) {
                    throw new SiteException(alarms + " servers were called silent " + when);
                }
                return took;
            }
        }

        private boolean isSteady(ManagerClient operator, FleetDatabase database, Instant since) {
            if (fleet.figures().counts().connected() < agents || database.online() < agents) {
                return false;
            }
            Instant now = Instant.now();
            long heard =
                    operator.live().stream().filter(live -> heardSince(live, now, since)).count();
            return heard >= agents && database.outbox() == 0;
        }

        private static boolean heardSince(LiveView live, Instant now, Instant since) {
            return live.heartbeat().isPresent() && now.minus(live.lag()).isAfter(since);
        }

        private void await(String what, BooleanSupplier done) {
            long deadline = System.nanoTime() + DISTRIBUTE_WITHIN.toNanos();
            while (!done.getAsBoolean()) {
                if (System.nanoTime() > deadline) {
                    throw new SiteException(
                            "could not see " + what + " within " + DISTRIBUTE_WITHIN);
                }
                Patience.pause(POLL);
            }
        }
    }

    /// The wall clock and `System.nanoTime` at one moment, to turn the one into the other.
    private record Clocks(Instant wall, long nano) {
        static Clocks read() {
            return new Clocks(Instant.now(), System.nanoTime());
        }

        long nanoTime(Instant moment) {
            return nano + Duration.between(wall, moment).toNanos();
        }
    }

    private static double systemLoad() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private void say(String line) {
        System.out.println(line);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
