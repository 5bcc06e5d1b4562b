package org.vdeli.agent.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The right to change a data folder, which one agent has at a time. It ends with the process,
/// however that ends.
public final class DataLock implements AutoCloseable {
    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Makes the folder if need be, and takes it.
    ///
    /// @throws IOException if it cannot be made, or another agent has it
    public static DataLock take(Path data) throws IOException {
        Files.createDirectories(data);
        FileChannel channel =
                FileChannel.open(
                        data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lockOf(channel) == null) {
            channel.close();
            throw new IOException(
                    "could not use the data folder "
                            + data
                            + ": another agent runs in it; stop that one, or choose another"
                            + " folder with --data");
        }
        return new DataLock(channel);
    }

    /// Whether an agent has a folder now. Changes nothing.
    ///
    /// @throws IOException if the lock cannot be looked at
    public static boolean isTaken(Path data) throws IOException {
        Path file = data.resolve("lock");
        if (!Files.exists(file)) {
            return false;
        }
        // Shared, so that two who look do not see each other.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.tryLock(0, Long.MAX_VALUE, true) == null;
        } catch (OverlappingFileLockException _) {
            return true;
        }
    }

    private static @Nullable FileLock lockOf(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
