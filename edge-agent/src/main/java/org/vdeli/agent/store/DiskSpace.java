package org.vdeli.agent.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.vdeli.contracts.value.ByteCount;

/// The room on the file system that holds the content, and who has been promised some of it.
public final class DiskSpace {
    private final Path folder;
    private final ByteCount reserve;
    private long promised;

    /// Puts it together; nothing begins yet.
    ///
    /// @param folder any folder on the file system
    /// @param reserve what must stay free whatever comes
    public DiskSpace(Path folder, ByteCount reserve) {
        this.folder = folder;
        this.reserve = reserve;
    }

    public ByteCount size() throws IOException {
        return ByteCount.of(Math.max(0, store().getTotalSpace()));
    }

    public ByteCount free() throws IOException {
        return ByteCount.of(Math.max(0, store().getUsableSpace()));
    }

    public ByteCount reserve() {
        return reserve;
    }

    /// Promises room for bytes that are still to be written; empty if there is not enough beside
    /// the reserve and what others were promised.
    public synchronized Optional<Promise> promise(ByteCount bytes) throws IOException {
        long left = store().getUsableSpace() - promised - reserve.bytes();
        if (left < bytes.bytes()) {
            return Optional.empty();
        }
        promised += bytes.bytes();
        return Optional.of(new Promise(bytes.bytes()));
    }

    private FileStore store() throws IOException {
        return Files.getFileStore(folder);
    }

    private synchronized void giveBack(long bytes) {
        promised -= bytes;
    }

    /// Room that is kept for one fill.
    public final class Promise implements AutoCloseable {
        private long left;

        private Promise(long bytes) {
            this.left = bytes;
        }

        /// So much has been written, and shows as used on the disk by itself from now on.
        public synchronized void used(long bytes) {
            long now = Math.min(bytes, left);
            left -= now;
            giveBack(now);
        }

        @Override
        public synchronized void close() {
            giveBack(left);
            left = 0;
        }
    }
}
