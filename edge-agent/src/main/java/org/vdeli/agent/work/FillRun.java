package org.vdeli.agent.work;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report.Reason;

/// A fill that is being carried out, as both sides see it: the runner may renew, cancel or suspend
/// it, the work says how far it is. Safe for use by several threads.
public final class FillRun {
    private final AtomicLong verified = new AtomicLong();
    private volatile Job.Fill order;
    private volatile @Nullable Stop stop;
    private volatile Runnable onCancel = () -> {};

    /// Why the work shall end before it is done.
    public sealed interface Stop {
        /// For people.
        String why();

        /// It is not wanted any more.
        record Cancelled(String why) implements Stop {}

        /// Its window closed: it goes on when that opens, with what is verified by then.
        record WindowClosed(String why) implements Stop {}

        /// A fill of a higher priority takes its place: it goes on when there is room again.
        record Yields(String why) implements Stop {}

        /// How the work ends if it does end for this.
        default Outcome outcome() {
            return switch (this) {
                case Cancelled cancelled -> Outcome.of(Reason.SUPERSEDED, cancelled.why());
                case WindowClosed closed -> Outcome.of(Reason.WINDOW_CLOSED, closed.why());
                case Yields yields -> Outcome.of(Reason.FAILED, yields.why());
            };
        }
    }

    public FillRun(Job.Fill order) {
        this.order = order;
    }

    /// The order in its newest attempt.
    public Job.Fill order() {
        return order;
    }

    /// A newer attempt of the same job came: its token and sources count from now on.
    void renew(Job.Fill newer) {
        order = newer;
    }

    /// Asks the work to end soon, for good.
    ///
    /// @param why for people
    public void cancel(String why) {
        stop(new Stop.Cancelled(why));
    }

    /// Asks the work to end soon. The first reason counts, but that it is not wanted any more
    /// counts more than that it shall wait.
    public void stop(Stop reason) {
        synchronized (this) {
            if (stop == null || reason instanceof Stop.Cancelled) {
                stop = reason;
            }
        }
        onCancel.run();
    }

    /// Why it shall end, if it shall.
    public Optional<Stop> stopped() {
        return Optional.ofNullable(stop);
    }

    /// To be run when the fill shall end; at once if it shall already.
    public void onCancel(Runnable action) {
        onCancel = action;
        if (stop != null) {
            action.run();
        }
    }

    /// So many bytes are on disk and verified now.
    public void verified(long bytes) {
        verified.set(bytes);
    }

    public long verified() {
        return verified.get();
    }
}
