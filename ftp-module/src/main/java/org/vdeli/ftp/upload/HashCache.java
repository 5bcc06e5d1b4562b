package org.vdeli.ftp.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The checksums of files that came in lately, so that a rename need not read them again.
final class HashCache {
    /// About 12 MiB of checksums.
    private static final int MOST_PIECES = 100_000;

    private final Map<String, Hashes> known = new LinkedHashMap<>(16, 0.75f, true);
    private int pieces;

    void put(Path file, Hashes hashes) throws IOException {
        String key = key(file);
        synchronized (known) {
            Hashes old = known.put(key, hashes);
            pieces += weight(hashes) - (old == null ? 0 : weight(old));
            var eldest = known.entrySet().iterator();
            while (pieces > MOST_PIECES && eldest.hasNext()) {
                pieces -= weight(eldest.next().getValue());
                eldest.remove();
            }
        }
    }

    Optional<Hashes> get(Path file) throws IOException {
        String key = key(file);
        synchronized (known) {
            return Optional.ofNullable(known.get(key));
        }
    }

    private static int weight(Hashes hashes) {
        return hashes.pieces().size() + 1;
    }

    private static String key(Path file) throws IOException {
        BasicFileAttributes a =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return a.fileKey() + " " + a.size() + " " + a.lastModifiedTime().toInstant();
    }
}
