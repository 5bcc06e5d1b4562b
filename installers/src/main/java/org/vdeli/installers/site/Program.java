package org.vdeli.installers.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.vdeli.services.ChildProcess;

/// One running program of a site.
public final class Program implements AutoCloseable {
    private final ChildProcess.Start start;
    private final ChildProcess process;

    private Program(ChildProcess.Start start) {
        this.start = start;
        this.process = ChildProcess.start(start);
    }

    /// Starts a program; its output goes to `<folder>/<name>.log`.
    ///
    /// @param stopWithin how long it may take from TERM to its end
    static Program start(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path folder,
            Duration stopWithin) {
        return new Program(
                new ChildProcess.Start(
                        name,
                        command,
                        environment,
                        folder,
                        folder.resolve(name + ".log"),
                        Optional.of(folder.resolve(name + ".pid")),
                        "vdeli",
                        stopWithin));
    }

    /// Starts it once more, as it was started, after it has ended.
    Program again() {
        return new Program(start);
    }

    public String name() {
        return start.name();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public Path log() {
        return start.log();
    }

    /// The last lines that it wrote, for an error message.
    public String lastLines(int count) {
        try {
            List<String> lines = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
            return String.join(
                    "\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + log(), e);
        }
    }

    /// Ends it at once by KILL, as a crash would, and nothing that it started.
    public void kill() {
        Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
        if (handle.isPresent()) {
            handle.get().destroyForcibly();
            try {
                handle.get().onExit().get(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while killing " + name(), e);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("could not kill " + name(), e);
            }
        }
    }

    /// Stops it in good order: TERM, and KILL if it takes too long.
    @Override
    public void close() {
        process.close();
    }
}
