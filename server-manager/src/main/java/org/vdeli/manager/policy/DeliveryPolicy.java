package org.vdeli.manager.policy;

import java.time.LocalTime;
import java.util.Optional;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;

/// How a project's assets get to a region.
///
/// @param region absent: every region without a policy of its own
/// @param order which policy wins where a server is in several: the lower one
/// @param count of servers, for [Spread#PER_CLUSTER] and [Spread#PER_REGION]
/// @param pinned never evicted
/// @param windowStart,windowEnd when fills may run, in the server's zone; equal means always
/// @param priority 0 (first) to 9
public record DeliveryPolicy(
        PolicyId id,
        ProjectId project,
        Optional<RegionId> region,
        int order,
        Spread spread,
        int count,
        boolean pinned,
        TransferLimits limits,
        LocalTime windowStart,
        LocalTime windowEnd,
        int priority) {
    public DeliveryPolicy {
        if (count < 0) {
            throw new IllegalArgumentException("a count must not be negative: " + count);
        }
        if (priority < 0 || priority > 9) {
            throw new IllegalArgumentException("a priority must be 0 to 9, not " + priority);
        }
    }
}
