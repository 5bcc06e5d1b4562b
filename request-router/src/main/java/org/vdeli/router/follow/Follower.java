package org.vdeli.router.follow;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.api.HealthView;
import org.vdeli.router.decide.Board;
import org.vdeli.router.map.RoutingModel;
import org.vdeli.router.map.RoutingSnapshot;
import org.vdeli.router.map.RoutingTable;
import org.vdeli.router.map.Update;

/// Keeps a router's board like its manager's: asks every second what changed, hangs up the new
/// snapshot, and stores it. While no manager answers, everything stays as it was last; after a
/// start without one, as it is on disk.
public final class Follower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration PACE = Duration.ofSeconds(1);

    /// How far the file may be behind: it is of use after a start without a manager only.
    private static final Duration STORE_EVERY = Duration.ofSeconds(30);

    private static final Duration LAST_TURN = Duration.ofSeconds(5);

    private final Feed feed;
    private final SnapshotFile file;
    private final Board board;
    private final InstantSource time;
    private final RoutingModel model = new RoutingModel(0);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("follower").unstarted(this::run);
    private Update.Mark mark = Update.Mark.NOTHING;
    private RoutingTable table = RoutingSnapshot.EMPTY.table();
    private Optional<Update.Mark> stored = Optional.empty();
    private byte[] storedStandings = {};
    private Instant storedAt = Instant.MIN;
    private volatile boolean reached;
    private volatile String trouble = "was not asked yet";
    private volatile Instant since;

    /// Where updates come from.
    @FunctionalInterface
    public interface Feed {
        Update since(Update.Mark mark) throws IOException, InterruptedException;
    }

    public Follower(Feed feed, SnapshotFile file, Board board, InstantSource time) {
        this.feed = feed;
        this.file = file;
        this.board = board;
        this.time = time;
        this.since = time.instant();
    }

    /// Takes what is on disk, then follows.
    public void start() {
        recall();
        thread.start();
    }

    /// Takes what is on disk.
    void recall() {
        file.load()
                .ifPresent(update -> {
                    take(update);
                    stored = Optional.of(update.mark());
                    storedStandings = update.pulse().standings();
                    LOG.info(
                            "event=snapshot-recalled assets={} servers={}",
                            table.size(),
                            table.fleet().size());
                });
    }

    private void run() {
        try {
            do {
                turn();
                board.fade();
            } while (!end.await(PACE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("event=follower-ended next=\"start the router again\"", e);
            throw e;
        }
    }

    /// Asks once.
    void turn() throws InterruptedException {
        try {
            take(feed.since(mark));
            if (!reached) {
                LOG.info(
                        "event=manager-reached assets={} servers={}",
                        table.size(),
                        table.fleet().size());
                since = time.instant();
            }
            reached = true;
            storeIfDue();
        } catch (IOException | IllegalArgumentException e) {
            // What does not fit is asked for anew, whole.
            if (e instanceof IllegalArgumentException) {
                mark = Update.Mark.NOTHING;
            }
            if (reached || !trouble.equals(e.getMessage())) {
                LOG.warn(
                        "event=manager-away cause=\"{}\" next=\"route by what was known last\"",
                        e.getMessage());
            }
            if (reached) {
                since = time.instant();
            }
            trouble = String.valueOf(e.getMessage());
            reached = false;
        }
    }

    private void take(Update update) {
        boolean due = model.apply(update);
        mark = update.mark();
        if (due) {
            table = model.table();
        }
        board.publish(new RoutingSnapshot(table, update.pulse()));
    }

    private void storeIfDue() {
        Instant now = time.instant();
        if (isOtherThanStored() && (stored.isEmpty() || storedAt.plus(STORE_EVERY).isBefore(now))) {
            store(now);
        }
    }

    /// Which servers serve belongs to the picture, too, though it does not move its mark.
    private boolean isOtherThanStored() {
        return !stored.equals(Optional.of(mark))
                || !Arrays.equals(storedStandings, board.picture().snapshot().pulse().standings());
    }

    private void store(Instant now) {
        storedAt = now;
        try {
            file.store(model.since(Update.Mark.NOTHING, board.picture().snapshot().pulse()));
            stored = Optional.of(mark);
            storedStandings = board.picture().snapshot().pulse().standings();
        } catch (IOException e) {
            LOG.warn("event=snapshot-not-stored cause=\"{}\"", e.getMessage());
        }
    }

    /// What the router needs: a fleet. Managers that are away are told, and are no fault.
    public HealthView health() {
        RoutingSnapshot snapshot = board.picture().snapshot();
        boolean known = snapshot.table().fleet().size() > 0;
        return new HealthView(
                known,
                List.of(
                        new HealthView.Dependency(
                                "fleet",
                                known,
                                snapshot.table().size()
                                        + " files on "
                                        + snapshot.table().fleet().size()
                                        + " servers are known",
                                Optional.empty()),
                        new HealthView.Dependency(
                                "manager",
                                true,
                                reached ? "answers" : "is away: " + trouble,
                                Optional.of(since))));
    }

    @Override
    public void close() {
        end.countDown();
        try {
            if (!thread.isAlive() || thread.join(LAST_TURN)) {
                if (mark.epoch() != 0 && isOtherThanStored()) {
                    store(time.instant());
                }
            } else {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
