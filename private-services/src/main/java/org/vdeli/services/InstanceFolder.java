package org.vdeli.services;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The folder of one instance, locked as long as this process uses it: two programs that share a
/// folder would stop each other's processes.
final class InstanceFolder implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path path;
    private final FileChannel channel;

    private InstanceFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static InstanceFolder open(String service, Path folder) throws IOException {
        Path path = folder.toAbsolutePath().normalize();
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        FileChannel channel =
                FileChannel.open(
                        path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException _) {
            // this process itself holds it: answered below like any other holder
        }
        if (lock == null) {
            channel.close();
            throw new ServiceStartException(
                    "could not start "
                            + service
                            + " in "
                            + path
                            + ": a running program already uses this folder; stop that program or"
                            + " choose another data folder");
        }
        return new InstanceFolder(path, channel);
    }

    Path path() {
        return path;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    Path folder(String name) throws IOException {
        Path folder = path.resolve(name);
        Files.createDirectories(folder);
        return folder;
    }

    /// A text made once, at the first start, and kept in a file that only the owner reads.
    ///
    /// @param bytes how many random bytes; the text is twice as long
    String keptSecret(String name, int bytes) throws IOException {
        Path file = path.resolve(name);
        if (Files.exists(file)) {
            String kept = Files.readString(file).strip();
            if (!kept.isEmpty()) {
                return kept;
            }
        }
        String made = randomHex(bytes);
        writePrivate(file, made + "\n");
        return made;
    }

    /// Free ports, the same as at the last start where they are still free: clients that know the
    /// address find the instance again.
    List<Integer> keptPorts(int count) throws IOException {
        try (FreePorts ports = FreePorts.hold(count, lastPorts())) {
            Files.writeString(
                    path.resolve("ports"),
                    ports.all().stream().map(port -> port + "\n").collect(Collectors.joining()));
            return ports.all();
        }
    }

    /// The ports of the last start, none before the first.
    List<Integer> lastPorts() throws IOException {
        Path file = path.resolve("ports");
        if (!Files.exists(file)) {
            return List.of();
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.matches("\\d{1,5}"))
                .map(Integer::valueOf)
                .toList();
    }

    /// Writes a file that only the owner reads, at one go.
    static void writePrivate(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        Files.createFile(
                next,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    static String randomHex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("could not unlock " + path, e);
        }
    }
}
