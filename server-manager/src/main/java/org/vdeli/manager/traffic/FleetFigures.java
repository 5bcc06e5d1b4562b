package org.vdeli.manager.traffic;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.LiveView;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.fleet.LiveFleet;

/// The live fleet's figures as of now.
public final class FleetFigures implements LiveFigures {
    private final LiveFleet fleet;

    public FleetFigures(LiveFleet fleet) {
        this.fleet = fleet;
    }

    @Override
    public Optional<LiveView> live(ServerId server) {
        return fleet.live(server);
    }

    @Override
    public List<LiveView> allLive() {
        return fleet.allLive();
    }

    @Override
    public Collection<Report.Progress> progress(AssetId asset) {
        return fleet.progress(asset);
    }
}
