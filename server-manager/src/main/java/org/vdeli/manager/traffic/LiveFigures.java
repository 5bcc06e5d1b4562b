package org.vdeli.manager.traffic;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.LiveView;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;

/// What is known of the fleet right now, from memory.
public interface LiveFigures {
    /// A server's newest figures; empty if it was never heard of.
    Optional<LiveView> live(ServerId server);

    /// The newest figures of all servers that were ever heard of.
    List<LiveView> allLive();

    /// How far the fills of an asset are that run now.
    Collection<Report.Progress> progress(AssetId asset);
}
