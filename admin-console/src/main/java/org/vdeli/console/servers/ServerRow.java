package org.vdeli.console.servers;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vdeli.console.mirror.Figures;
import org.vdeli.console.mirror.ServerLive;
import org.vdeli.console.mirror.World;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.id.ServerId;

/// One server at one moment.
///
/// @param cluster,region names; empty when the server is in none
/// @param agentVersion empty before the first heartbeat
/// @param age of the newest heartbeat in seconds; -1 before the first
public record ServerRow(
        ServerId id,
        String name,
        String cluster,
        String region,
        String addresses,
        ServerState state,
        Figures figures,
        String agentVersion,
        long age) {

    /// A heartbeat older than this makes the figures old: three of the longest usual interval.
    static final long STALE_SECONDS = 15;

    static final Comparator<ServerRow> BY_NAME =
            Comparator.comparing(ServerRow::name, String.CASE_INSENSITIVE_ORDER)
                    .thenComparingLong(row -> row.id().value());

    static ServerRow of(World world, ServerView server, Instant now) {
        @Nullable ClusterView cluster = world.cluster(server.cluster());
        @Nullable RegionView region = cluster == null ? null : world.region(cluster.region());
        @Nullable ServerLive live = world.live(server.id());
        Optional<Duration> age = world.heartbeatAge(server, now);
        return new ServerRow(
                server.id(),
                server.name(),
                cluster == null ? "" : cluster.name(),
                region == null ? "" : region.name(),
                String.join(" ", server.addresses()),
                world.state(server),
                live == null ? Figures.NONE : live.figures(),
                server.agentVersion().orElse(""),
                age.map(Duration::toSeconds).orElse(-1L));
    }

    /// Whether the figures are too old to be believed.
    public boolean isStale() {
        return state == ServerState.SILENT || state == ServerState.RETIRED || age > STALE_SECONDS;
    }

    String searchText() {
        return name + " " + cluster + " " + region + " " + addresses + " " + state;
    }

    /// The order in which states deserve a look.
    int urgency() {
        return switch (state) {
            case SILENT -> 0;
            case JOINING -> 1;
            case DRAINING -> 2;
            case MAINTENANCE -> 3;
            case ONLINE -> 4;
            case RETIRED -> 5;
        };
    }
}
