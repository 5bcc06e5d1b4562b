package org.vdeli.contracts.api;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.ServerId;

/// One authoritative copy of an asset: on a server in the role of origin, or in the store of a
/// manager.
///
/// @param server the origin; absent for a manager
/// @param manager the manager; absent for an origin
/// @param name of either
/// @param job the newest for it; a manager has none
/// @param detail why it is not there, in words; empty when all is well
/// @param since when it was verified there
public record OriginCopyView(
        Optional<ServerId> server,
        Optional<ManagerId> manager,
        String name,
        ReplicaState state,
        Optional<JobId> job,
        String detail,
        Optional<Instant> since) {}
