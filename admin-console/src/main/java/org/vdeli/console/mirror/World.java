package org.vdeli.console.mirror;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.api.AlarmState;
import org.vdeli.contracts.api.AlarmView;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.DistributionView;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;

/// The objects of one snapshot and all changes since. Written by [Mirror] alone, read by anyone; a
/// reader that walks it while it changes sees each object either before or after its change.
public final class World {
    final Map<RegionId, RegionView> regions = new ConcurrentHashMap<>();
    final Map<ClusterId, ClusterView> clusters = new ConcurrentHashMap<>();
    final Map<ServerId, ServerView> servers = new ConcurrentHashMap<>();
    final Map<ServerId, ServerState> states = new ConcurrentHashMap<>();
    final Map<ServerId, ServerLive> live = new ConcurrentHashMap<>();
    final Map<AssetId, AssetView> assets = new ConcurrentHashMap<>();
    final Map<AssetId, DistributionView> distributions = new ConcurrentHashMap<>();
    final Map<AlarmId, AlarmView> alarms = new ConcurrentHashMap<>();

    private final String manager;
    private final String version;
    private final Duration clockOffset;

    /// @param clockOffset what to add to the console's clock to get the manager's
    World(String manager, String version, Duration clockOffset) {
        this.manager = manager;
        this.version = version;
        this.clockOffset = clockOffset;
    }

    /// The manager that tells all this; empty before the first snapshot.
    public String manager() {
        return manager;
    }

    public String managerVersion() {
        return version;
    }

    /// The manager's clock when the console's shows `here`, give or take the line's delay.
    public Instant managerTime(Instant here) {
        return here.plus(clockOffset);
    }

    public Collection<RegionView> regions() {
        return regions.values();
    }

    public Collection<ClusterView> clusters() {
        return clusters.values();
    }

    public Collection<ServerView> servers() {
        return servers.values();
    }

    public Collection<AssetView> assets() {
        return assets.values();
    }

    public Collection<AlarmView> alarms() {
        return alarms.values();
    }

    public @Nullable ServerView server(ServerId id) {
        return servers.get(id);
    }

    public @Nullable AssetView asset(AssetId id) {
        return assets.get(id);
    }

    public @Nullable AlarmView alarm(AlarmId id) {
        return alarms.get(id);
    }

    public @Nullable ServerLive live(ServerId id) {
        return live.get(id);
    }

    public @Nullable DistributionView distribution(AssetId id) {
        return distributions.get(id);
    }

    /// The cluster of a server, if it is in one that is known.
    public @Nullable ClusterView cluster(Optional<ClusterId> id) {
        return id.isEmpty() ? null : clusters.get(id.get());
    }

    public @Nullable RegionView region(RegionId id) {
        return regions.get(id);
    }

    /// The state that was told last, by whichever kind of event.
    public ServerState state(ServerView server) {
        return states.getOrDefault(server.id(), server.state());
    }

    /// Age of a server's newest heartbeat; empty before the first.
    public Optional<Duration> heartbeatAge(ServerView server, Instant now) {
        ServerLive figures = live.get(server.id());
        if (figures != null && figures.view().heartbeat().isPresent()) {
            return Optional.of(figures.age(now));
        }
        return server.lastHeartbeat()
                .map(at -> {
                    Duration age = Duration.between(at, managerTime(now));
                    return age.isNegative() ? Duration.ZERO : age;
                });
    }

    /// Alarms that nobody has acknowledged and that still stand.
    public long openAlarms() {
        return alarms.values().stream().filter(a -> a.state() == AlarmState.RAISED).count();
    }
}
