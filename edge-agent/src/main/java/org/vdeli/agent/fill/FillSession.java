package org.vdeli.agent.fill;

import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.vdeli.agent.peer.Wants;
import org.vdeli.agent.work.FillRun;
import org.vdeli.agent.work.Outcome;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.PieceLayout;

/// One fill while it runs: which pieces are verified, which are being fetched, and how it ends.
/// Shared by its connections.
final class FillSession {
    /// A piece that comes wrong this often from one source, with fresh connections, is wrong there.
    private static final int MOST_MISMATCHES = 4;

    /// What the picker decides depends on time, too: who has been silent for how long.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    /// So many pieces are there before a new connection would bring others.
    private static final int SHORT_RUN = 4;

    /// A piece that did not match, and who sent it.
    private record Wrong(int piece, String source) {}

    private final FillRun run;
    private final PieceLayout layout;
    private final List<Checksum> pieces;
    private final PieceMap notes;
    private final Picker picker;
    private final Listener listener;
    private final Wants wants;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Lane, Condition> idle = new HashMap<>();
    private final BitSet verified;
    private final BitSet claimed = new BitSet();
    private final Map<Wrong, Integer> mismatches = new HashMap<>();
    private final Set<SourceConnection> connections = new HashSet<>();
    private long verifiedBytes;
    private long progressAt = System.nanoTime();
    private long fetched;
    private @Nullable Outcome failure;

    /// A run of pieces that one connection fetches by one request.
    ///
    /// @param first its first piece
    /// @param end the piece after its last
    record Run(int first, int end) {}

    /// Told what happens to pieces; must neither block nor call back.
    interface Listener {
        void verified(int piece);

        void claimed(Run run, Lane lane);

        /// What of the run is not verified is not being fetched any more.
        void released(Run run, Lane lane);
    }

    /// Asks the owner of a piece whether this server may fetch it.
    @FunctionalInterface
    interface Asking {
        boolean ask(Picker.Pick.Ask question);
    }

    /// @param verified the pieces that are there already; owned by the session from now on
    /// @param wants what viewers wait for: it comes before what the picker would pick
    FillSession(
            FillRun run,
            PieceLayout layout,
            List<Checksum> pieces,
            BitSet verified,
            PieceMap notes,
            Picker picker,
            Listener listener,
            Wants wants) {
        this.run = run;
        this.layout = layout;
        this.pieces = List.copyOf(pieces);
        this.verified = verified;
        this.notes = notes;
        this.picker = picker;
        this.listener = listener;
        this.wants = wants;
        wants.onChange(this::news);
        this.verifiedBytes = verified.stream().mapToLong(layout::length).sum();
        run.verified(verifiedBytes);
        run.onCancel(() -> run.stopped().ifPresent(this::stop));
    }

    /// What only shall wait is left to end if all its bytes are there: nothing is transferred.
    private void stop(FillRun.Stop reason) {
        switch (reason) {
            case FillRun.Stop.Cancelled cancelled -> fail(cancelled.outcome());
            case FillRun.Stop.WindowClosed closed -> failIfRunning(closed.outcome());
            case FillRun.Stop.Yields yields -> failIfRunning(yields.outcome());
        }
    }

    FillRun run() {
        return run;
    }

    PieceLayout layout() {
        return layout;
    }

    Checksum checksumOf(int piece) {
        return pieces.get(piece);
    }

    /// The next run to fetch. Waits while there is nothing for this lane, because others may fail
    /// or bring news. Empty when there is nothing left to do.
    Optional<Run> claim(Lane lane, Asking asking) throws InterruptedException {
        while (true) {
            Picker.Pick.Ask question;
            lock.lockInterruptibly();
            try {
                if (isOver()) {
                    return Optional.empty();
                }
                switch (pick(lane)) {
                    case Picker.Pick.Take take -> {
                        claimed.set(take.run().first(), take.run().end());
                        listener.claimed(take.run(), lane);
                        return Optional.of(take.run());
                    }
                    case Picker.Pick.Wait _ -> {
                        rest(lane);
                        continue;
                    }
                    case Picker.Pick.Ask ask -> {
                        claimed.set(ask.piece());
                        question = ask;
                    }
                }
            } finally {
                lock.unlock();
            }
            Run asked = new Run(question.piece(), question.piece() + 1);
            boolean granted = false;
            try {
                granted = asking.ask(question);
            } finally {
                answered(asked, granted);
            }
            if (granted) {
                listener.claimed(asked, lane);
                return Optional.of(asked);
            }
        }
    }

    /// What viewers stand before, what comes next for them, or anything.
    private Picker.Pick pick(Lane lane) {
        Wants.Now wanted = wants.now();
        Picker.Pick best = new Picker.Pick.Wait();
        if (!wanted.isEmpty()) {
            best = pickOf(wanted.next(), lane);
            best = best instanceof Picker.Pick.Wait ? pickOf(wanted.soon(), lane) : best;
        }
        return best instanceof Picker.Pick.Wait ? picker.pick(lane, verified, claimed) : best;
    }

    /// The picker's choice if there were no pieces but these.
    private Picker.Pick pickOf(BitSet these, Lane lane) {
        BitSet open = (BitSet) these.clone();
        open.andNot(verified);
        open.andNot(claimed);
        if (open.isEmpty()) {
            return new Picker.Pick.Wait();
        }
        BitSet others = new BitSet(layout.count());
        others.set(0, layout.count());
        others.andNot(open);
        return picker.pick(lane, verified, others);
    }

    /// Whether a viewer waits for something that does not come while the rest of a run is fetched.
    ///
    /// @param next the next piece of the run
    boolean isWantedElsewhere(Run run, int next) {
        Wants.Now wanted = wants.now();
        if (run.end() - next <= SHORT_RUN || wanted.isEmpty() || wanted.soon().get(next)) {
            return false;
        }
        lock.lock();
        try {
            BitSet missing = (BitSet) wanted.next().clone();
            missing.andNot(verified);
            return missing.stream()
                    .anyMatch(piece ->
                            !claimed.get(piece) || (piece >= run.first() && piece < run.end()));
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the caller picks again, whatever woke it
    private void rest(Lane lane) throws InterruptedException {
        Condition news = idle.computeIfAbsent(lane, _ -> lock.newCondition());
        try {
            var _ = news.awaitNanos(LOOK_AGAIN.toNanos());
        } finally {
            idle.remove(lane);
        }
    }

    private void wakeAll() {
        changed.signalAll();
        idle.values().forEach(Condition::signalAll);
    }

    private void answered(Run asked, boolean granted) {
        lock.lock();
        try {
            picker.answered(asked.first(), granted);
            if (!granted) {
                claimed.clear(asked.first());
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isOver() {
        return failure != null || verified.cardinality() == layout.count();
    }

    /// Whether there is still something to do.
    boolean isRunning() {
        lock.lock();
        try {
            return !isOver();
        } finally {
            lock.unlock();
        }
    }

    /// How long ago the last byte came, or the fill began.
    Duration sinceProgress() {
        lock.lock();
        try {
            return Duration.ofNanos(System.nanoTime() - progressAt);
        } finally {
            lock.unlock();
        }
    }

    /// There may be something for a lane that found nothing before.
    void news(Lane lane) {
        lock.lock();
        try {
            Condition waiting = idle.get(lane);
            if (waiting != null) {
                waiting.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// There may be something for every lane.
    void news() {
        lock.lock();
        try {
            wakeAll();
        } finally {
            lock.unlock();
        }
    }

    /// Runs something that reads or changes the picker.
    <T> T withPicker(BiFunction<BitSet, BitSet, T> work) {
        lock.lock();
        try {
            return work.apply(verified, claimed);
        } finally {
            lock.unlock();
        }
    }

    /// What of the run is not verified is missing again.
    void release(Run run, Lane lane) {
        lock.lock();
        try {
            claimed.clear(run.first(), run.end());
            if (verified.nextClearBit(run.first()) < run.end()) {
                wakeAll();
            }
            listener.released(run, lane);
        } finally {
            lock.unlock();
        }
    }

    /// A piece is in the file and matches its checksum.
    void verified(int piece) throws IOException {
        notes.note(piece, true);
        lock.lock();
        try {
            verified.set(piece);
            verifiedBytes += layout.length(piece);
            run.verified(verifiedBytes);
            if (isOver()) {
                wakeAll();
            } else {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        listener.verified(piece);
    }

    /// A piece came from a source of the order and did not match.
    void mismatched(int piece, String source) {
        lock.lock();
        try {
            int times = mismatches.merge(new Wrong(piece, source), 1, Integer::sum);
            if (times >= MOST_MISMATCHES) {
                fail(
                        Outcome.of(
                                Reason.CHECKSUM_MISMATCH,
                                "piece "
                                        + piece
                                        + " came "
                                        + times
                                        + " times with a wrong checksum from "
                                        + source));
            }
        } finally {
            lock.unlock();
        }
    }

    void fetched(long bytes) {
        lock.lock();
        try {
            fetched += bytes;
            progressAt = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    ByteCount fetched() {
        lock.lock();
        try {
            return ByteCount.of(fetched);
        } finally {
            lock.unlock();
        }
    }

    /// Ends the fill without success, unless everything is there already.
    void failIfRunning(Outcome outcome) {
        lock.lock();
        try {
            if (!isOver()) {
                fail(outcome);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends the fill without success; the first reason counts. All connections are closed.
    void fail(Outcome outcome) {
        lock.lock();
        try {
            if (failure == null) {
                failure = outcome;
            }
            connections.forEach(SourceConnection::close);
            wakeAll();
        } finally {
            lock.unlock();
        }
    }

    Optional<Outcome> failure() {
        lock.lock();
        try {
            return Optional.ofNullable(failure);
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a time, shorter if the fill fails meanwhile.
    void rest(Duration time) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = time.toNanos();
            while (failure == null && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until a piece is verified.
    ///
    /// @return false if the fill failed
    boolean await(int piece) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (failure == null && !verified.get(piece)) {
                changed.await();
            }
            return failure == null;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the end of all pieces, or of the fill.
    void awaitEnd() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (failure == null && verified.cardinality() < layout.count()) {
                changed.await(1, TimeUnit.SECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /// From now on the connection is closed when the fill fails.
    void opened(SourceConnection connection) {
        lock.lock();
        try {
            connections.add(connection);
            if (failure != null) {
                connection.close();
            }
        } finally {
            lock.unlock();
        }
    }

    void closed(SourceConnection connection) {
        lock.lock();
        try {
            connections.remove(connection);
        } finally {
            lock.unlock();
        }
        connection.close();
    }
}
