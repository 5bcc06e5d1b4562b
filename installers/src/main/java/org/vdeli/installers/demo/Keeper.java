package org.vdeli.installers.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vdeli.installers.site.Program;
import org.vdeli.installers.site.Site;
import org.vdeli.installers.site.SiteException;
import org.vdeli.services.ServiceStartException;

/// Starts the demo's manager and agents again when they end, as systemd does at a real site, so
/// that anybody can try what a `kill -9` does. Database, broker and nginx are their parents' to
/// start again.
///
/// A program that ends again and again is given up: then [#check()] throws.
final class Keeper implements AutoCloseable {
    private static final Duration TURN = Duration.ofMillis(500);

    /// systemd gives up after as many starts within a time (`StartLimitBurst`), too.
    private static final int STARTS = 5;

    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final Site site;
    private final Screen screen;
    private final Map<String, List<Long>> ends = new HashMap<>();
    private final Thread thread;
    private volatile Optional<String> hopeless = Optional.empty();

    private Keeper(Site site, Screen screen) {
        this.site = site;
        this.screen = screen;
        this.thread = Thread.ofVirtual().name("keeper").unstarted(this::run);
    }

    static Keeper of(Site site, Screen screen) {
        Keeper keeper = new Keeper(site, screen);
        keeper.thread.start();
        return keeper;
    }

    /// Throws if a program was given up.
    ///
    /// @throws SiteException with the last lines of its log
    void check() {
        hopeless.ifPresent(reason -> {
            throw new SiteException(reason);
        });
    }

    private void run() {
        try {
            while (hopeless.isEmpty()) {
                Thread.sleep(TURN);
                site.revive().forEach(this::ended);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed
        } catch (ServiceStartException e) {
            giveUp("could not start again what had ended: " + e.getMessage());
        }
    }

    private void ended(Program program) {
        long now = System.nanoTime();
        List<Long> times = ends.computeIfAbsent(program.name(), _ -> new ArrayList<>());
        times.add(now);
        times.removeIf(time -> now - time > WITHIN.toNanos());
        if (times.size() > STARTS) {
            giveUp(
                    program.name()
                            + " ended "
                            + times.size()
                            + " times within a minute; the end of "
                            + program.log()
                            + ":\n"
                            + program.lastLines(15));
        } else {
            screen.say(program.name() + " (pid " + program.pid() + ") ended: started again");
        }
    }

    private void giveUp(String reason) {
        hopeless = Optional.of(reason);
        screen.say(reason);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
