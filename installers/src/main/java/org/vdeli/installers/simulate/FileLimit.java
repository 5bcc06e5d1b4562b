package org.vdeli.installers.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How many files and connections a process of this machine may have open.
///
/// The Java machine raises its own limit to the hard one at its start, and what it starts inherits
/// that; so the hard limit is what counts, for the simulation and for a private broker.
public record FileLimit(long hard) {
    /// Besides connections: libraries, logs, a broker's tables.
    private static final int OTHER_FILES = 1000;

    /// RabbitMQ wants two for each connection and one for each queue.
    private static final int BROKER_FILES_PER_AGENT = 3;

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String LINE = "Max open files";

    /// The limit of this process.
    public static FileLimit read() throws IOException {
        return of(Files.readAllLines(LIMITS));
    }

    static FileLimit of(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(LINE))
                .map(line -> line.substring(LINE.length()).strip().split("\\s+", -1))
                .filter(columns -> columns.length >= 2)
                .map(columns ->
                        new FileLimit(
                                columns[1].equals("unlimited")
                                        ? Long.MAX_VALUE
                                        : Long.parseLong(columns[1])))
                .findFirst()
                .orElse(new FileLimit(Long.MAX_VALUE));
    }

    /// Why so many agents cannot be simulated, and what to do; empty if they can.
    ///
    /// @param ownBroker whether the broker is a child of this process
    public Optional<String> fault(int agents, boolean ownBroker) {
        long needed = OTHER_FILES + (ownBroker ? BROKER_FILES_PER_AGENT : 1) * (long) agents;
        return hard >= needed
                ? Optional.empty()
                : Optional.of(
                        agents
                                + " agents need "
                                + needed
                                + " open files"
                                + (ownBroker ? " (the broker's)" : "")
                                + ", but at most "
                                + hard
                                + " are allowed here. Raise the hard limit: 'ulimit -Hn "
                                + needed
                                + "' as root in this shell, or for good a line '* hard nofile "
                                + needed
                                + "' in /etc/security/limits.conf and a new login; or take fewer"
                                + " agents");
    }
}
