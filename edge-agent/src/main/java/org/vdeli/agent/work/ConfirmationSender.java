package org.vdeli.agent.work;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.agent.Report;

/// Sends the confirmations of the journal until the broker has each of them, oldest first, and then
/// what else must not be lost: what was filled before it was lost is so confirmed before it.
public final class ConfirmationSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfirmationSender.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final JobJournal journal;
    private final ReportChannel channel;
    private final List<ReportSource> more;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final Thread thread;
    private final Set<Report> unsendable = new HashSet<>();
    private boolean wake;

    public ConfirmationSender(JobJournal journal, ReportChannel channel) {
        this(journal, channel, List.of());
    }

    /// Puts it together; nothing begins yet.
    ///
    /// @param more what is sent after the confirmations
    public ConfirmationSender(JobJournal journal, ReportChannel channel, List<ReportSource> more) {
        this.journal = journal;
        this.channel = channel;
        this.more = List.copyOf(more);
        this.thread = Thread.ofPlatform().daemon().name("confirmations").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// There may be a new confirmation in the journal.
    public void wake() {
        lock.lock();
        try {
            wake = true;
            something.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        boolean away = false;
        try {
            while (true) {
                try {
                    sendAll();
                    if (away) {
                        LOG.info("confirmations go out again");
                    }
                    away = false;
                    pause = FIRST_PAUSE;
                    await(LONGEST_PAUSE);
                } catch (IOException | RuntimeException e) {
                    if (!away) {
                        LOG.warn(
                                "could not send confirmations, they are kept waiting={} cause={}",
                                journal.untold().size(),
                                e.getMessage());
                    }
                    away = true;
                    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                    pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private void sendAll() throws IOException, InterruptedException {
        for (Report.Confirmation confirmation : journal.untold()) {
            if (send(confirmation)) {
                journal.told(confirmation.job(), confirmation);
            }
        }
        for (ReportSource source : more) {
            for (Report report : source.untold()) {
                if (send(report)) {
                    source.told(report);
                }
            }
        }
    }

    private boolean send(Report report) throws IOException, InterruptedException {
        try {
            channel.publish(report);
            return true;
        } catch (RuntimeException e) {
            // It must not keep back those after it.
            if (unsendable.add(report)) {
                LOG.error("could not send a report, going on with the next report={}", report, e);
            }
            return false;
        }
    }

    private void await(Duration longest) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = longest.toNanos();
            while (!wake && left > 0) {
                left = something.awaitNanos(left);
            }
            wake = false;
        } finally {
            lock.unlock();
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_WAIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
