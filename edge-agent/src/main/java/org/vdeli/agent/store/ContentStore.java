package org.vdeli.agent.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// Verified files by their checksum, at `<root>/<first two digits>/<checksum>`. Equal content is
/// kept once, whatever its paths. Beside it, in `<checksum>.pieces`, stand the checksums of its
/// pieces, so that others can be given them; content without that file is as good in all else.
public final class ContentStore {
    private static final String PIECES = ".pieces";

    private final Path root;

    /// The checksums of a content's pieces.
    ///
    /// @param pieceSize how it was cut when it was fetched
    public record Pieces(ByteCount pieceSize, List<Checksum> checksums) {
        public Pieces {
            checksums = List.copyOf(checksums);
        }
    }

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

    /// Notes the checksums of the pieces of content.
    public void note(Checksum checksum, Pieces pieces) throws IOException {
        StringBuilder lines = new StringBuilder();
        lines.append(pieces.pieceSize().bytes()).append('\n');
        pieces.checksums().forEach(piece -> lines.append(piece.hex()).append('\n'));
        DurableFiles.replace(
                piecesOf(checksum), lines.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /// What was noted of a content's pieces; empty if nothing was, or it cannot be read.
    public Optional<Pieces> pieces(Checksum checksum) {
        try {
            List<String> lines = Files.readAllLines(piecesOf(checksum), StandardCharsets.US_ASCII);
            return Optional.of(
                    new Pieces(
                            ByteCount.of(Long.parseLong(lines.getFirst())),
                            lines.stream().skip(1).map(Checksum::of).toList()));
        } catch (IOException | IllegalArgumentException | NoSuchElementException _) {
            return Optional.empty();
        }
    }

    private Path piecesOf(Checksum checksum) {
        return root.resolve(checksum.hex().substring(0, 2)).resolve(checksum.hex() + PIECES);
    }

    /// The checksum, as text, of the content that a file of the store has to do with.
    static String contentOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(PIECES) ? name.substring(0, name.length() - PIECES.length()) : name;
    }

    /// Removes content; links to it elsewhere stay.
    public void remove(Checksum checksum) throws IOException {
        Files.deleteIfExists(piecesOf(checksum));
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
                if (!wanted.test(contentOf(file))) {
                    Files.deleteIfExists(file);
                    removed++;
                }
            }
        }
        return removed;
    }
}
