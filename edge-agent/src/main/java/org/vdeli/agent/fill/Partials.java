package org.vdeli.agent.fill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// The folder of files that are being fetched: `<checksum>-<piece size>.part` and, beside it,
/// `.pieces`. They outlive a failed fill, because the manager will order it again.
public final class Partials {
    private final Path folder;
    private final Set<Path> inUse = ConcurrentHashMap.newKeySet();

    public Partials(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
    }

    /// One partial file, kept from clearing until it is released.
    Partial use(Checksum checksum, ByteCount pieceSize) {
        String name = checksum + "-" + pieceSize.bytes();
        Partial partial =
                new Partial(folder.resolve(name + ".part"), folder.resolve(name + ".pieces"));
        inUse.add(partial.file());
        return partial;
    }

    void release(Partial partial) {
        inUse.remove(partial.file());
    }

    /// Bytes of the partial files that nobody uses.
    public ByteCount resting() throws IOException {
        long bytes = 0;
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                if (file.toString().endsWith(".part") && !inUse.contains(file)) {
                    bytes += sizeOf(file);
                }
            }
        }
        return ByteCount.of(bytes);
    }

    private static long sizeOf(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException _) {
            return 0;
        }
    }

    /// Removes the partial files that nobody uses and that have rested for so long.
    public void clear(Duration rested, Instant now) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".part")).toList();
        }
        for (Path file : files) {
            Instant changed = Files.getLastModifiedTime(file).toInstant();
            if (!inUse.contains(file) && !changed.plus(rested).isAfter(now)) {
                String name = String.valueOf(file.getFileName());
                String stem = name.substring(0, name.length() - ".part".length());
                new Partial(file, folder.resolve(stem + ".pieces")).delete();
            }
        }
    }

    /// A partial file and its notes.
    record Partial(Path file, Path notes) {
        void delete() throws IOException {
            Files.deleteIfExists(notes);
            Files.deleteIfExists(file);
        }
    }
}
