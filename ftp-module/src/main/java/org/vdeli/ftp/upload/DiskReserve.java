package org.vdeli.ftp.upload;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.value.ByteCount;

/// The part of a disk that uploads never fill, because others live on it: the manager's database,
/// its broker, and the journal of the uploads themselves.
public final class DiskReserve {
    private static final Logger LOG = LoggerFactory.getLogger(DiskReserve.class);

    private final LongSupplier usable;
    private final ByteCount reserve;
    private final AtomicBoolean low = new AtomicBoolean();

    /// @param usable number of free bytes now
    /// @param reserve how many of them stay free
    public DiskReserve(LongSupplier usable, ByteCount reserve) {
        this.usable = usable;
        this.reserve = reserve;
    }

    /// The reserve on the disk of a folder that exists.
    ///
    /// @param reserve how many bytes stay free
    public static DiskReserve of(Path folder, ByteCount reserve) {
        // Not by FileStore, which reads the table of mounts each time.
        return new DiskReserve(folder.toFile()::getUsableSpace, reserve);
    }

    /// Number of free bytes now, the reserve among them.
    public ByteCount free() {
        return ByteCount.of(usable.getAsLong());
    }

    /// How many bytes stay free.
    public ByteCount reserve() {
        return reserve;
    }

    /// Whether there is room above the reserve for so many more bytes.
    public boolean hasRoomFor(long more) {
        return usable.getAsLong() - more >= reserve.bytes();
    }

    /// Refuses what would go below the reserve.
    ///
    /// @param more how many bytes are to come, 0 if that is not known
    /// @throws DiskReserveException if there is no room for them
    public void require(long more) throws DiskReserveException {
        boolean room = hasRoomFor(more);
        if (room && low.compareAndSet(true, false)) {
            LOG.info("uploads find room on the disk again free={}", free());
        } else if (!room) {
            if (hasRoomFor(0)) {
                throw new DiskReserveException("there is no room for so many bytes");
            }
            if (low.compareAndSet(false, true)) {
                LOG.warn(
                        "uploads are refused: the disk is full up to its reserve free={}"
                                + " reserve={}; make room, or set ftp.disk-reserve",
                        free(),
                        reserve);
            }
            throw new DiskReserveException("the server's disk is full");
        }
    }
}
