package org.vdeli.installers.bench.distribution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What a process has used since it started, by Linux's `/proc`; its children are not in it.
///
/// @param cpu user and system time, in steps of 10 ms
/// @param peakBytes the most memory that it held at once
record ProcessUsage(Duration cpu, long peakBytes) {
    /// The kernel tells times in ticks of USER_HZ, which is 100 on every Linux of today.
    private static final long TICK_MILLIS = 10;

    private static final int USER_TIME_AFTER_NAME = 11;

    /// The usage of a process; none if it has ended.
    static Optional<ProcessUsage> of(long pid) {
        Path folder = Path.of("/proc", Long.toString(pid));
        try {
            return Optional.of(parse(read(folder.resolve("stat")), read(folder.resolve("status"))));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    static ProcessUsage parse(String stat, String status) {
        // The name in parentheses may hold spaces: count the fields behind it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks =
                Long.parseLong(fields[USER_TIME_AFTER_NAME])
                        + Long.parseLong(fields[USER_TIME_AFTER_NAME + 1]);
        long peak =
                status.lines()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                        .findFirst()
                        .orElse(0); // a zombie holds no memory
        return new ProcessUsage(Duration.ofMillis(ticks * TICK_MILLIS), peak);
    }
}
