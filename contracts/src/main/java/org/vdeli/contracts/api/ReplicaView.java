package org.vdeli.contracts.api;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;

/// An asset on one server.
///
/// @param policy that asked for it
/// @param bytesVerified how far a running fill is
/// @param job the newest for it
/// @param detail why it is not there, in words; empty when all is well
public record ReplicaView(
        AssetId asset,
        ServerId server,
        ReplicaState state,
        Optional<PolicyId> policy,
        ByteCount bytesVerified,
        ByteCount size,
        Bitrate rate,
        Optional<JobId> job,
        Integer attempt,
        String detail,
        Optional<Instant> verifiedAt) {}
