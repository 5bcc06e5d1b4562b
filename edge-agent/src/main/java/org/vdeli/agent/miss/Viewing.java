package org.vdeli.agent.miss;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.vdeli.agent.peer.Holding;
import org.vdeli.contracts.value.PieceLayout;

/// Hands one part of a file out to one viewer, as far as it is verified and while it grows.
final class Viewing {
    private static final int BUFFER = 64 * 1024;

    private final Arrivals.Found found;
    private final RequestHead.Part part;
    private final Duration patience;

    /// @param patience longest wait for a piece
    Viewing(Arrivals.Found found, RequestHead.Part part, Duration patience) {
        this.found = found;
        this.part = part;
        this.patience = patience;
    }

    /// Waits for the first byte.
    ///
    /// @return false if it does not come
    boolean awaitFirst() throws InterruptedException {
        Optional<Holding> holding = found.holding();
        if (holding.isEmpty() || part.length() == 0) {
            return true;
        }
        int piece = pieceAt(holding.get(), part.from());
        want(holding.get(), piece);
        return holding.get().await(piece, patience).isPresent();
    }

    /// Sends the bytes.
    ///
    /// @param progress told before each write
    /// @throws IOException if the viewer is gone, or a piece does not come
    void send(WritableByteChannel to, Runnable progress) throws IOException, InterruptedException {
        ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.min(BUFFER, part.length()));
        long position = part.from();
        while (position < part.to()) {
            long end = Math.min(part.to(), verifiedTo(position));
            while (position < end) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
                int n = found.file().read(buffer, position);
                if (n <= 0) {
                    throw new IOException("could not read the file at " + position);
                }
                buffer.flip();
                while (buffer.hasRemaining()) {
                    progress.run();
                    to.write(buffer);
                }
                position += n;
            }
        }
    }

    /// Where the verified bytes end that begin at a position; waits until there is at least one.
    private long verifiedTo(long position) throws IOException, InterruptedException {
        Optional<Holding> growing = found.holding();
        if (growing.isEmpty()) {
            return found.size();
        }
        Holding holding = growing.get();
        int piece = pieceAt(holding, position);
        want(holding, piece);
        OptionalInt end = holding.await(piece, patience);
        if (end.isEmpty()) {
            throw new IOException("piece " + piece + " does not come");
        }
        int last = end.getAsInt() - 1;
        return holding.layout().offset(last) + holding.layout().length(last);
    }

    private void want(Holding holding, int piece) {
        holding.wants().at(this, piece, pieceAt(holding, part.to() - 1) + 1);
    }

    /// The viewer is gone, or has everything.
    void end() {
        found.holding().ifPresent(holding -> holding.wants().gone(this));
    }

    private static int pieceAt(Holding holding, long position) {
        PieceLayout layout = holding.layout();
        return Math.toIntExact(position / layout.pieceSize().bytes());
    }
}
