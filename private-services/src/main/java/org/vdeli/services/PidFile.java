package org.vdeli.services;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// Remembers a process so surely that a later run may stop it.
///
/// A pid alone proves nothing, because pids are reused. The file therefore also holds the start of
/// the process in kernel ticks together with the id of this boot of the machine, and a text that
/// stands in its command line.
final class PidFile {
    private static final int START_FIELD_AFTER_NAME = 19;

    private final Path file;

    PidFile(Path file) {
        this.file = file;
    }

    /// Remembers a running process.
    ///
    /// @param marker a text of its command line, such as its folder
    void write(long pid, String marker) throws IOException {
        String started =
                startOf(pid).orElseThrow(() -> new IOException("process " + pid + " has ended"));
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(next, pid + "\n" + started + "\n" + marker + "\n");
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /// The remembered process, if it is still the same one.
    Optional<ProcessHandle> find() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 3 || !lines.getFirst().matches("\\d{1,18}")) {
            return Optional.empty();
        }
        long pid = Long.parseLong(lines.getFirst());
        boolean same =
                startOf(pid).filter(lines.get(1)::equals).isPresent()
                        && commandLineOf(pid).contains(asInCommandLine(lines.get(2)));
        return same ? ProcessHandle.of(pid).filter(ProcessHandle::isAlive) : Optional.empty();
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    private static Optional<String> startOf(long pid) throws IOException {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
            // the name in parentheses may hold spaces: count the fields behind it
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
            String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            return Optional.of(boot + ":" + fields[START_FIELD_AFTER_NAME]);
        } catch (IOException e) {
            if (Files.exists(stat)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /// A text as it looks in what [#commandLineOf] gives: a character for each byte that the
    /// program was given.
    private static String asInCommandLine(String text) {
        Charset given = Charset.forName(System.getProperty("native.encoding"));
        return new String(text.getBytes(given), StandardCharsets.ISO_8859_1);
    }

    /// The arguments of a process, a character for each byte: they need not be text.
    private static String commandLineOf(long pid) {
        try {
            return Files.readString(
                            Path.of("/proc", Long.toString(pid), "cmdline"),
                            StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException _) {
            return ""; // it has just ended
        }
    }
}
