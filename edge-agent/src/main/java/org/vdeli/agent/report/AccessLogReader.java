package org.vdeli.agent.report;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Goes through nginx's access log line by line, over rotations, from a place that it is told.
///
/// The log is `access.log`; [#rotate] renames it to `access-<time>.log`, which is read to its end
/// and deleted once a place behind it has been stored. For one thread.
final class AccessLogReader implements Closeable {
    /// After a rotation every worker opens the new file and flushes its buffer into the old one at
    /// once; a renamed file that has not grown for so long has ended.
    private static final Duration QUIET = Duration.ofSeconds(3);

    private static final int BUFFER = 1 << 20;

    private final Path log;
    private byte[] buffer = new byte[BUFFER];
    private int begin;
    private int end;
    private @Nullable FileChannel file;
    private @Nullable Path path;
    private Place place;
    private long quietSince = System.nanoTime();

    /// A place in the log: all before it is read.
    ///
    /// @param inode of the file, 0 for the beginning of all
    /// @param offset of the byte to read next
    record Place(Long inode, Long offset) {
        static final Place BEGINNING = new Place(0L, 0L);
    }

    /// What to do with a line.
    @FunctionalInterface
    interface Lines {
        /// Takes or leaves a line.
        ///
        /// @param line what was read; empty for a line that is none
        /// @return whether it is taken; one that is not comes again
        boolean take(Optional<AccessLine> line);
    }

    AccessLogReader(Path log, Place from) throws IOException {
        this.log = log;
        this.place = from;
        open();
    }

    Place place() {
        return place;
    }

    /// Hands out all complete lines that there are now, or until one is not taken.
    void read(Lines lines) throws IOException {
        while (true) {
            if (!handOut(lines)) {
                return;
            }
            if (!fill() && !next()) {
                return;
            }
        }
    }

    /// @return false if a line was not taken
    private boolean handOut(Lines lines) {
        int from = begin;
        for (int i = begin; i < end; i++) {
            if (buffer[i] != '\n') {
                continue;
            }
            if (!lines.take(AccessLine.parse(buffer, from, i))) {
                begin = from;
                return false;
            }
            place = new Place(place.inode(), place.offset() + (i + 1 - from));
            from = i + 1;
        }
        begin = from;
        return true;
    }

    /// Reads more of the file.
    ///
    /// @return false at its end
    private boolean fill() throws IOException {
        FileChannel channel = file;
        if (channel == null && !open()) {
            return false;
        }
        channel = file;
        if (channel == null) {
            return false;
        }
        System.arraycopy(buffer, begin, buffer, 0, end - begin);
        end -= begin;
        begin = 0;
        if (end == buffer.length) {
            // A line of a megabyte is none of ours: drop what there is of it.
            place = new Place(place.inode(), place.offset() + end);
            end = 0;
        }
        int n =
                channel.read(
                        ByteBuffer.wrap(buffer, end, buffer.length - end), place.offset() + end);
        if (n > 0) {
            end += n;
            quietSince = System.nanoTime();
        }
        return n > 0;
    }

    /// Moves on to the next file, if this one has been renamed and has ended.
    private boolean next() throws IOException {
        Path present = path;
        if (present == null
                || inodeOf(log) == 0
                || inodeOf(log) == place.inode()
                || System.nanoTime() - quietSince < QUIET.toNanos()) {
            return false;
        }
        List<Path> files = files();
        int index = -1;
        for (int i = 0; i < files.size(); i++) {
            if (inodeOf(files.get(i)) == place.inode()) {
                index = i;
            }
        }
        if (index + 1 >= files.size()) {
            return false;
        }
        open(files.get(index + 1), 0);
        return true;
    }

    private boolean open() throws IOException {
        List<Path> files = files();
        for (Path candidate : files) {
            if (inodeOf(candidate) == place.inode()) {
                open(candidate, Files.size(candidate) >= place.offset() ? place.offset() : 0);
                return true;
            }
        }
        if (files.isEmpty()) {
            return false;
        }
        open(files.getFirst(), 0);
        return true;
    }

    private void open(Path next, long offset) throws IOException {
        close();
        file = FileChannel.open(next, StandardOpenOption.READ);
        path = next;
        place = new Place(inodeOf(next), offset);
        begin = 0;
        end = 0;
        quietSince = System.nanoTime();
    }

    /// The files of the log, oldest first.
    private List<Path> files() throws IOException {
        Path folder = log.resolveSibling("");
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(f -> String.valueOf(f.getFileName()).matches("access-\\d+\\.log"))
                    .sorted()
                    .forEach(files::add);
        }
        if (Files.exists(log)) {
            files.add(log);
        }
        return files;
    }

    /// Renames the log if it is longer than this; nginx is then to be told to open a new one.
    ///
    /// @return whether it was renamed
    boolean rotate(long longest, long nowMillis) throws IOException {
        if (!Files.exists(log) || Files.size(log) <= longest) {
            return false;
        }
        Files.move(log, log.resolveSibling("access-" + String.format("%015d", nowMillis) + ".log"));
        return true;
    }

    /// Deletes the files before the place, which has been stored. Where somebody else took away the
    /// file of the place, nothing tells what is before it, and all stays.
    void deleteRead() throws IOException {
        List<Path> before = new ArrayList<>();
        for (Path candidate : files()) {
            if (inodeOf(candidate) == place.inode()) {
                for (Path read : before) {
                    Files.deleteIfExists(read);
                }
                return;
            }
            before.add(candidate);
        }
    }

    private static long inodeOf(Path file) throws IOException {
        try {
            return (Long) Files.getAttribute(file, "unix:ino");
        } catch (NoSuchFileException _) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel channel = file;
        file = null;
        if (channel != null) {
            channel.close();
        }
    }
}
