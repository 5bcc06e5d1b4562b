package org.vdeli.agent.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.vdeli.contracts.value.ByteCount;

/// The room on the file system that holds the content, and who has been promised some of it.
///
/// Two limits hold at once. The reserve of the file system stays free whatever comes; a promise
/// counts against it until its bytes are on the disk. The quota bounds what content takes; a
/// promise counts against it with the whole file until it ends, when the file shows in what is
/// held.
public final class DiskSpace {
    private final Path folder;
    private final ByteCount reserve;
    private final Optional<ByteCount> quota;
    private final Held held;
    private long promised;
    private long whole;

    /// Tells what counts against the quota now, beside what is promised.
    @FunctionalInterface
    public interface Held {
        ByteCount bytes() throws IOException;
    }

    /// Room without a quota; nothing begins yet.
    ///
    /// @param folder any folder on the file system
    /// @param reserve what must stay free whatever comes
    public DiskSpace(Path folder, ByteCount reserve) {
        this(folder, reserve, ByteCount.ZERO, () -> ByteCount.ZERO);
    }

    /// Puts it together; nothing begins yet.
    ///
    /// @param folder any folder on the file system
    /// @param reserve what must stay free whatever comes
    /// @param quota the most that content takes; zero for all but the reserve
    public DiskSpace(Path folder, ByteCount reserve, ByteCount quota, Held held) {
        this.folder = folder;
        this.reserve = reserve;
        this.quota = quota.bytes() == 0 ? Optional.empty() : Optional.of(quota);
        this.held = held;
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

    /// The most that content takes, if anybody said so.
    public Optional<ByteCount> quota() {
        return quota;
    }

    /// The largest file that can ever have room here, if nothing else were there.
    public ByteCount capacity() throws IOException {
        ByteCount most = size().minusOrZero(reserve);
        return quota.filter(limit -> limit.compareTo(most) < 0).orElse(most);
    }

    /// Promises room for bytes that are still to be written; empty if there is not enough beside
    /// the reserve and what others were promised.
    public Optional<Promise> promise(ByteCount bytes) throws IOException {
        return promise(bytes, bytes);
    }

    /// Promises room for the bytes of a file that are still to be written; empty if there is not
    /// enough beside the reserve and what others were promised, or the quota is used up.
    ///
    /// @param file the whole file, of which some may be there already
    public synchronized Optional<Promise> promise(ByteCount bytes, ByteCount file)
            throws IOException {
        if (lacks(bytes, file) > 0) {
            return Optional.empty();
        }
        promised += bytes.bytes();
        whole += file.bytes();
        return Optional.of(new Promise(bytes.bytes(), file.bytes()));
    }

    /// How many bytes have to go before such a promise can be given; zero for none.
    public synchronized ByteCount shortfall(ByteCount bytes, ByteCount file) throws IOException {
        return ByteCount.of(Math.max(0, lacks(bytes, file)));
    }

    private long lacks(ByteCount bytes, ByteCount file) throws IOException {
        long onDisk =
                bytes.bytes() + promised + reserve.bytes() - Math.max(0, store().getUsableSpace());
        if (quota.isEmpty()) {
            return onDisk;
        }
        long underQuota = file.bytes() + whole + held.bytes().bytes() - quota.get().bytes();
        return Math.max(onDisk, underQuota);
    }

    private FileStore store() throws IOException {
        return Files.getFileStore(folder);
    }

    private synchronized void giveBack(long bytes) {
        promised -= bytes;
    }

    private synchronized void end(long bytes, long file) {
        promised -= bytes;
        whole -= file;
    }

    /// Room that is kept for one fill.
    public final class Promise implements AutoCloseable {
        private long left;
        private long file;

        private Promise(long bytes, long file) {
            this.left = bytes;
            this.file = file;
        }

        /// So much has been written, and shows as used on the disk by itself from now on.
        public synchronized void used(long bytes) {
            long now = Math.min(bytes, left);
            left -= now;
            giveBack(now);
        }

        @Override
        public synchronized void close() {
            end(left, file);
            left = 0;
            file = 0;
        }
    }
}
