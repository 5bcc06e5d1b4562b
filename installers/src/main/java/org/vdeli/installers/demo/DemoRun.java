package org.vdeli.installers.demo;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.installers.demo.Publishing.Published;
import org.vdeli.installers.site.Foundation;
import org.vdeli.installers.site.ManagerClient;
import org.vdeli.installers.site.ManagerException;
import org.vdeli.installers.site.Patience;
import org.vdeli.installers.site.Program;
import org.vdeli.installers.site.Site;
import org.vdeli.installers.site.SiteException;

/// One run of the demo in a site, step by step. From the moment when the manager is ready, programs
/// that end are started again.
public final class DemoRun implements AutoCloseable {
    private static final Duration JOINING = Duration.ofMinutes(1);

    /// How long a step waits for a manager that was killed to be back.
    private static final Duration COMING_BACK = Duration.ofMinutes(1);

    private static final Duration CONSOLE_STOP = Duration.ofSeconds(5);

    /// From the start to the verified replicas, when a later run finds what the first one made.
    private static final int GOAL = 20;

    private static final String VIDEO = "Lisboa à noite.mp4";

    private final Site site;
    private final Screen screen;
    private final long begun = System.nanoTime();
    private final boolean isLaterRun;
    private @Nullable Keeper keeper;

    public DemoRun(Site site, Screen screen) {
        this.site = site;
        this.screen = screen;
        this.isLaterRun = DemoFleet.EDGES.stream().allMatch(e -> site.isEnrolled(e.name()));
    }

    /// What a run came to.
    ///
    /// @param toVerified from the start of the run to the last verified replica
    public record Result(
            ManagerClient manager, List<URI> addresses, SampleSize video, Duration toVerified) {}

    /// Size of the video, for viewers that look at parts of it.
    public record SampleSize(long bytes) {}

    /// Walks the whole road and checks every step.
    ///
    /// @throws SiteException that says which step failed, and why
    public Result walk() {
        try (ExecutorService encoder = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Path> encoding = encoder.submit(() -> SampleVideo.encode(site));
            try {
                return walk(encoding);
            } finally {
                encoding.cancel(true);
            }
        }
    }

    private Result walk(Future<Path> encoding) {
        ManagerClient hasty = startManagerAndEdges();
        ManagerClient manager = hasty.patient(COMING_BACK);
        step("making the sample video");
        SampleVideo video =
                SampleVideo.stamped(
                        result(encoding), SampleVideo.folder(site).resolve(VIDEO), Instant.now());
        step("uploading " + video.size() + " by FTPS as publisher " + Founding.PUBLISHER);
        Published published = new Publishing(site, manager, screen).publish(video);
        Duration toVerified = Duration.ofNanos(System.nanoTime() - begun);
        step(
                "all %d replicas verified, %.1f s after the last uploaded byte, %.1f s after the start %s"
                        .formatted(
                                published.holders().size(),
                                seconds(published.lastByteToLastReplica()),
                                seconds(toVerified),
                                isLaterRun
                                        ? "of a later run (the goal is %d s)".formatted(GOAL)
                                        : "of a first run"));
        play(published, video, manager);
        List<URI> addresses =
                published.holders().stream()
                        .map(holder -> Viewers.address(holder, published.path()))
                        .toList();
        return new Result(hasty, addresses, new SampleSize(video.size().bytes()), toVerified);
    }

    private ManagerClient startManagerAndEdges() {
        step(
                isLaterRun
                        ? "starting the manager and " + DemoFleet.EDGES.size() + " edge servers"
                        : "starting the manager (its own MariaDB and RabbitMQ in "
                                + site.managerFolder()
                                + ")");
        URI http = site.managerHttp();
        site.beginManager("--fleet.silent-after=10s");
        if (isLaterRun) {
            // They know who they are: they start beside database, broker and manager.
            DemoFleet.EDGES.forEach(edge -> site.startEdge(edge, http, Optional.empty()));
        }
        site.awaitManager();
        step("the manager is ready");
        ManagerClient manager = site.loginAsAdmin();
        Foundation foundation = new Foundation(site, manager);
        new Founding(foundation).found();
        if (!isLaterRun) {
            step("starting " + DemoFleet.EDGES.size() + " edge servers, which enrol");
            DemoFleet.EDGES.forEach(edge -> site.startEdge(edge, http, foundation.tokenFor(edge)));
        }
        Keeper watching = Keeper.of(site, screen);
        keeper = watching;
        awaitOnline(manager.patient(COMING_BACK), watching);
        step("all edge servers are online");
        foundation.correctPorts(DemoFleet.EDGES);
        return manager;
    }

    private void awaitOnline(ManagerClient manager, Keeper watching) {
        Patience.await(
                "all edge servers online (logs: " + site.logs() + ")",
                JOINING,
                () -> {
                    watching.check();
                    List<String> online =
                            manager.servers().stream()
                                    .filter(server -> server.state() == ServerState.ONLINE)
                                    .map(ServerView::name)
                                    .toList();
                    return DemoFleet.EDGES.stream().allMatch(e -> online.contains(e.name()))
                            ? Optional.of(true)
                            : Optional.empty();
                });
    }

    private void play(Published published, SampleVideo video, ManagerClient manager) {
        Viewers viewers = new Viewers();
        int requests = 0;
        for (ServerView holder : published.holders()) {
            requests += viewers.play(Viewers.address(holder, published.path()), video);
        }
        URI first = Viewers.address(published.holders().getFirst(), published.path());
        SampleVideo.checkPlayable(site, first.toASCIIString());
        step(
                "played from each holder by %d ranges: every byte is right, and ffprobe plays it"
                        .formatted(requests));
        long counted =
                new Audience(manager, viewers).watch(published.holders(), published.path(), video);
        step(
                "sent "
                        + counted
                        + " requests as viewers; the statistics at the manager say the same");
    }

    /// Shows the live statistics.
    public void showLive(ManagerClient manager) {
        screen.draw(new LiveBoard(manager).table());
    }

    /// Says where everything is and who may log in.
    public void showAddresses(Result result) {
        say("");
        say("manager    " + site.addresses().http() + "  (REST: /api/v1/openapi.json)");
        say(
                "FTP, FTPS  ftp://"
                        + site.addresses().ftp().host()
                        + ":"
                        + site.addresses().ftp().port()
                        + "  (its certificate: "
                        + site.ftpCertificate()
                        + ")");
        say("watch      " + result.addresses().getFirst().toASCIIString());
        for (String account : List.of(Founding.OPERATOR, Founding.VIEWER)) {
            say("console    user %-6s password %s".formatted(account, site.password(account)));
        }
        say(
                "publisher  user %-6s password %s"
                        .formatted(Founding.PUBLISHER, site.password(Founding.PUBLISHER)));
        say(
                "admin      password in "
                        + site.managerFolder().resolve("secrets/first-admin-password"));
        say("logs       " + site.logs());
        say(
                "console    ./vdeli console --manager="
                        + site.addresses().http()
                        + " --user="
                        + Founding.OPERATOR);
        say("");
    }

    /// Says what may be done to it.
    public void showWhatToTry() {
        String pids =
                Stream.concat(
                                Stream.of(site.manager()),
                                DemoFleet.EDGES.stream().map(edge -> site.edge(edge.name())))
                        .map(program -> program.name() + " " + program.pid())
                        .collect(Collectors.joining(", "));
        say("kill -9 any process, it comes back and nothing is lost: " + pids);
        say("(or one of their children: nginx, MariaDB, RabbitMQ)");
        say("viewers go on watching; Ctrl-C stops everything");
    }

    /// Opens the console, logged in.
    public Program openConsole() {
        return site.start(
                "console",
                List.of("--manager=" + site.addresses().http(), "--user=" + Founding.OPERATOR),
                Map.of("VDELI_CONSOLE_PASSWORD", site.password(Founding.OPERATOR)),
                CONSOLE_STOP);
    }

    /// Sends viewer traffic and shows the live statistics until the thread is interrupted.
    public void runOn(Result result) {
        Viewers viewers = new Viewers();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long shown = 0;
        while (!Thread.currentThread().isInterrupted()) {
            URI address = result.addresses().get(random.nextInt(result.addresses().size()));
            try {
                viewers.look(address, random.nextLong(result.video().bytes()), 200_000);
                if (System.nanoTime() - shown
                        > Duration.ofSeconds(screen.isTerminal() ? 2 : 30).toNanos()) {
                    showLive(result.manager());
                    shown = System.nanoTime();
                }
            } catch (ManagerException | SiteException e) {
                // Somebody stopped a program to see what happens: viewers try again.
                say(String.valueOf(e.getMessage()));
                Patience.pause(Duration.ofSeconds(2));
            }
            Patience.pause(Duration.ofMillis(random.nextLong(20, 120)));
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SiteException("interrupted while the sample video was made", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SiteException cause
                    ? cause
                    : new SiteException("could not make the sample video: " + e.getCause(), e);
        }
    }

    private void say(String line) {
        screen.say(line);
    }

    /// Says what happens now, with the seconds since the start.
    private void step(String line) {
        say("%5.1f s  %s".formatted((System.nanoTime() - begun) / 1e9, line));
    }

    /// No longer starts again what ends.
    @Override
    public void close() {
        if (keeper != null) {
            keeper.close();
        }
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
