package org.vdeli.manager.dispatch;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.vdeli.contracts.agent.FillWindow;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.agent.TransferMethod;

/// The values of the delivery policy at the moment a job was made; a policy that changes later does
/// not change the job.
///
/// @param windowStart,windowEnd when fills may run, in the server's zone; equal means always
/// @param priority 0 (first) to 9
/// @param pinned false: the agent may evict what it fills; absent in jobs of before, which pin
public record JobTerms(
        TransferLimits limits,
        LocalTime windowStart,
        LocalTime windowEnd,
        Integer priority,
        Optional<Boolean> pinned) {
    /// Terms of what is never evicted.
    public JobTerms(
            TransferLimits limits, LocalTime windowStart, LocalTime windowEnd, Integer priority) {
        this(limits, windowStart, windowEnd, priority, Optional.empty());
    }

    /// The same terms at another place in the queue, where an operator may have put the job.
    JobTerms withPriority(Integer other) {
        return new JobTerms(limits, windowStart, windowEnd, other, pinned);
    }

    /// When a server may transfer; empty: always.
    Optional<FillWindow> window(ZoneId zone) {
        return windowStart.equals(windowEnd)
                ? Optional.empty()
                : Optional.of(new FillWindow(windowStart, windowEnd, zone));
    }

    /// At any time, as one stream, in the middle of the queue.
    public static final JobTerms USUAL =
            new JobTerms(TransferMethod.SINGLE.preset(), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, 5);
}
