package org.vdeli.agent.nginx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.store.DurableFiles;

/// Drives nginx: puts its configuration into place, keeps it running, has it reopen its log.
///
/// One thread watches; the methods may be called from others.
public final class Nginx implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Nginx.class);
    private static final Duration COMMAND_DEADLINE = Duration.ofSeconds(20);
    private static final Duration WATCH = Duration.ofSeconds(1);
    private static final Duration PAUSE_WHEN_DOWN = Duration.ofSeconds(5);
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    /// No log of nginx grows beyond this while no agent is there to rotate it: `ulimit -f`, in
    /// blocks of 512 bytes, with the signal ignored so that only the write fails. nginx serves on.
    private static final long LARGEST_FILE_BLOCKS = (1L << 30) / 512;

    /// How nginx is run.
    ///
    /// @param binary the program
    /// @param managed whether the agent runs an nginx of its own
    /// @param stopWithAgent whether that ends with the agent
    /// @param test command that tests the configuration of an nginx that is not ours
    /// @param reload command that reloads it
    /// @param reopen command that makes it reopen its logs
    public record Settings(
            Path binary,
            boolean managed,
            boolean stopWithAgent,
            List<String> test,
            List<String> reload,
            List<String> reopen) {
        public Settings {
            test = List.copyOf(test);
            reload = List.copyOf(reload);
            reopen = List.copyOf(reopen);
        }
    }

    private final NginxConfig config;
    private final Settings settings;
    private final NginxProcesses processes;
    private final NginxStatus status;
    private final Thread watcher;
    private volatile Optional<String> problem = Optional.empty();
    private volatile boolean up;
    private boolean closed;

    public Nginx(NginxConfig config, Settings settings) {
        this.config = config;
        this.settings = settings;
        this.processes = new NginxProcesses(config);
        this.status = new NginxStatus(config.statusSocket());
        this.watcher = Thread.ofPlatform().daemon().name("nginx-watch").unstarted(this::watch);
    }

    /// Puts the configuration into place and nginx into service, then goes on watching it.
    public void start() throws IOException, InterruptedException {
        Files.createDirectories(config.folder().resolve("temp"));
        Files.createDirectories(config.folder().resolve("logs"));
        Files.createDirectories(config.www());
        // A kill between writing the file and the reload would leave nginx with the old one for
        // ever.
        apply(true);
        if (settings.managed()) {
            ensureRunning();
        }
        up = status.answers();
        watcher.start();
    }

    /// The user that workers should run as: only root must say one. A folder that the usual one
    /// cannot reach (below a home, say) would give 403 for everything, so root serves it then.
    public static Optional<String> workerUser(Path folder) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.empty();
        }
        boolean exists =
                Files.readAllLines(Path.of("/etc/passwd")).stream()
                        .anyMatch(line -> line.startsWith("www-data:"));
        for (Path at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at)
                    && !Files.getPosixFilePermissions(at)
                            .contains(PosixFilePermission.OTHERS_EXECUTE)) {
                LOG.warn(
                        "nginx serves as root, because its usual user cannot reach folder={};"
                                + " choose a data folder that others may enter",
                        at);
                return Optional.of("root");
            }
        }
        return Optional.of(exists ? "www-data" : "root");
    }

    /// Writes the configuration if it changed, tests it and makes it effective. A configuration
    /// that fails its test never replaces the last good one.
    ///
    /// @return what is wrong, if something is
    public Optional<String> apply() throws IOException, InterruptedException {
        return apply(false);
    }

    /// As above.
    ///
    /// @param reload even if the file is as it should be
    private synchronized Optional<String> apply(boolean reload)
            throws IOException, InterruptedException {
        Path file = settings.managed() ? config.file() : config.siteFile();
        String text = settings.managed() ? config.main() : config.site();
        Optional<String> last =
                Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        boolean same = last.equals(Optional.of(text));
        if (same && !reload) {
            return problem;
        }
        problem = settings.managed() && !same ? testCandidate(text) : Optional.empty();
        if (problem.isEmpty()) {
            if (!same) {
                DurableFiles.replace(file, text.getBytes(StandardCharsets.UTF_8));
            }
            problem = settings.managed() ? reloadOwn() : reloadForeign(file, last);
        }
        problem.ifPresentOrElse(
                what -> LOG.error("could not apply nginx's configuration, kept the last: {}", what),
                () -> LOG.info("nginx has its configuration file={}", file));
        return problem;
    }

    private Optional<String> testCandidate(String text) throws IOException, InterruptedException {
        Path candidate = config.folder().resolve("candidate.conf");
        DurableFiles.replace(candidate, text.getBytes(StandardCharsets.UTF_8));
        return tested(command(config, candidate, "-t", "-q"));
    }

    private static Optional<String> tested(List<String> command)
            throws IOException, InterruptedException {
        Commands.Ended tested = Commands.run(command, COMMAND_DEADLINE);
        return tested.isOk() ? Optional.empty() : Optional.of(tested.output());
    }

    /// Has nginx test the configuration that an agent would give it. Changes nothing: all that
    /// nginx makes for its test is in a folder for temporary files, which is removed.
    ///
    /// @return what is wrong, if something is
    public Optional<String> tryOut() throws IOException, InterruptedException {
        if (!settings.managed()) {
            return tested(settings.test());
        }
        Path scratch = Files.createTempDirectory("vdeli-check");
        try {
            NginxConfig copy =
                    new NginxConfig(
                            scratch, config.www(), config.address(), config.port(), config.user());
            Files.createDirectory(scratch.resolve("temp"));
            Files.createDirectory(scratch.resolve("logs"));
            Files.writeString(copy.file(), copy.main());
            return tested(command(copy, copy.file(), "-t", "-q"));
        } finally {
            remove(scratch);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    /// What the program says of its version, such as `nginx version: nginx/1.22.1`.
    ///
    /// @throws IOException if it cannot be run
    public String version() throws IOException, InterruptedException {
        Commands.Ended said =
                Commands.run(List.of(settings.binary().toString(), "-v"), COMMAND_DEADLINE);
        if (!said.isOk()) {
            throw new IOException(said.output());
        }
        return said.output();
    }

    private Optional<String> reloadOwn() throws IOException, InterruptedException {
        Optional<ProcessHandle> master = processes.master();
        return master.isEmpty() || NginxProcesses.signal(master.get(), "HUP")
                ? Optional.empty()
                : Optional.of("could not signal nginx's master " + master.get().pid());
    }

    /// The site's nginx reads the file through an `include`; its test needs the file in place.
    private Optional<String> reloadForeign(Path file, Optional<String> last)
            throws IOException, InterruptedException {
        Commands.Ended tested = Commands.run(settings.test(), COMMAND_DEADLINE);
        if (!tested.isOk()) {
            if (last.isPresent()) {
                DurableFiles.replace(file, last.get().getBytes(StandardCharsets.UTF_8));
            } else {
                Files.deleteIfExists(file);
            }
            return Optional.of(tested.output());
        }
        Commands.Ended reloaded = Commands.run(settings.reload(), COMMAND_DEADLINE);
        return reloaded.isOk() ? Optional.empty() : Optional.of(reloaded.output());
    }

    private List<String> command(NginxConfig of, Path file, String... more) {
        return Stream.concat(
                        Stream.of(
                                settings.binary().toString(),
                                "-p",
                                of.folder().toString(),
                                "-e",
                                of.errorLog().toString(),
                                "-c",
                                file.toString()),
                        Stream.of(more))
                .toList();
    }

    /// Starts our nginx if it does not run. What a killed master left behind ends first.
    private synchronized void ensureRunning() throws IOException, InterruptedException {
        if (closed) {
            throw new InterruptedException("closed");
        }
        Optional<ProcessHandle> running = processes.master();
        if (running.isPresent()) {
            LOG.info("adopted the running nginx pid={}", running.get().pid());
            return;
        }
        for (ProcessHandle orphan : processes.orphans()) {
            LOG.warn("ending a worker whose master is gone pid={}", orphan.pid());
            // Gracefully: it lets go of the port at once and ends what viewers are fetching.
            NginxProcesses.signal(orphan, "QUIT");
        }
        Files.deleteIfExists(config.statusSocket());
        List<String> shell =
                Stream.concat(
                                Stream.of(
                                        "sh",
                                        "-c",
                                        "trap '' XFSZ; ulimit -f "
                                                + LARGEST_FILE_BLOCKS
                                                + "; exec \"$@\"",
                                        "sh"),
                                command(config, config.file()).stream())
                        .toList();
        Commands.Ended started = Commands.run(shell, COMMAND_DEADLINE);
        if (!started.isOk()) {
            throw new IOException("could not start nginx: " + started.output());
        }
        problem = Optional.empty();
        LOG.info(
                "started nginx pid={} address={}:{}",
                processes.master().map(ProcessHandle::pid).orElse(0L),
                config.address(),
                config.port());
    }

    private void watch() {
        Duration pause = WATCH;
        boolean troubled = false;
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                try {
                    pause = look();
                    troubled = false;
                } catch (RuntimeException e) {
                    if (!troubled) {
                        LOG.error("could not watch nginx, trying on", e);
                    }
                    troubled = true;
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /// One look at nginx; starts it if it is gone.
    ///
    /// @return how long to wait before the next
    private Duration look() throws InterruptedException {
        boolean answers = status.answers();
        if (answers != up) {
            LOG.info("nginx {}", answers ? "answers" : "does not answer");
        }
        up = answers;
        // Workers without a master still answer, but nobody could reload them.
        if (settings.managed() && processes.master().isEmpty()) {
            try {
                ensureRunning();
            } catch (IOException e) {
                LOG.error("nginx is down: {}", e.getMessage());
                problem = Optional.of(String.valueOf(e.getMessage()));
                return PAUSE_WHEN_DOWN;
            }
        }
        return WATCH;
    }

    /// Has nginx open its log files anew, after they were renamed.
    public void reopenLogs() throws IOException, InterruptedException {
        if (settings.managed()) {
            Optional<ProcessHandle> master = processes.master();
            if (master.isPresent()) {
                NginxProcesses.signal(master.get(), "USR1");
            }
        } else {
            Commands.run(settings.reopen(), COMMAND_DEADLINE);
        }
    }

    /// Renames the error log of an nginx of ours if it is longer than this, over the one that was
    /// renamed before; nginx is then to be told to open a new one.
    ///
    /// @return whether it was renamed
    public boolean rotateErrorLog(long longest) throws IOException {
        Path log = config.errorLog();
        if (!settings.managed() || !Files.exists(log) || Files.size(log) <= longest) {
            return false;
        }
        Files.move(log, log.resolveSibling("error.old.log"), StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    /// Whether nginx answered when it was asked last, at most a second ago.
    public boolean isUp() {
        return up;
    }

    /// What is wrong with nginx or its configuration, if something is.
    public Optional<String> problem() {
        return problem;
    }

    public NginxStatus status() {
        return status;
    }

    public Settings settings() {
        return settings;
    }

    public NginxConfig config() {
        return config;
    }

    @Override
    public void close() {
        watcher.interrupt();
        try {
            if (watcher.getState() != Thread.State.NEW) {
                watcher.join(STOP_WAIT);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        // A start that is under way ends first, and there is no other after it.
        synchronized (this) {
            closed = true;
            if (settings.managed() && settings.stopWithAgent()) {
                processes.master().ifPresent(Nginx::stop);
            }
        }
    }

    private static void stop(ProcessHandle master) {
        try {
            NginxProcesses.signal(master, "TERM");
            master.onExit()
                    .completeOnTimeout(master, STOP_WAIT.toSeconds(), TimeUnit.SECONDS)
                    .join();
            LOG.info("stopped nginx pid={}", master.pid());
        } catch (IOException e) {
            LOG.warn("could not stop nginx pid={} cause={}", master.pid(), e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
