package org.vdeli.installers.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What one process of this machine uses, as the kernel counts it.
///
/// @param cpu processor time since its start, of all its threads
/// @param rss memory that it holds now, in bytes
public record ProcessLoad(Duration cpu, long rss) {
    /// The kernel shows processor times in hundredths of a second whatever it counts in (`USER_HZ`,
    /// the same on every Linux that runs Java).
    private static final long TICK_MILLIS = 10;

    private static final int PAGE = 4096;

    /// Columns of `/proc/<pid>/stat` behind the name in brackets, which may hold spaces: see
    /// `proc(5)`, where `state` is the third.
    private static final int UTIME = 14 - 3;

    private static final int STIME = 15 - 3;

    /// Second column of `/proc/<pid>/statm`: resident pages.
    private static final int RESIDENT = 1;

    /// The load of a process; empty if it has ended.
    public static Optional<ProcessLoad> of(long pid) {
        Path folder = Path.of("/proc", Long.toString(pid));
        try {
            String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] columns = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            String[] pages = Files.readString(folder.resolve("statm")).split(" ", -1);
            return Optional.of(
                    new ProcessLoad(
                            Duration.ofMillis(
                                    TICK_MILLIS
                                            * (Long.parseLong(columns[UTIME])
                                                    + Long.parseLong(columns[STIME]))),
                            PAGE * Long.parseLong(pages[RESIDENT])));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// The name of a process's program, at most 15 characters; empty if it has ended.
    public static String program(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "comm")).strip();
        } catch (IOException _) {
            return "";
        }
    }
}
