package org.vdeli.services;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A program that runs as a child of this one: its output goes to a log file, and it is stopped
/// with all that it has started, by their own pids.
///
/// A child outlives a killed parent. With a pid file the next start in the same folder finds it,
/// proves that it is the same process, and stops it before it starts anew.
public final class ChildProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
    private static final Duration TURN = Duration.ofMillis(20);
    private static final long LOG_TURNS_OVER_AT = 10L * 1024 * 1024;

    private final Start start;
    private final ProcessHandle process;
    private final Optional<Process> ownChild;
    private final long logFrom;
    private boolean stopped;

    private ChildProcess(
            Start start, ProcessHandle process, Optional<Process> ownChild, long logFrom) {
        this.start = start;
        this.process = process;
        this.ownChild = ownChild;
        this.logFrom = logFrom;
    }

    /// How to start a program.
    ///
    /// @param name what it is called in logs and errors
    /// @param command the program and its arguments
    /// @param environment variables added to those of this process
    /// @param folder its working folder, which exists
    /// @param log where its output is appended; above 10 MiB it is first renamed to `.1`
    /// @param pidFile where it is remembered for a later run
    /// @param marker a text that stands in its command line, to recognize it by
    /// @param stopWithin how long it may take to end by itself after TERM, before KILL
    public record Start(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path folder,
            Path log,
            Optional<Path> pidFile,
            String marker,
            Duration stopWithin) {
        /// Checks and copies.
        public Start {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }

        /// A start in a folder, with log `<name>.log` and pid file `<name>.pid` there, recognized
        /// by its program, with ten seconds to end.
        ///
        /// @param name what it is called
        /// @param folder its folder
        /// @param command the program and its arguments
        /// @return the start
        public static Start in(Path folder, String name, List<String> command) {
            return new Start(
                    name,
                    command,
                    Map.of(),
                    folder,
                    folder.resolve(name + ".log"),
                    Optional.of(folder.resolve(name + ".pid")),
                    Path.of(command.getFirst()).getFileName().toString(),
                    Duration.ofSeconds(10));
        }

        /// The same start with variables.
        ///
        /// @param more added to the environment
        /// @return the start
        public Start with(Map<String, String> more) {
            Map<String, String> all = new LinkedHashMap<>(environment);
            all.putAll(more);
            return new Start(name, command, all, folder, log, pidFile, marker, stopWithin);
        }

        /// The same start with another text to recognize the process by.
        ///
        /// @param text part of its command line
        /// @return the start
        public Start markedBy(String text) {
            return new Start(name, command, environment, folder, log, pidFile, text, stopWithin);
        }

        /// The same start with another bound for its end.
        ///
        /// @param bound from TERM to KILL
        /// @return the start
        public Start stoppedWithin(Duration bound) {
            return new Start(name, command, environment, folder, log, pidFile, marker, bound);
        }
    }

    /// Starts a program; what an earlier run left behind is stopped first.
    ///
    /// @param start how
    /// @return the running program
    /// @throws ServiceStartException if the program cannot be run at all
    public static ChildProcess start(Start start) {
        try {
            stopLeftover(start);
            turnOver(start.log());
            long logFrom = Files.exists(start.log()) ? Files.size(start.log()) : 0;
            ProcessBuilder builder =
                    new ProcessBuilder(start.command())
                            .directory(start.folder().toFile())
                            .redirectInput(new File("/dev/null"))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(start.log().toFile()));
            builder.environment().putAll(start.environment());
            Process process = builder.start();
            ChildProcess child =
                    new ChildProcess(start, process.toHandle(), Optional.of(process), logFrom);
            child.remember();
            return child;
        } catch (IOException e) {
            throw new ServiceStartException(
                    "could not start "
                            + start.name()
                            + " in "
                            + start.folder()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private void remember() throws IOException {
        if (start.pidFile().isPresent() && process.isAlive()) {
            try {
                new PidFile(start.pidFile().get()).write(process.pid(), start.marker());
            } catch (IOException e) {
                if (process.isAlive()) {
                    close();
                    throw e;
                }
            }
        }
    }

    /// Takes over the process that the pid file of a start remembers, if it is still that one: a
    /// parent that was killed and comes back goes on with the child that outlived it.
    ///
    /// @param start the start whose pid file is looked at
    /// @return the running program, or nothing
    /// @throws IOException if the pid file or the log cannot be read
    public static Optional<ChildProcess> adopt(Start start) throws IOException {
        if (start.pidFile().isEmpty()) {
            return Optional.empty();
        }
        Optional<ProcessHandle> left = new PidFile(start.pidFile().get()).find();
        if (left.isEmpty()) {
            return Optional.empty();
        }
        long logFrom = Files.exists(start.log()) ? Files.size(start.log()) : 0;
        return Optional.of(new ChildProcess(start, left.get(), Optional.empty(), logFrom));
    }

    /// Stops the process that the pid file of a start remembers, if it is still that one.
    ///
    /// @param start the start whose pid file is looked at
    /// @throws IOException if the pid file cannot be read
    public static void stopLeftover(Start start) throws IOException {
        if (start.pidFile().isEmpty()) {
            return;
        }
        PidFile pidFile = new PidFile(start.pidFile().get());
        Optional<ProcessHandle> left = pidFile.find();
        if (left.isPresent()) {
            LOG.warn(
                    "event=leftover-process-stopped name={} pid={} folder={}",
                    start.name(),
                    left.get().pid(),
                    start.folder());
            stop(left.get(), start.stopWithin());
        }
        pidFile.delete();
    }

    /// The pid of the program.
    public long pid() {
        return process.pid();
    }

    /// Whether it runs.
    public boolean isAlive() {
        return process.isAlive();
    }

    /// Waits until the program answers.
    ///
    /// @param within how long to wait
    /// @param ready asked every 20 ms
    /// @param remedy what the operator can do, for the error
    /// @throws ServiceStartException if the program ends or does not answer in time; it is stopped
    ///   then
    public void awaitReady(Duration within, BooleanSupplier ready, String remedy) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive()) {
                close();
                throw failed(
                        ownChild.map(child -> "it ended with status " + child.exitValue())
                                .orElse("it ended"),
                        remedy);
            }
            if (System.nanoTime() > deadline) {
                close();
                throw failed("it was not ready after " + within.toSeconds() + " s", remedy);
            }
            try {
                Thread.sleep(TURN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                close();
                throw new ServiceStartException("interrupted while starting " + start.name(), e);
            }
        }
    }

    /// What it has written to its log since this start, at most the last 64 KiB.
    public String output() {
        return tail(start.log(), logFrom);
    }

    private ServiceStartException failed(String cause, String remedy) {
        List<String> lines = output().lines().toList();
        return new ServiceStartException(
                "could not start %s in %s: %s; %s. The end of %s:%n%s"
                        .formatted(
                                start.name(),
                                start.folder(),
                                cause,
                                remedy,
                                start.log(),
                                String.join(
                                        "\n",
                                        lines.subList(
                                                Math.max(0, lines.size() - 15), lines.size()))));
    }

    /// Stops the program and all that it has started: TERM, and KILL after the bound. Does nothing
    /// when it is already stopped.
    @Override
    public synchronized void close() {
        if (stopped) {
            return;
        }
        stopped = true;
        stop(process, start.stopWithin());
        try {
            if (start.pidFile().isPresent()) {
                new PidFile(start.pidFile().get()).delete();
            }
        } catch (IOException e) {
            LOG.warn("event=pid-file-left file={} cause={}", start.pidFile().get(), e.toString());
        }
    }

    private static void stop(ProcessHandle root, Duration within) {
        Set<ProcessHandle> family = new LinkedHashSet<>();
        family.add(root);
        root.descendants().forEach(family::add);
        root.destroy();
        long deadline = System.nanoTime() + within.toNanos();
        if (!awaitEnd(root, deadline)) {
            LOG.warn("event=process-killed pid={} after={}", root.pid(), within);
            root.descendants().forEach(family::add);
            root.destroyForcibly();
        }
        List<ProcessHandle> rest = new ArrayList<>(family);
        rest.forEach(ProcessHandle::destroy);
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        for (ProcessHandle one : rest) {
            if (!awaitEnd(one, end)) {
                one.destroyForcibly();
                awaitEnd(one, end + Duration.ofSeconds(2).toNanos());
            }
        }
    }

    private static boolean awaitEnd(ProcessHandle process, long deadline) {
        while (process.isAlive()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(TURN);
            } catch (InterruptedException _) {
                // being stopped is no reason to leave a process behind: kill it instead of waiting
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private static void turnOver(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_TURNS_OVER_AT) {
            Files.move(
                    log,
                    log.resolveSibling(log.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String tail(Path log, long from) {
        try (var channel = Files.newByteChannel(log)) {
            long begin = Math.max(from, channel.size() - 64 * 1024);
            channel.position(Math.max(0, begin));
            java.nio.ByteBuffer buffer =
                    java.nio.ByteBuffer.allocate((int) Math.max(0, channel.size() - begin));
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // read on
            }
            return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(could not read " + log + ": " + e + ")";
        }
    }
}
