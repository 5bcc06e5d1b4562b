package org.vdeli.manager.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
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
/// @param keepFor how long after its acceptance an asset stays; absent: until it is deleted
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
        int priority,
        Optional<Duration> keepFor) {
    public DeliveryPolicy {
        if (count < 0) {
            throw new IllegalArgumentException("a count must not be negative: " + count);
        }
        if (priority < 0 || priority > 9) {
            throw new IllegalArgumentException("a priority must be 0 to 9, not " + priority);
        }
        if (keepFor.filter(time -> time.isNegative() || time.isZero()).isPresent()) {
            throw new IllegalArgumentException("assets must be kept for some time: " + keepFor);
        }
    }

    /// A policy whose assets stay until they are deleted.
    public DeliveryPolicy(
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
        this(
                id,
                project,
                region,
                order,
                spread,
                count,
                pinned,
                limits,
                windowStart,
                windowEnd,
                priority,
                Optional.empty());
    }

    /// Whether an asset has been there for as long as it shall.
    public boolean isOver(Instant acceptedAt, Instant now) {
        return keepFor.filter(time -> !acceptedAt.plus(time).isAfter(now)).isPresent();
    }

    /// What the policies of a project say of an asset: one whose time is over wants it nowhere, and
    /// rules where it ruled.
    public static List<DeliveryPolicy> asOf(
            List<DeliveryPolicy> policies, Instant acceptedAt, Instant now) {
        return policies.stream().noneMatch(policy -> policy.isOver(acceptedAt, now))
                ? policies
                : policies.stream()
                        .map(policy -> policy.isOver(acceptedAt, now) ? policy.nowhere() : policy)
                        .toList();
    }

    private DeliveryPolicy nowhere() {
        return new DeliveryPolicy(
                id,
                project,
                region,
                order,
                Spread.NONE,
                0,
                pinned,
                limits,
                windowStart,
                windowEnd,
                priority,
                keepFor);
    }
}
