package org.vdeli.contracts.agent;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// An idempotent order to one agent. Doing it twice is doing it once.
public sealed interface Job {
    /// Fetch an asset, verify it and publish it under nginx.
    ///
    /// @param job the job
    /// @param attempt from 1, counts how often the manager has sent it
    /// @param asset what to fetch
    /// @param path where to publish it
    /// @param version of the path; a higher version replaces a lower one, never the other way
    /// @param size of the whole file
    /// @param checksum of the whole file
    /// @param pieceSize of its pieces
    /// @param sources base addresses to read from, best first; the manifest is at
    ///   `<source>/assets/<asset>/manifest`, the bytes at `<source>/assets/<asset>/content`
    /// @param token permission to read from the sources
    /// @param limits how to use the network
    /// @param pinned false: the agent may evict it when it needs the room; absent means true, and
    ///   so does the order of an older manager
    /// @param window when it may transfer; absent: always
    /// @param priority 0 (first) to 9; absent: 5
    record Fill(
            JobId job,
            Integer attempt,
            AssetId asset,
            AssetPath path,
            Long version,
            ByteCount size,
            Checksum checksum,
            ByteCount pieceSize,
            List<URI> sources,
            String token,
            TransferLimits limits,
            Optional<Boolean> pinned,
            Optional<FillWindow> window,
            Optional<Integer> priority)
            implements Job {
        /// Of a fill that names none: the middle.
        public static final int USUAL_PRIORITY = 5;

        public Fill {
            sources = List.copyOf(sources);
            if (sources.isEmpty()) {
                throw new IllegalArgumentException("a fill needs a source");
            }
        }

        /// A fill that may transfer at any time, in the middle of the queue, of what is never
        /// evicted.
        public Fill(
                JobId job,
                Integer attempt,
                AssetId asset,
                AssetPath path,
                Long version,
                ByteCount size,
                Checksum checksum,
                ByteCount pieceSize,
                List<URI> sources,
                String token,
                TransferLimits limits) {
            this(
                    job,
                    attempt,
                    asset,
                    path,
                    version,
                    size,
                    checksum,
                    pieceSize,
                    sources,
                    token,
                    limits,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        /// Whether the agent may evict what it fetches.
        public boolean mayBeEvicted() {
            return !pinned.orElse(true);
        }

        /// Whether it may transfer now.
        public boolean mayTransfer(Instant now) {
            return window.isEmpty() || window.get().isOpen(now);
        }

        /// 0 (first) to 9.
        public int rank() {
            return priority.orElse(USUAL_PRIORITY);
        }
    }

    /// Withdraw and delete an asset. Done, too, if it is not there.
    record Purge(JobId job, Integer attempt, AssetId asset, AssetPath path) implements Job {}

    /// Read an asset back from the disk and confirm its checksum.
    record Verify(
            JobId job,
            Integer attempt,
            AssetId asset,
            AssetPath path,
            Long version,
            ByteCount size,
            Checksum checksum)
            implements Job {}

    /// Let an earlier order be, whether it waits or runs; what is fetched and verified of it stays,
    /// so that a later attempt of the same job goes on from there. The job ends with
    /// [Report.Reason#CANCELLED]; one that ended already, or is not known, stays as it is.
    ///
    /// @param job the one to let be
    /// @param attempt the last that may have been sent; a later one is carried out
    record Cancel(JobId job, Integer attempt, AssetId asset, AssetPath path) implements Job {}

    /// Send the whole inventory by HTTP: the digest differed from what the manager expects.
    record SendInventory(JobId job, Integer attempt) implements Job {}

    /// Answer with a heartbeat at once.
    record Ping(JobId job, Integer attempt) implements Job {}

    /// A kind that this program does not know yet: sent by a newer manager.
    record Unknown() implements Job {}
}
