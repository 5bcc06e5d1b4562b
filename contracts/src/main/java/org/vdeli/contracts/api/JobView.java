package org.vdeli.contracts.api;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;

/// An order to one agent.
///
/// @param reason why it was made
/// @param detail the last error in words, or who paused it; empty when none
/// @param verified bytes of verified pieces that the server has of it, as far as is known
/// @param cause how the last attempt ended; absent before the first end
/// @param notBefore when a job that waits goes on at the earliest; absent of others
/// @param priority 0 (first) to 9
public record JobView(
        JobId id,
        JobKind kind,
        ServerId server,
        String serverName,
        AssetId asset,
        AssetPath path,
        ByteCount size,
        Optional<PolicyId> policy,
        JobState state,
        Integer attempt,
        Integer percent,
        String reason,
        String detail,
        ByteCount verified,
        Optional<Report.Reason> cause,
        Optional<Instant> notBefore,
        Instant createdAt,
        Instant changedAt,
        Optional<Integer> priority) {}
