package org.vdeli.manager;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.manager.database.IdMint;

/// The manager's folder on disk, held by one manager at a time.
///
/// `lock` is locked while a manager runs; `secrets` (mode 700) holds keys and passwords (mode 600);
/// `manager-id` says who the manager is; `manager.json` says where a manager that is ready can be
/// reached.
final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /// Makes the folder if need be and locks it.
    ///
    /// @throws IOException if it cannot be made, or another manager holds it
    static DataFolder open(Path folder) throws IOException {
        Path path = Files.createDirectories(folder).toRealPath();
        FileChannel channel =
                FileChannel.open(
                        path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lockOf(channel) == null) {
            channel.close();
            throw new IOException(
                    "could not use the data folder "
                            + path
                            + ": another manager runs in it; stop that one, or choose another"
                            + " folder with --data");
        }
        Path secrets = Files.createDirectories(path.resolve("secrets"));
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwx------"));
        DataFolder opened = new DataFolder(path, channel);
        Files.deleteIfExists(opened.announcement());
        return opened;
    }

    private static @Nullable FileLock lockOf(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path path() {
        return path;
    }

    /// Who the manager of this folder is; a new one the first time.
    ManagerId managerId(IdMint ids) throws IOException {
        Path file = path.resolve("manager-id");
        if (!Files.exists(file)) {
            write(file, new ManagerId(ids.next()) + "\n");
        }
        try {
            return ManagerId.of(Files.readString(file).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "could not read who this manager is from "
                            + file
                            + ": "
                            + e.getMessage()
                            + "; restore the file, it is named in the database",
                    e);
        }
    }

    /// A secret that was kept, if there is one.
    Optional<String> secret(String name) throws IOException {
        Path file = secretFile(name);
        return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }

    /// Where a secret is kept.
    Path secretFile(String name) {
        return path.resolve("secrets").resolve(name);
    }

    /// Keeps a secret, readable by its owner alone from its first byte on.
    Path keepSecret(String name, String value) throws IOException {
        return write(secretFile(name), value + "\n");
    }

    /// Says where the manager is.
    void announce(String json) throws IOException {
        write(announcement(), json + "\n");
    }

    /// Takes back what [#announce] said.
    void withdraw() throws IOException {
        Files.deleteIfExists(announcement());
    }

    private Path announcement() {
        return path.resolve("manager.json");
    }

    private static Path write(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        Files.createFile(
                next,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode(text));
            channel.force(true);
        }
        return Files.move(
                next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
