package org.vdeli.agent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// Verified files by their checksum, at `<root>/<first two digits>/<checksum>`. Equal content is
/// kept once, whatever its paths.
public final class ContentStore {
    private final Path root;

    public ContentStore(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root);
    }

    /// Where content of this checksum stands, whether it is there or not.
    public Path place(Checksum checksum) {
        return root.resolve(checksum.hex().substring(0, 2)).resolve(checksum.hex());
    }

    /// Whether the content is there in its full size.
    public boolean holds(Checksum checksum, ByteCount size) {
        try {
            return Files.size(place(checksum)) == size.bytes();
        } catch (IOException _) {
            return false;
        }
    }

    /// Takes a file whose bytes are verified and on the disk (fsync done) into the store.
    public void adopt(Path verified, Checksum checksum) throws IOException {
        Path place = place(checksum);
        Files.createDirectories(DurableFiles.parentOf(place));
        DurableFiles.moveOver(verified, place);
        DurableFiles.syncFolder(root);
    }

    /// Removes content; links to it elsewhere stay.
    public void remove(Checksum checksum) throws IOException {
        Files.deleteIfExists(place(checksum));
    }

    /// The files that did not change since.
    List<Path> restedSince(Instant moment) throws IOException {
        List<Path> rested = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root, 2)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                try {
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(moment)) {
                        rested.add(file);
                    }
                } catch (NoSuchFileException _) {
                    // removed meanwhile
                }
            }
        }
        return rested;
    }

    /// Removes everything that is not wanted.
    ///
    /// @return how many files went
    int keepOnly(Predicate<String> wanted) throws IOException {
        int removed = 0;
        try (Stream<Path> files = Files.walk(root, 2)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (!wanted.test(String.valueOf(file.getFileName()))) {
                    Files.deleteIfExists(file);
                    removed++;
                }
            }
        }
        return removed;
    }
}
