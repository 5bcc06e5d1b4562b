package org.vdeli.agent.peer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vdeli.agent.store.ContentStore;
import org.vdeli.agent.store.Publications;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.Manifest;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.PieceLayout;

/// What this server can hand out: the assets that it fills now and those that it has published.
/// Safe for use by several threads.
public final class Holdings {
    /// Cut finer than so, nothing is told: a set of more pieces does not fit a line of news.
    private static final long MOST_PIECES = 1_000_000;

    private final Publications publications;
    private final ContentStore content;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition begun = lock.newCondition();
    private final Map<AssetId, Holding> growing = new HashMap<>();
    private final Map<AssetId, Holding> alone = new HashMap<>();
    private final Map<AssetId, Integer> readers = new ConcurrentHashMap<>();
    private volatile Consumer<AssetId> onRead = _ -> {};

    public Holdings(Publications publications, ContentStore content) {
        this.publications = publications;
        this.content = content;
    }

    /// A fill begins.
    ///
    /// @param have the pieces that are there already
    /// @param granter see [Holding#growing]
    /// @param wants what viewers wait for
    public Holding begin(
            AssetId asset,
            Checksum checksum,
            PieceLayout layout,
            BitSet have,
            Path file,
            BiPredicate<Integer, ServerId> granter,
            Wants wants) {
        return begin(
                growing,
                asset,
                Holding.growing(
                        checksum, layout, have, file, content.place(checksum), granter, wants));
    }

    /// As [#begin], of a fill that no other agent takes part in: only viewers see it.
    public Holding beginAlone(
            AssetId asset,
            Checksum checksum,
            PieceLayout layout,
            BitSet have,
            Path file,
            Wants wants) {
        return begin(
                alone,
                asset,
                Holding.growing(
                        checksum,
                        layout,
                        have,
                        file,
                        content.place(checksum),
                        (_, _) -> false,
                        wants));
    }

    private Holding begin(Map<AssetId, Holding> fills, AssetId asset, Holding holding) {
        lock.lock();
        try {
            fills.put(asset, holding);
            begun.signalAll();
        } finally {
            lock.unlock();
        }
        return holding;
    }

    /// A fill is over, whether it succeeded or not.
    public void end(AssetId asset) {
        lock.lock();
        try {
            for (Map<AssetId, Holding> fills : List.of(growing, alone)) {
                @Nullable Holding holding = fills.remove(asset);
                if (holding != null) {
                    holding.end();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// What there is of an asset that is being filled, for viewers; waits a while for its fill to
    /// begin.
    public Optional<Holding> filling(AssetId asset, Duration wait) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = wait.toNanos();
            Optional<Holding> found = filling(asset);
            while (found.isEmpty() && left > 0) {
                left = begun.awaitNanos(left);
                found = filling(asset);
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Holding> filling(AssetId asset) {
        return Optional.ofNullable(growing.get(asset))
                .or(() -> Optional.ofNullable(alone.get(asset)));
    }

    /// To be told of each asset that another agent reads, at the begin and the end.
    public void onRead(Consumer<AssetId> listener) {
        onRead = listener;
    }

    /// Whether another agent reads an asset now, or waits for news of it.
    public boolean isRead(AssetId asset) {
        return readers.containsKey(asset);
    }

    /// Another agent reads an asset until this is closed.
    Reading read(AssetId asset) {
        readers.merge(asset, 1, Integer::sum);
        onRead.accept(asset);
        return () -> {
            readers.computeIfPresent(asset, (_, count) -> count == 1 ? null : count - 1);
            onRead.accept(asset);
        };
    }

    /// While it is open, somebody reads.
    interface Reading extends AutoCloseable {
        @Override
        void close();
    }

    /// What there is of an asset now.
    ///
    /// @param pieceSize how the one who asks cuts it, for an asset that is published
    Optional<Holding> find(AssetId asset, ByteCount pieceSize) {
        lock.lock();
        try {
            @Nullable Holding holding = growing.get(asset);
            if (holding != null) {
                return Optional.of(holding);
            }
        } finally {
            lock.unlock();
        }
        return publications
                .of(asset)
                .filter(entry -> entry.size().bytes() / pieceSize.bytes() < MOST_PIECES)
                .map(entry ->
                        Holding.complete(
                                entry.checksum(),
                                new PieceLayout(entry.size(), pieceSize),
                                content.place(entry.checksum())));
    }

    /// The checksums of an asset that is published; empty if it is not, or they were not kept.
    Optional<Manifest> manifest(AssetId asset) {
        return publications
                .of(asset)
                .flatMap(entry ->
                        content.pieces(entry.checksum())
                                .flatMap(pieces -> manifest(entry, pieces)));
    }

    private static Optional<Manifest> manifest(Inventory.Entry entry, ContentStore.Pieces pieces) {
        try {
            return Optional.of(
                    new Manifest(
                            entry.asset(),
                            entry.size(),
                            entry.checksum(),
                            pieces.pieceSize(),
                            pieces.checksums()));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // the note was cut off: as if there were none
        }
    }

    /// Whether the content of a holding is published under this asset.
    boolean isPublished(AssetId asset, Holding holding) {
        return publications
                .of(asset)
                .filter(entry -> entry.checksum().equals(holding.checksum()))
                .isPresent();
    }

    /// As [#find], but waits a while for a fill to begin.
    Optional<Holding> await(AssetId asset, ByteCount pieceSize, Duration wait)
            throws InterruptedException {
        long left = wait.toNanos();
        while (true) {
            Optional<Holding> found = find(asset, pieceSize);
            if (found.isPresent() || left <= 0) {
                return found;
            }
            lock.lockInterruptibly();
            try {
                if (!growing.containsKey(asset)) {
                    left = begun.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
