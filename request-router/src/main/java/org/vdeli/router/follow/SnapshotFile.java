package org.vdeli.router.follow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.router.map.Update;

/// The last picture on disk: a whole [Update] and its SHA-256. It is written beside the old one,
/// forced to disk and put in its place in one step, so that there is always a whole one.
public final class SnapshotFile {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFile.class);
    private static final int DIGEST_BYTES = 32;

    private final Path file;

    /// @param folder in which it is; made if it is not there
    public SnapshotFile(Path folder) throws IOException {
        this.file = Files.createDirectories(folder).resolve("routing.snapshot");
    }

    /// What was stored last; empty if there is nothing, or nothing that can be used.
    public Optional<Update> load() {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            byte[] bytes = Files.readAllBytes(file);
            int length = bytes.length - DIGEST_BYTES;
            if (length < 0
                    || !MessageDigest.isEqual(
                            digest().digest(Arrays.copyOf(bytes, length)),
                            Arrays.copyOfRange(bytes, length, bytes.length))) {
                throw new IOException("its checksum does not match");
            }
            return Optional.of(UpdateCodec.read(new ByteArrayInputStream(bytes, 0, length)));
        } catch (IOException e) {
            LOG.warn(
                    "event=snapshot-unusable file={} cause=\"{}\" next=\"wait for a manager\"",
                    file,
                    e.getMessage());
            return Optional.empty();
        }
    }

    /// Stores a whole update.
    public void store(Update whole) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        MessageDigest digest = digest();
        try (FileChannel channel =
                        FileChannel.open(
                                fresh,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            UpdateCodec.write(whole, new DigestOutputStream(out, digest));
            out.write(digest.digest());
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
