package org.vdeli.installers.simulate;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.vdeli.contracts.wire.Codec;

/// What the agents of one simulation share.
///
/// @param timer for what comes again and again; its tasks only hand over to `threads`
/// @param heartbeats sends the AMQP heartbeats of all connections
/// @param threads a virtual thread for each task
record Shared(
        Behaviour behaviour,
        Codec codec,
        AgentHttp http,
        ScheduledExecutorService timer,
        ScheduledExecutorService heartbeats,
        Executor threads,
        InstantSource clock,
        FleetFigures figures) {}
