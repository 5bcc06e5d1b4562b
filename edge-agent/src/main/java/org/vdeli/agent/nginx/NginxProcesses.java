package org.vdeli.agent.nginx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the processes of our own nginx, and only those, by what `/proc` says of them.
final class NginxProcesses {
    private final NginxConfig config;

    NginxProcesses(NginxConfig config) {
        this.config = config;
    }

    /// The master, if it runs. A pid that now belongs to another program does not count.
    Optional<ProcessHandle> master() {
        try {
            long pid = Long.parseLong(Files.readString(config.pidFile()).strip());
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(process ->
                            commandLine(process.pid()).contains(config.file().toString()))
                    .filter(process -> commandLine(process.pid()).contains("master process"));
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// Workers of ours; to be asked for only when there is no master. They hold the port and would
    /// go on serving for ever.
    List<ProcessHandle> orphans() {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process.pid()).startsWith("nginx: worker process"))
                .filter(this::hasOurLogOpen)
                .toList();
    }

    private boolean hasOurLogOpen(ProcessHandle process) {
        Path files = Path.of("/proc", Long.toString(process.pid()), "fd");
        try (Stream<Path> all = Files.list(files)) {
            return all.anyMatch(this::isOurLog);
        } catch (IOException | UncheckedIOException _) {
            // It ended while it was looked at.
            return false;
        }
    }

    private boolean isOurLog(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(config.errorLog());
        } catch (IOException _) {
            return false;
        }
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException _) {
            return "";
        }
    }

    /// Sends a signal to one process.
    static boolean signal(ProcessHandle process, String name)
            throws IOException, InterruptedException {
        return Commands.run(
                        List.of("kill", "-s", name, Long.toString(process.pid())),
                        Duration.ofSeconds(5))
                .isOk();
    }
}
