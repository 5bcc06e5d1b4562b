package org.vdeli.installers.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;

/// A manager and its edge servers as processes of this machine, each at a [Host], all in one
/// folder: `manager/` and `edges/<name>/` are the programs' data folders, `run/` has their logs and
/// pids, `site.json` the ports and passwords that stay from run to run.
///
/// One owner at a time: the folder is locked. What an owner that was killed left running is stopped
/// when the next one opens the folder.
public final class Site implements AutoCloseable {
    private static final Duration MANAGER_START = Duration.ofMinutes(5);
    private static final Duration MANAGER_STOP = Duration.ofMinutes(1);
    private static final Duration EDGE_STOP = Duration.ofSeconds(20);
    private static final Duration LEFTOVER_STOP = Duration.ofSeconds(15);
    private static final int PASSIVE_PORTS = 20;

    private final Launcher launcher;
    private final Path folder;
    private final FileChannel lock;
    private final SiteFile file;
    private final SiteProcesses processes;
    private final Codec codec = new Codec();
    private final Map<String, Program> edges = new LinkedHashMap<>();
    private final List<Program> others = new ArrayList<>();
    private @Nullable Program manager;
    private @Nullable ManagerAddresses addresses;

    private Site(Launcher launcher, Path folder, FileChannel lock) {
        this.launcher = launcher;
        this.folder = folder;
        this.lock = lock;
        this.file = new SiteFile(folder.resolve("site.json"));
        this.processes = new SiteProcesses(folder);
    }

    /// Opens a folder, makes it if need be, and stops what a killed owner left in it.
    ///
    /// @throws SiteException if somebody else uses the folder
    public static Site open(Launcher launcher, Path folder) {
        try {
            Files.createDirectories(folder);
            Path real = folder.toRealPath();
            Files.createDirectories(real.resolve("run"));
            FileChannel channel =
                    FileChannel.open(
                            real.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new SiteException(
                        "could not use the folder "
                                + real
                                + ": another demo or test runs in it; stop that one, or choose"
                                + " another folder");
            }
            Site site = new Site(launcher, real, channel);
            site.processes.stop(LEFTOVER_STOP);
            return site;
        } catch (IOException e) {
            throw new SiteException("could not use the folder " + folder + ": " + e, e);
        }
    }

    public Path folder() {
        return folder;
    }

    /// Where the logs are.
    public Path logs() {
        return folder.resolve("run");
    }

    /// The data folder of the manager.
    public Path managerFolder() {
        return folder.resolve("manager");
    }

    /// The certificate that the FTP service made for itself, for publishers to trust.
    public Path ftpCertificate() {
        return managerFolder().resolve("ftp/ftp-certificate.pem");
    }

    /// The data folder of an edge server.
    public Path edgeFolder(String edge) {
        return folder.resolve("edges").resolve(edge);
    }

    /// The password of an account of this site, random, the same in every run.
    public String password(String account) {
        return file.password(account);
    }

    /// The port of an edge server's nginx.
    public int edgePort(String edge) {
        return file.port("edge." + edge);
    }

    /// The processes of this site.
    public SiteProcesses processes() {
        return processes;
    }

    /// Where the manager's HTTP server will be, or is.
    public URI managerHttp() {
        return URI.create("http://127.0.0.1:" + file.port("manager.http"));
    }

    /// Starts the manager and waits until it is ready.
    ///
    /// @param flags besides those that every site gives; one of the same key takes its place
    public ManagerAddresses startManager(String... flags) {
        beginManager(flags);
        return awaitManager();
    }

    /// Starts the manager and does not wait.
    public Program beginManager(String... flags) {
        return beginManager(Host.HERE, Arrays.asList(flags));
    }

    /// Starts the manager at a host and does not wait.
    public synchronized Program beginManager(Host host, List<String> flags) {
        int passive = file.port("ftp.passive", PASSIVE_PORTS);
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "run",
                                "--data=" + managerFolder(),
                                "--http.port=" + managerHttp().getPort(),
                                "--ftp.port=" + file.port("manager.ftp"),
                                "--ftp.passive-ports="
                                        + passive
                                        + "-"
                                        + (passive + PASSIVE_PORTS - 1)));
        arguments.addAll(flags);
        addresses = null;
        Program started = begin(host, "manager", "manager", arguments, Map.of(), MANAGER_STOP);
        manager = started;
        return started;
    }

    /// Waits until the manager that was begun is ready.
    public ManagerAddresses awaitManager() {
        return awaitManager(MANAGER_START);
    }

    /// Waits until the manager that was begun is ready.
    public ManagerAddresses awaitManager(Duration within) {
        Program running = manager();
        ManagerAddresses found =
                Patience.await(
                        "the manager get ready (its log: " + running.log() + ")",
                        within,
                        () -> {
                            if (!running.isAlive()) {
                                throw new SiteException(
                                        "the manager ended while it started; the end of "
                                                + running.log()
                                                + ":\n"
                                                + running.lastLines(15));
                            }
                            return readAddresses().filter(a -> a.pid() == running.pid());
                        });
        addresses = found;
        return found;
    }

    private Optional<ManagerAddresses> readAddresses() {
        Path path = managerFolder().resolve("manager.json");
        try {
            return Files.exists(path)
                    ? Optional.of(codec.read(Files.readAllBytes(path), ManagerAddresses.class))
                    : Optional.empty();
        } catch (IOException | MalformedBodyException e) {
            throw new SiteException("could not read " + path + ": " + e.getMessage(), e);
        }
    }

    /// The manager as it was last started.
    public synchronized Program manager() {
        Program running = manager;
        if (running == null) {
            throw new IllegalStateException("the manager was not started");
        }
        return running;
    }

    /// Where the manager's services are.
    public ManagerAddresses addresses() {
        ManagerAddresses known = addresses;
        if (known == null) {
            throw new IllegalStateException("the manager is not ready");
        }
        return known;
    }

    /// Logs in as the operator that the manager made at its first start. Where its host is not this
    /// machine itself, something must pass its port on to 127.0.0.1.
    public ManagerClient loginAsAdmin() {
        Path secret = managerFolder().resolve("secrets/first-admin-password");
        try {
            return ManagerClient.login(
                    addresses().http(), "admin", Files.readString(secret).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the admin's password in " + secret, e);
        }
    }

    /// Whether an edge server enrolled in an earlier run.
    public boolean isEnrolled(String edge) {
        Path identity = edgeFolder(edge).resolve("identity.json");
        try {
            return Files.exists(identity)
                    && codec.read(Files.readAllBytes(identity), AgentIdentity.class)
                            .enrolled()
                            .isPresent();
        } catch (IOException | MalformedBodyException e) {
            throw new SiteException("could not read " + identity + ": " + e.getMessage(), e);
        }
    }

    /// What an agent keeps of itself, as far as it matters here.
    private record AgentIdentity(Optional<Enrolled> enrolled) {}

    /// Starts the agent of an edge server, which starts its nginx.
    ///
    /// @param managerAddress of the manager, or of something before it
    /// @param token needed if it has not enrolled yet
    /// @param flags besides those that every site gives; one of the same key takes its place
    public Program startEdge(
            Edge edge, URI managerAddress, Optional<String> token, String... flags) {
        return startEdge(Host.HERE, edge, managerAddress, token, Arrays.asList(flags));
    }

    /// Starts the agent of an edge server at a host.
    public synchronized Program startEdge(
            Host host, Edge edge, URI managerAddress, Optional<String> token, List<String> flags) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "run",
                                "--data=" + edgeFolder(edge.name()),
                                "--name=" + edge.name(),
                                "--manager=" + managerAddress,
                                "--addresses=" + host.address(),
                                "--zone=" + edge.zone(),
                                "--location.latitude=" + edge.location().latitude(),
                                "--location.longitude=" + edge.location().longitude(),
                                "--nginx.listen=" + host.address(),
                                "--nginx.port=" + edgePort(edge.name()),
                                "--nginx.stop-with-agent=true",
                                "--peer.listen=" + host.address(),
                                "--peer.port=0",
                                "--report.heartbeat-interval=2s",
                                "--report.sample-interval=2s",
                                "--disk.reserve=1MiB"));
        arguments.addAll(flags);
        Map<String, String> secret = new LinkedHashMap<>();
        token.ifPresent(text -> secret.put("VDELI_ENROLMENT_TOKEN", text));
        Program started = begin(host, "agent", edge.name(), arguments, secret, EDGE_STOP);
        edges.put(edge.name(), started);
        return started;
    }

    /// The agent of an edge server as it was last started.
    public synchronized Program edge(String name) {
        Program program = edges.get(name);
        if (program == null) {
            throw new IllegalStateException("edge server " + name + " was not started");
        }
        return program;
    }

    /// The agents that were started, by the names of their servers.
    public synchronized Map<String, Program> edges() {
        return Map.copyOf(edges);
    }

    /// Starts the manager and the agents that have ended once more, as they were started; not after
    /// [#stop()].
    ///
    /// @return those that had ended
    public synchronized List<Program> revive() {
        List<Program> ended = new ArrayList<>();
        Program running = manager;
        if (running != null && !running.isAlive()) {
            ended.add(running);
            manager = running.again();
        }
        edges.replaceAll((name, edge) -> {
            if (edge.isAlive()) {
                return edge;
            }
            ended.add(edge);
            return edge.again();
        });
        return List.copyOf(ended);
    }

    /// Starts any program of the launcher in this site.
    ///
    /// @param program such as `console`; also the name of its log
    public Program start(
            String program,
            List<String> arguments,
            Map<String, String> environment,
            Duration stopWithin) {
        Program started = begin(Host.HERE, program, program, arguments, environment, stopWithin);
        others.add(started);
        return started;
    }

    /// Waits until edge servers are online.
    ///
    /// @throws SiteException if the agent of any that was started here ends meanwhile
    public void awaitOnline(ManagerClient client, List<Edge> servers, Duration within) {
        Patience.await(
                "all edge servers online (logs: " + logs() + ")",
                within,
                () -> {
                    edges().values().forEach(Site::checkAlive);
                    List<String> online =
                            client.servers().stream()
                                    .filter(server -> server.state() == ServerState.ONLINE)
                                    .map(ServerView::name)
                                    .toList();
                    return servers.stream().allMatch(e -> online.contains(e.name()))
                            ? Optional.of(true)
                            : Optional.empty();
                });
    }

    private static void checkAlive(Program agent) {
        if (!agent.isAlive()) {
            throw new SiteException(
                    "the agent of "
                            + agent.name()
                            + " ended; the end of "
                            + agent.log()
                            + ":\n"
                            + agent.lastLines(15));
        }
    }

    private Program begin(
            Host host,
            String program,
            String name,
            List<String> arguments,
            Map<String, String> environment,
            Duration stopWithin) {
        return Program.start(
                name,
                host.command(launcher.command(program, arguments)),
                environment(environment),
                logs(),
                stopWithin);
    }

    /// Runs any program of the launcher in this site to its end; its output goes to the log.
    ///
    /// @return its exit status
    public int run(
            String program,
            List<String> arguments,
            Map<String, String> environment,
            Duration within) {
        return run(Host.HERE, program, arguments, environment, within);
    }

    /// Runs any program of the launcher at a host to its end.
    ///
    /// @return its exit status
    public int run(
            Host host,
            String program,
            List<String> arguments,
            Map<String, String> environment,
            Duration within) {
        ProcessBuilder builder =
                new ProcessBuilder(host.command(launcher.command(program, arguments)))
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        logs().resolve(program + ".log").toFile()));
        builder.environment().putAll(environment(environment));
        try {
            return awaitEnd(builder.start(), program, within);
        } catch (IOException e) {
            throw new SiteException("could not run " + program + ": " + e.getMessage(), e);
        }
    }

    /// Runs a program of the system, such as ffmpeg, to its end.
    ///
    /// @return what it printed, both outputs together
    /// @throws SiteException if it fails or takes too long
    public String output(List<String> command, Duration within) {
        String name = command.getFirst();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(processes.mark());
        try (ExecutorService reader = Executors.newVirtualThreadPerTaskExecutor()) {
            Process process = builder.start();
            CompletableFuture<String> output =
                    CompletableFuture.supplyAsync(() -> read(process), reader);
            int status = awaitEnd(process, name, within);
            String text = output.join();
            if (status != 0) {
                throw new SiteException(
                        name + " ended with status " + status + ": " + text.strip());
            }
            return text;
        } catch (IOException e) {
            throw new SiteException("could not run " + name + ": " + e.getMessage(), e);
        }
    }

    /// Waits for a process; however that ends, the process is gone then.
    private int awaitEnd(Process process, String name, Duration within) {
        try {
            if (!process.waitFor(within)) {
                throw new SiteException(
                        name + " did not end within " + within.toSeconds() + " s; see " + logs());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SiteException("interrupted while " + name + " ran", e);
        } finally {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(could not read its output: " + e.getMessage() + ")";
        }
    }

    private Map<String, String> environment(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(launcher.environment());
        all.putAll(processes.mark());
        all.putAll(more);
        return all;
    }

    /// Stops everything: agents at once, then the manager, then whatever else carries the mark of
    /// this site.
    ///
    /// @return what should have ended by itself and had to be stopped, in words
    public synchronized List<String> stop() {
        List<Thread> stops =
                edges.values().stream().map(edge -> Thread.ofVirtual().start(edge::close)).toList();
        stops.forEach(Site::join);
        edges.clear();
        others.forEach(Program::close);
        others.clear();
        if (manager != null) {
            manager.close();
            manager = null;
        }
        return processes.stop(LEFTOVER_STOP);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stops everything and lets go of the folder.
    @Override
    public void close() {
        stop();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("could not unlock " + folder, e);
        }
    }
}
