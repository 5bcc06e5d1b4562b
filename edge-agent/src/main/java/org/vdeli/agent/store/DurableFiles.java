package org.vdeli.agent.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Changes of files that are either wholly there after a crash or not at all.
public final class DurableFiles {
    static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private static final String NO_SPACE = textOfNoSpace();

    private DurableFiles() {}

    /// Replaces a file by these bytes: temporary sibling, fsync, atomic move, fsync of the folder.
    public static void replace(Path file, byte[] bytes) throws IOException {
        replace(file, bytes, false);
    }

    /// As [#replace], readable by its owner alone (mode 600) from its first moment.
    public static void replaceSecret(Path file, byte[] bytes) throws IOException {
        replace(file, bytes, true);
    }

    private static void replace(Path file, byte[] bytes, boolean secret) throws IOException {
        Path folder = parentOf(file);
        Files.createDirectories(folder);
        Path temporary = folder.resolve("." + file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        if (secret) {
            Files.createFile(temporary, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } else {
            Files.createFile(temporary);
        }
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            moveOver(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /// Moves a file over another on the same file system and makes the move durable.
    public static void moveOver(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(parentOf(to));
    }

    /// Makes the names in a folder durable.
    public static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Removes a folder and its parents as long as they are empty, but never the root itself.
    static void removeEmptyFolders(Path folder, Path root) throws IOException {
        Path current = folder;
        while (current != null && !current.equals(root) && current.startsWith(root)) {
            if (Files.exists(current) && !Files.isDirectory(current)) {
                return;
            }
            try {
                Files.delete(current);
            } catch (DirectoryNotEmptyException _) {
                return;
            } catch (NoSuchFileException _) {
                // another purge was first; the parents may still be empty
            }
            current = current.getParent();
        }
    }

    /// Removes a folder if it holds nothing but folders that hold nothing.
    ///
    /// @throws IOException if it holds anything else
    static void removeIfEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> folders;
        try (Stream<Path> all = Files.walk(folder)) {
            folders = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : folders) {
            if (!Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileSystemException(
                        folder.toString(), null, "is a folder, with " + each + " in it");
            }
        }
        for (Path each : folders) {
            Files.delete(each);
        }
    }

    static Path parentOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("the root folder is no file: " + file);
        }
        return parent;
    }

    /// Whether a failure means that the file system has no room (or the quota is used up).
    public static boolean isDiskFull(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains(NO_SPACE)
                || message.contains("No space left on device")
                || message.contains("quota exceeded");
    }

    /// What the system calls ENOSPC in the language of this process (strerror(3)); the JDK hands
    /// out nothing else to tell it by. `/dev/full` gives it to whoever writes there (full(4)).
    private static String textOfNoSpace() {
        try (FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
            full.write(ByteBuffer.allocate(1));
            return "No space left on device";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
