package org.vdeli.manager.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.manager.database.DatabaseUnavailable;
import org.vdeli.manager.fleet.LiveFleet;

/// The loop that gets jobs on their way: feeds the outbox and empties it, at once when woken and
/// twice a second otherwise; and every few seconds looks for jobs that got lost.
///
/// A job got lost (the queue with the broker, or the agent's journal with its disk) when the agent
/// says in a heartbeat, some time after the job was sent, that it has nothing to do; or when
/// nothing at all was heard of the job for long. It is sent again; an agent that has it all the
/// same does it once.
public final class Dispatcher implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LOST_EVERY = Duration.ofSeconds(3);

    /// A message is on its way for far less, and so is a report.
    private static final Duration IDLE_PROVES_LOSS = Duration.ofSeconds(10);

    /// An agent that works reports progress every few seconds.
    private static final Duration SILENCE_PROVES_LOSS = Duration.ofMinutes(5);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int LOST_LIMIT = 2000;
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    private final JobFeeder feeder;
    private final OutboxSender sender;
    private final LiveFleet live;
    private final InstantSource time;
    private final Semaphore wake = new Semaphore(0);
    private final Thread loop;
    private volatile boolean closed;
    private boolean troubled;
    private Instant lookedForLost;

    Dispatcher(JobFeeder feeder, OutboxSender sender, LiveFleet live, InstantSource time) {
        this.feeder = feeder;
        this.sender = sender;
        this.live = live;
        this.time = time;
        this.lookedForLost = time.instant();
        this.loop = Thread.ofVirtual().name("dispatcher").unstarted(this::run);
    }

    void start() {
        loop.start();
    }

    /// Something waits to be sent. Returns at once.
    public void wake() {
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    private void run() {
        Duration pause = POLL;
        while (!closed) {
            try {
                if (wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
                pause = turn() ? POLL : longer(pause);
            } catch (InterruptedException e) {
                return;
            } catch (DatabaseUnavailable e) {
                trouble(e);
                pause = longer(pause);
            } catch (RuntimeException e) {
                log.error("event=dispatcher-turn-failed", e);
                pause = longer(pause);
            }
        }
    }

    /// One turn; says whether the broker takes messages.
    private boolean turn() throws InterruptedException {
        feeder.feed();
        boolean taken = sender.send().brokerTakes();
        Instant now = time.instant();
        if (taken && Duration.between(lookedForLost, now).compareTo(LOST_EVERY) >= 0) {
            lookedForLost = now;
            int again = feeder.feedAgain(now.minus(IDLE_PROVES_LOSS), LOST_LIMIT, this::isLost);
            if (again > 0) {
                log.warn("event=lost-jobs-sent-again jobs={}", again);
                wake();
            }
        }
        if (troubled) {
            troubled = false;
            log.info("event=dispatcher-recovered");
        }
        return taken;
    }

    /// Whether the agent of a job that was sent a while ago seems not to have it.
    boolean isLost(TransferJob job) {
        Instant now = time.instant();
        LiveFleet.Heard heard = live.lastHeard(job.server()).orElse(null);
        if (heard == null || live.state(job.server()).orElse(null) == ServerState.SILENT) {
            return false;
        }
        boolean idle =
                heard.heartbeat().jobsWaiting() == 0
                        && heard.heartbeat().jobsRunning() == 0
                        && heard.at().isAfter(job.changedAt().plus(IDLE_PROVES_LOSS));
        boolean progresses =
                live.progress(job.asset(), job.server())
                        .filter(progress -> progress.job().equals(job.id()))
                        .isPresent();
        boolean quiet = !progresses && job.changedAt().plus(SILENCE_PROVES_LOSS).isBefore(now);
        return idle || quiet;
    }

    private void trouble(DatabaseUnavailable e) {
        if (!troubled) {
            troubled = true;
            log.warn("event=dispatcher-waits cause={}", e.getMessage());
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /// Lets the turn finish for at most five seconds.
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            if (!loop.join(Duration.ofSeconds(5))) {
                loop.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
