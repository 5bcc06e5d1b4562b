package org.vdeli.agent.peer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.PieceLayout;

/// What this server has of one asset, and what it is fetching from outside its cluster. Grows while
/// the asset is filled. Safe for use by several threads.
public final class Holding {
    private final Checksum checksum;
    private final PieceLayout layout;
    private final BiPredicate<Integer, ServerId> granter;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final BitSet have;
    private final BitSet fetching = new BitSet();
    private final List<Path> places;
    private final Wants wants;
    private long version;
    private boolean ended;

    /// A moment of it.
    ///
    /// @param have pieces that are on disk and verified
    /// @param fetching pieces that are on their way from outside the cluster
    /// @param version counts the changes
    /// @param ended nothing more will change
    record Moment(BitSet have, BitSet fetching, long version, boolean ended) {}

    private Holding(
            Checksum checksum,
            PieceLayout layout,
            BitSet have,
            List<Path> places,
            BiPredicate<Integer, ServerId> granter,
            Wants wants,
            boolean ended) {
        this.checksum = checksum;
        this.layout = layout;
        this.have = (BitSet) have.clone();
        this.places = List.copyOf(places);
        this.granter = granter;
        this.wants = wants;
        this.ended = ended;
    }

    /// An asset that is being filled.
    ///
    /// @param have the pieces that are there already
    /// @param file where it grows
    /// @param place where it stands from some moment on, moved there in one step
    /// @param granter whether another server of the cluster may fetch a piece that this one would
    ///   have fetched
    /// @param wants what viewers wait for
    static Holding growing(
            Checksum checksum,
            PieceLayout layout,
            BitSet have,
            Path file,
            Path place,
            BiPredicate<Integer, ServerId> granter,
            Wants wants) {
        return new Holding(checksum, layout, have, List.of(file, place), granter, wants, false);
    }

    /// An asset that is published.
    static Holding complete(Checksum checksum, PieceLayout layout, Path file) {
        BitSet all = new BitSet();
        all.set(0, layout.count());
        return new Holding(
                checksum, layout, all, List.of(file), (_, _) -> false, new Wants(), true);
    }

    public PieceLayout layout() {
        return layout;
    }

    Checksum checksum() {
        return checksum;
    }

    /// The file, wherever it stands now.
    ///
    /// @throws NoSuchFileException if it is gone
    public FileChannel open() throws IOException {
        for (Path place : places) {
            try {
                return FileChannel.open(place, StandardOpenOption.READ);
            } catch (NoSuchFileException _) {
                // moved on to the next place, or gone
            }
        }
        throw new NoSuchFileException(places.getLast().toString());
    }

    /// Whether another server may fetch this piece from outside in this one's place. If so, this
    /// server leaves it alone for a while.
    boolean grant(int piece, ServerId reader) {
        return piece >= 0 && piece < layout.count() && granter.test(piece, reader);
    }

    /// A piece is verified: it can be handed out from now on.
    public void add(int piece) {
        change(() -> {
            have.set(piece);
            fetching.clear(piece);
        });
    }

    /// A piece is being fetched from outside the cluster, or no longer.
    public void fetching(int piece, boolean now) {
        change(() -> fetching.set(piece, now));
    }

    /// Nothing more will change.
    void end() {
        change(() -> ended = true);
    }

    private void change(Runnable what) {
        lock.lock();
        try {
            what.run();
            version++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether all bytes from one offset (inclusive) to another (exclusive) can be handed out.
    boolean has(long from, long to) {
        int first = Math.toIntExact(from / layout.pieceSize().bytes());
        int last = Math.toIntExact((to - 1) / layout.pieceSize().bytes());
        lock.lock();
        try {
            return have.nextClearBit(first) > last;
        } finally {
            lock.unlock();
        }
    }

    /// Where viewers say what they wait for.
    public Wants wants() {
        return wants;
    }

    /// Waits until a piece is verified.
    ///
    /// @return the piece after the last of those that are verified from it on in one row; empty if
    ///   it did not come in time, or does not come any more
    public OptionalInt await(int piece, Duration wait) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = wait.toNanos();
            while (!have.get(piece) && !ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            return have.get(piece) ? OptionalInt.of(have.nextClearBit(piece)) : OptionalInt.empty();
        } finally {
            lock.unlock();
        }
    }

    /// The state after a version, or as it is after so long a time.
    Moment after(long known, Duration wait) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = wait.toNanos();
            while (version == known && !ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            return new Moment((BitSet) have.clone(), (BitSet) fetching.clone(), version, ended);
        } finally {
            lock.unlock();
        }
    }
}
