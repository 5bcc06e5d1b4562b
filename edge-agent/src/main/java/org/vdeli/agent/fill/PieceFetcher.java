package org.vdeli.agent.fill;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.peer.Slowest;
import org.vdeli.agent.store.DiskSpace;
import org.vdeli.agent.store.DurableFiles;
import org.vdeli.agent.work.Outcome;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.value.Checksum;

/// One connection of a fill: claims runs of pieces, fetches and verifies them, until nothing is
/// left or the fill has failed. One virtual thread runs it.
final class PieceFetcher implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(PieceFetcher.class);

    /// Large enough that a read costs little beside hashing it, small enough for the CPU's caches.
    private static final int BUFFER = 256 * 1024;

    /// Of a connection to another agent: there may be 70 of them in each of several fills.
    private static final int PEER_BUFFER = 64 * 1024;

    /// Of one that brings less than it could, so long a rest at most: far less than a source may
    /// keep silent, and short beside what a piece takes over a thin line.
    private static final Duration LONGEST_GATHERING = Duration.ofMillis(100);

    /// A rest that is shorter is not worth the wake-up.
    private static final Duration SHORTEST_GATHERING = Duration.ofMillis(1);

    private final FillSession session;
    private final Lane lane;
    private final LaneSource from;
    private final FileChannel file;
    private final DiskSpace.Promise room;
    private final Duration stall;
    private final Pacer pacer;
    private final byte[] buffer;
    private final MessageDigest digest = Checksum.newDigest();
    private @Nullable SourceConnection connection;
    private long begun;

    PieceFetcher(
            FillSession session,
            Lane lane,
            LaneSource from,
            FileChannel file,
            DiskSpace.Promise room,
            Duration stall,
            Pacer pacer) {
        this.session = session;
        this.lane = lane;
        this.from = from;
        this.file = file;
        this.room = room;
        this.stall = stall;
        this.pacer = pacer;
        this.buffer = new byte[lane instanceof Lane.Origin ? BUFFER : PEER_BUFFER];
    }

    @Override
    public void run() {
        try {
            while (session.isRunning()) {
                // The source first: a lane that has none to read from holds no piece back.
                switch (from.choose()) {
                    case Sources.Choice.GiveUp gone -> session.failIfRunning(gone.outcome());
                    case Sources.Choice.Rest rest -> session.rest(rest.time());
                    case Sources.Choice.Use use -> fetchNext(use);
                }
            }
        } catch (InterruptedException _) {
            session.fail(Outcome.of(Reason.FAILED, "interrupted"));
        } catch (IOException e) {
            session.fail(storageFailure(e));
        } catch (RuntimeException e) {
            LOG.error("a connection of a fill broke job={}", session.run().order().job(), e);
            session.fail(Outcome.of(Reason.FAILED, "the agent's own error: " + e));
        } finally {
            disconnect();
            pacer.close();
        }
    }

    static Outcome storageFailure(IOException e) {
        return DurableFiles.isDiskFull(e)
                ? Outcome.of(Reason.DISK_FULL, "the disk was full while writing")
                : Outcome.of(Reason.STORAGE_ERROR, "could not write the file: " + e);
    }

    private void fetchNext(Sources.Choice.Use use) throws IOException, InterruptedException {
        Optional<FillSession.Run> claimed = session.claim(lane, from);
        if (claimed.isEmpty()) {
            return;
        }
        FillSession.Run run = claimed.get();
        try {
            fetch(run, use.source());
        } catch (SourceFailure failure) {
            disconnect();
            if (session.failure().isEmpty()) {
                LOG.debug(
                        "source failed job={} reason={} detail={}",
                        session.run().order().job(),
                        failure.reason(),
                        failure.detail());
                from.bad(use, run, failure);
            }
        } finally {
            session.release(run, lane);
        }
    }

    private void fetch(FillSession.Run run, URI source)
            throws IOException, InterruptedException, SourceFailure {
        long begin = session.layout().offset(run.first());
        int last = run.end() - 1;
        long end = session.layout().offset(last) + session.layout().length(last);
        pacer.awaitBurst(end - begin);
        SourceConnection bytes = request(source, begin, end);
        pacer.awaitBurst(end - begin);
        begun = System.nanoTime();
        for (int piece = run.first(); piece < run.end(); piece++) {
            if (session.failure().isPresent()) {
                return;
            }
            fetchPiece(piece, bytes, begin);
            from.good(source);
            if (piece < last && session.isWantedElsewhere(run, piece + 1)) {
                disconnect();
                return;
            }
        }
        if (!bytes.isReusable()) {
            disconnect();
        }
    }

    /// A connection that was kept may have been closed on the other side meanwhile: that is no
    /// failure of the source, and is tried once with a fresh one.
    private SourceConnection request(URI source, long begin, long end) throws SourceFailure {
        boolean kept = connection != null;
        try {
            return requestOnce(source, begin, end);
        } catch (SourceFailure failure) {
            if (!kept || failure.reason() != Reason.UNREACHABLE || failure.isBusy()) {
                throw failure;
            }
            disconnect();
            return requestOnce(source, begin, end);
        }
    }

    private SourceConnection requestOnce(URI source, long begin, long end) throws SourceFailure {
        SourceConnection bytes = connect(source);
        Job.Fill order = session.run().order();
        bytes.request(order.asset(), order.token(), order.checksum(), order.size(), begin, end);
        return bytes;
    }

    /// Another agent that sends too slowly is left; from the sources of the order anything is
    /// taken.
    private void checkPace(long got, SourceConnection bytes) throws SourceFailure {
        if (lane instanceof Lane.Peer && System.nanoTime() - begun > Slowest.limit(got).toNanos()) {
            throw new SourceFailure(
                    Reason.UNREACHABLE,
                    bytes.source() + " sent only " + got + " bytes in too long a time");
        }
    }

    private void fetchPiece(int piece, SourceConnection bytes, long begin)
            throws IOException, InterruptedException, SourceFailure {
        digest.reset();
        long position = session.layout().offset(piece);
        long left = session.layout().length(piece);
        while (left > 0) {
            int wanted = (int) Math.min(Math.min(buffer.length, pacer.largestRead()), left);
            begun += pacer.awaitRead(wanted);
            int n = bytes.read(buffer, 0, wanted);
            pacer.read(n);
            session.fetched(n);
            digest.update(buffer, 0, n);
            ByteBuffer read = ByteBuffer.wrap(buffer, 0, n);
            while (read.hasRemaining()) {
                position += file.write(read, position);
            }
            left -= n;
            checkPace(position - begin, bytes);
            if (n < wanted / 2 && left > 0 && !pacer.isLimited()) {
                gather(Math.min(buffer.length, left), position - begin);
            }
        }
        Checksum found = Checksum.ofDigest(digest.digest());
        if (!found.equals(session.checksumOf(piece))) {
            if (lane instanceof Lane.Origin) {
                session.mismatched(piece, bytes.source().toString());
            }
            throw new SourceFailure(
                    Reason.CHECKSUM_MISMATCH,
                    "piece " + piece + " from " + bytes.source() + " has a wrong checksum");
        }
        room.used(session.layout().length(piece));
        session.verified(piece);
        // Hashing never blocks: let the agent's other virtual threads have their turn.
        Turn.give();
    }

    /// Lets the connection gather bytes before the next read. Left to itself, a thin line wakes its
    /// reader for each packet or two, and a dozen connections with some hundred wake-ups a second
    /// each cost far more than the hashing. Rests for most of the time that the bytes take at the
    /// pace of this request so far; what is estimated too long is made good by the next read, which
    /// finds more.
    ///
    /// @param bytes to come
    /// @param got since the answer began
    private void gather(long bytes, long got) throws InterruptedException {
        long elapsed = System.nanoTime() - begun;
        long rest = (long) (0.8 * bytes * elapsed / got);
        if (rest >= SHORTEST_GATHERING.toNanos()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(rest, LONGEST_GATHERING.toNanos()));
        }
    }

    private SourceConnection connect(URI source) throws SourceFailure {
        SourceConnection present = connection;
        if (present != null && present.source().equals(source) && present.isReusable()) {
            return present;
        }
        disconnect();
        SourceConnection fresh = SourceConnection.open(source, stall, pacer.receiveBuffer());
        connection = fresh;
        session.opened(fresh);
        return fresh;
    }

    private void disconnect() {
        SourceConnection present = connection;
        if (present != null) {
            session.closed(present);
            connection = null;
        }
    }
}
