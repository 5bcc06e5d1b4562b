package org.vdeli.contracts.api;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;
import org.vdeli.contracts.agent.TransferLimits;
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
/// @param keepFor how long after its acceptance an asset stays; absent: until it is deleted
public record PolicyView(
        PolicyId id,
        ProjectId project,
        Optional<RegionId> region,
        Integer order,
        Spread spread,
        Integer count,
        Boolean pinned,
        TransferLimits limits,
        LocalTime windowStart,
        LocalTime windowEnd,
        Integer priority,
        Optional<Duration> keepFor) {}
