package org.vdeli.contracts.api;

import java.time.Duration;
import java.util.Optional;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.id.ServerId;

/// The newest figures of one server.
///
/// @param sample the newest interval, absent before the first
/// @param lag age of the newest heartbeat when this was made
public record LiveView(
        ServerId server,
        ServerState state,
        Optional<Report.Heartbeat> heartbeat,
        Optional<Report.Sample> sample,
        Duration lag) {}
