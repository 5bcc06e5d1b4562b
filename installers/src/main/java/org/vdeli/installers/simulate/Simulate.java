package org.vdeli.installers.simulate;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.config.ExitCode;
import org.vdeli.installers.demo.Screen;
import org.vdeli.installers.site.GoodEnd;
import org.vdeli.installers.site.Launcher;
import org.vdeli.installers.site.ManagerClient;
import org.vdeli.installers.site.ManagerException;
import org.vdeli.installers.site.Patience;
import org.vdeli.installers.site.Site;
import org.vdeli.installers.site.SiteException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `simulate`: a fleet of simulated agents against a real manager, until Ctrl-C.
@Command(
        name = "simulate",
        description =
                "Thousands of simulated agents against a real manager, broker and database; they do"
                        + " everything but move bytes.",
        mixinStandardHelpOptions = true)
public final class Simulate implements Callable<Integer> {
    private static final Duration TERMINAL_TURN = Duration.ofSeconds(1);
    private static final Duration LISTING_TURN = Duration.ofSeconds(5);

    @Option(names = "--agents", paramLabel = "N", description = "How many; 4000 if not given.")
    private int agents = 4000;

    @Option(names = "--clusters", paramLabel = "N", description = "One for 20 agents if not given.")
    private int clusters;

    @Option(names = "--regions", paramLabel = "N", description = "One for 7 clusters if not given.")
    private int regions;

    @Option(
            names = "--manager",
            paramLabel = "URL",
            description = "A running manager; without it one is started in --data.")
    private @Nullable URI manager;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "An operator of that manager; admin if not given.")
    private String user = "admin";

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The operator's password; needed with --manager.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Where the agents' identities and a manager of one's own are kept from run to"
                            + " run (default: .vdeli/simulate here).")
    private @Nullable Path data;

    @Option(
            names = "--fill-time",
            paramLabel = "TIME",
            converter = FillTimesConverter.class,
            description =
                    "How long fills take: 3s, 1s-5s (uniform), exp:3s (mean), lognormal:3s,10s"
                            + " (median and 95th percentile); 1s-5s if not given.")
    private FillTimes fillTimes = FillTimes.parse("1s-5s");

    @Option(
            names = "--fail-rate",
            paramLabel = "SHARE",
            description = "Share of fills that end with a reason, 0 to 1; 0 if not given.")
    private double failRate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of places, fill times, failures and traffic; 1 if not given.")
    private long seed = 1;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Ends after this; until Ctrl-C if not given.")
    private @Nullable Duration duration;

    @Spec private @Nullable CommandSpec spec;

    private final Screen screen = Screen.standard();

    private Simulate() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Simulate()).execute(arguments));
    }

    /// Reads a fill time.
    static final class FillTimesConverter implements ITypeConverter<FillTimes> {
        @Override
        public FillTimes convert(String text) {
            return FillTimes.parse(text);
        }
    }

    /// Reads a time.
    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return FillTimes.duration(text);
        }
    }

    @Override
    public Integer call() throws IOException {
        FleetShape shape;
        Behaviour behaviour;
        try {
            FleetShape usual = FleetShape.usual(agents, seed);
            int inClusters = clusters > 0 ? clusters : usual.clusters();
            shape =
                    new FleetShape(
                            agents,
                            inClusters,
                            regions > 0 ? regions : Math.min(usual.regions(), inClusters),
                            seed);
            behaviour = Behaviour.usual(fillTimes, failRate);
        } catch (IllegalArgumentException e) {
            throw refused(e.getMessage());
        }
        if (manager != null && passwordFile == null) {
            throw refused("--manager needs --password-file with the password of " + user);
        }
        Optional<String> fault = FileLimit.read().fault(agents, manager == null);
        if (fault.isPresent()) {
            screen.say("could not begin: " + fault.get());
            return ExitCode.FAILED.status();
        }
        try (GoodEnd end = GoodEnd.ofThisThread()) {
            return manager == null
                    ? withOwnManager(shape, behaviour, end)
                    : against(shape, behaviour, end);
        }
    }

    private ParameterException refused(@Nullable String text) {
        if (spec == null) {
            throw new IllegalStateException("picocli gives every command its model");
        }
        return new ParameterException(spec.commandLine(), String.valueOf(text));
    }

    private Path folder() {
        return data == null ? Launcher.find().home().resolve(".vdeli/simulate") : data;
    }

    private int withOwnManager(FleetShape shape, Behaviour behaviour, GoodEnd end) {
        try (Site site = Site.open(Launcher.find(), folder())) {
            int status =
                    run(
                            end,
                            () -> {
                                screen.say(
                                        "starting a manager with its own MariaDB and RabbitMQ in "
                                                + site.managerFolder());
                                site.startManager();
                                ManagerClient operator = site.loginAsAdmin();
                                String password = site.password(FleetFounding.PUBLISHER);
                                new FleetFounding(shape, operator).publisher(password);
                                showAddresses(site, password);
                                simulate(shape, behaviour, operator, site.folder(), end);
                            });
            Thread.interrupted(); // what follows has to be waited for
            screen.say("stopping everything");
            return status;
        } catch (SiteException e) {
            screen.say("could not simulate: " + e.getMessage());
            return ExitCode.FAILED.status();
        }
    }

    private void showAddresses(Site site, String password) {
        screen.say("manager    " + site.addresses().http() + "  (REST: /api/v1/openapi.json)");
        screen.say(
                "admin      password in "
                        + site.managerFolder().resolve("secrets/first-admin-password"));
        screen.say(
                "upload     ./vdeli ftpput -s "
                        + site.addresses().ftp().host()
                        + ":"
                        + site.addresses().ftp().port()
                        + " -u "
                        + FleetFounding.PUBLISHER
                        + " -p "
                        + password
                        + " -l FILE -t /"
                        + FleetFounding.PROJECT
                        + "/");
    }

    private int against(FleetShape shape, Behaviour behaviour, GoodEnd end) {
        URI base = Objects.requireNonNull(manager);
        Path secret = Objects.requireNonNull(passwordFile);
        return run(
                end,
                () -> {
                    Path folder = folder();
                    Files.createDirectories(folder);
                    ManagerClient operator =
                            ManagerClient.login(base, user, Files.readString(secret).strip());
                    simulate(shape, behaviour, operator, folder, end);
                });
    }

    /// A run that may fail in the ways that are expected.
    private interface Run {
        void go() throws IOException;
    }

    private int run(GoodEnd end, Run run) {
        try {
            run.go();
            return ExitCode.OK.status();
        } catch (SiteException | ManagerException | IOException e) {
            if (end.isAsked()) {
                screen.say("interrupted");
                return ExitCode.OK.status();
            }
            screen.say("could not simulate: " + e.getMessage());
            return ExitCode.FAILED.status();
        }
    }

    private void simulate(
            FleetShape shape,
            Behaviour behaviour,
            ManagerClient operator,
            Path folder,
            GoodEnd end) {
        try (SimulatedFleet fleet =
                SimulatedFleet.start(shape, behaviour, operator, folder, screen::say)) {
            screen.say(
                    "seed "
                            + shape.seed()
                            + ", fills take "
                            + fillTimes
                            + ", "
                            + (duration == null ? "Ctrl-C ends it" : "ends after " + duration));
            LiveLine line = new LiveLine(fleet);
            watch(line, end);
            Thread.interrupted(); // closing has to be waited for
            screen.say(line.summary());
        }
    }

    private void watch(LiveLine line, GoodEnd end) {
        long begun = System.nanoTime();
        Duration turn = screen.isTerminal() ? TERMINAL_TURN : LISTING_TURN;
        try {
            while (duration == null || System.nanoTime() - begun < duration.toNanos()) {
                Patience.pause(turn);
                screen.draw(List.of(line.next()));
            }
        } catch (SiteException e) {
            if (!end.isAsked()) {
                throw e;
            }
        }
    }
}
