package org.vdeli.contracts.api;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;

/// What is needed to create or change a policy; see [PolicyView].
public record PolicyDraft(
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
        Optional<Duration> keepFor) {
    /// A policy whose assets stay until they are deleted.
    public PolicyDraft(
            ProjectId project,
            Optional<RegionId> region,
            Integer order,
            Spread spread,
            Integer count,
            Boolean pinned,
            TransferLimits limits,
            LocalTime windowStart,
            LocalTime windowEnd,
            Integer priority) {
        this(
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
}
