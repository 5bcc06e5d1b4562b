package org.vdeli.agent.work;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.agent.Job;

/// A fill that is being carried out, as both sides see it: the runner may renew or cancel it, the
/// work says how far it is. Safe for use by several threads.
public final class FillRun {
    private final AtomicLong verified = new AtomicLong();
    private volatile Job.Fill order;
    private volatile @Nullable String cancelled;
    private volatile Runnable onCancel = () -> {};

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

    /// Asks the work to end soon.
    ///
    /// @param why for people
    public void cancel(String why) {
        cancelled = why;
        onCancel.run();
    }

    /// Why it is cancelled, if it is.
    public Optional<String> cancelled() {
        return Optional.ofNullable(cancelled);
    }

    /// To be run when the fill is cancelled; at once if it is already.
    public void onCancel(Runnable action) {
        onCancel = action;
        if (cancelled != null) {
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
