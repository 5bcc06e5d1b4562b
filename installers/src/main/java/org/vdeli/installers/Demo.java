package org.vdeli.installers;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vdeli.installers.demo.DemoRun;
import org.vdeli.installers.demo.Screen;
import org.vdeli.installers.site.Launcher;
import org.vdeli.installers.site.ManagerException;
import org.vdeli.installers.site.Site;
import org.vdeli.installers.site.SiteException;
import org.vdeli.installers.site.StopSignal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows the whole road on one machine, with real programs: a manager with its own database and
/// broker, six edge servers, a video from its upload to the players and the statistics back.
///
/// However it ends, every process that it started is stopped before it does.
@Command(
        name = "demo",
        description = "The whole road on this machine, from an upload to the players and back.",
        mixinStandardHelpOptions = true)
public final class Demo implements Callable<Integer> {
    private static final int OK = 0;
    private static final int FAILED = 1;

    @Option(names = "--once", description = "Check the results, stop everything, and end.")
    private boolean once;

    @Option(names = "--no-console", description = "Do not open the console.")
    private boolean noConsole;

    @Option(
            names = "--console",
            description =
                    "Open the console even if DISPLAY is not set or with --once not asked for.")
    private boolean console;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where everything is kept from run to run (default: .vdeli/demo here).")
    private @Nullable Path data;

    private final Screen screen = Screen.standard();

    private Demo() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Demo()).execute(arguments));
    }

    @Override
    public Integer call() {
        Launcher launcher = Launcher.find();
        Path folder = data == null ? launcher.home().resolve(".vdeli/demo") : data;
        try (StopSignal stop = StopSignal.forThisThread();
                Site site = Site.open(launcher, folder)) {
            return run(site, stop);
        } catch (SiteException e) {
            screen.say("demo failed: " + e.getMessage());
            return FAILED;
        }
    }

    private int run(Site site, StopSignal stop) {
        int status = OK;
        try {
            walk(site);
        } catch (SiteException | ManagerException e) {
            if (stop.isGiven()) {
                screen.say("interrupted");
            } else {
                screen.say("demo failed: " + e.getMessage());
                screen.say("logs: " + site.logs() + " and " + site.managerFolder());
                status = FAILED;
            }
        }
        Thread.interrupted(); // what follows has to be waited for
        screen.say("stopping everything");
        List<String> left = site.stop();
        if (!left.isEmpty()) {
            screen.say("these had to be stopped one by one:");
            left.forEach(line -> screen.say("  " + line));
            status = FAILED;
        }
        if (!site.processes().running().isEmpty()) {
            screen.say("could not stop all processes: " + site.processes().running());
            status = FAILED;
        } else {
            screen.say("every process is stopped");
        }
        return status;
    }

    private void walk(Site site) {
        try (DemoRun demo = new DemoRun(site, screen)) {
            DemoRun.Result result = demo.walk();
            demo.showLive(result.manager());
            demo.showAddresses(result);
            if (console || (!once && !noConsole && hasDisplay())) {
                demo.openConsole();
            }
            if (!once) {
                demo.showWhatToTry();
                demo.runOn(result);
            }
        }
    }

    /// An empty variable means none, as it does to the launcher.
    private static boolean hasDisplay() {
        return !Optional.ofNullable(System.getenv("DISPLAY")).orElse("").isEmpty();
    }
}
