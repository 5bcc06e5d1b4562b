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

    /// A read of less is not worth the wake-up: a thin line brings some kilobytes at a time, and a
    /// dozen connections with a hundred wake-ups a second each cost more than the hashing.
    private static final int WORTH_WAKING = 64 * 1024;

    private static final Duration LET_IT_GATHER = Duration.ofMillis(20);

    private final FillSession session;
    private final Lane lane;
    private final LaneSource from;
    private final FileChannel file;
    private final DiskSpace.Promise room;
    private final Duration stall;
    private final Pacer pacer;
    private final byte[] buffer = new byte[BUFFER];
    private final MessageDigest digest = Checksum.newDigest();
    private @Nullable SourceConnection connection;

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
    }

    @Override
    public void run() {
        try {
            for (Optional<FillSession.Run> run = session.claim(lane, from);
                    run.isPresent();
                    run = session.claim(lane, from)) {
                try {
                    fetch(run.get());
                } finally {
                    session.release(run.get(), lane);
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
        }
    }

    static Outcome storageFailure(IOException e) {
        return DurableFiles.isDiskFull(e)
                ? Outcome.of(Reason.DISK_FULL, "the disk was full while writing")
                : Outcome.of(Reason.STORAGE_ERROR, "could not write the file: " + e);
    }

    private void fetch(FillSession.Run run) throws IOException, InterruptedException {
        switch (from.choose()) {
            case Sources.Choice.GiveUp gone -> session.fail(gone.outcome());
            case Sources.Choice.Rest rest -> session.rest(rest.time());
            case Sources.Choice.Use use -> {
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
                }
            }
        }
    }

    private void fetch(FillSession.Run run, URI source)
            throws IOException, InterruptedException, SourceFailure {
        SourceConnection bytes = connect(source);
        Job.Fill order = session.run().order();
        long begin = session.layout().offset(run.first());
        int last = run.end() - 1;
        long end = session.layout().offset(last) + session.layout().length(last);
        bytes.request(order.asset(), order.token(), order.checksum(), order.size(), begin, end);
        for (int piece = run.first(); piece < run.end(); piece++) {
            if (session.failure().isPresent()) {
                return;
            }
            fetchPiece(piece, bytes);
            from.good(source);
        }
        if (!bytes.isReusable()) {
            disconnect();
        }
    }

    private void fetchPiece(int piece, SourceConnection bytes)
            throws IOException, InterruptedException, SourceFailure {
        digest.reset();
        long position = session.layout().offset(piece);
        long left = session.layout().length(piece);
        while (left > 0) {
            int wanted = (int) Math.min(Math.min(buffer.length, pacer.largestRead()), left);
            int n = bytes.read(buffer, 0, wanted);
            session.fetched(n);
            digest.update(buffer, 0, n);
            ByteBuffer read = ByteBuffer.wrap(buffer, 0, n);
            while (read.hasRemaining()) {
                position += file.write(read, position);
            }
            left -= n;
            pacer.paid(n);
            if (lane.isWan() && n < WORTH_WAKING && left > 0) {
                TimeUnit.NANOSECONDS.sleep(LET_IT_GATHER.toNanos());
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
