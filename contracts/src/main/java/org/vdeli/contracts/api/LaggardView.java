package org.vdeli.contracts.api;

import java.util.Optional;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;

/// A server that has not confirmed all of a purge yet.
///
/// @param missing copies whose removal it has not confirmed
/// @param job the newest order among them
/// @param cause how its last attempt ended; absent before the first end
/// @param reason why it takes so long, in words
public record LaggardView(
        ServerId server,
        String name,
        ServerState state,
        Long missing,
        JobId job,
        Optional<Report.Reason> cause,
        String reason) {}
