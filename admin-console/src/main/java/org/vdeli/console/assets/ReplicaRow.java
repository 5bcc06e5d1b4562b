package org.vdeli.console.assets;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vdeli.console.mirror.World;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Bitrate;

/// The chosen asset on one server at one moment.
///
/// @param share bytes that are verified, 0 to 1
/// @param rate of a running fill; zero otherwise
/// @param job the newest that concerns it
public record ReplicaRow(
        ServerId server,
        String name,
        String cluster,
        String region,
        ReplicaState state,
        double share,
        Bitrate rate,
        Optional<JobId> job,
        int attempt,
        String detail,
        Optional<Instant> verifiedAt) {

    static final Comparator<ReplicaRow> BY_NAME =
            Comparator.comparing(ReplicaRow::name, String.CASE_INSENSITIVE_ORDER)
                    .thenComparingLong(row -> row.server().value());

    static ReplicaRow of(World world, ReplicaView replica) {
        @Nullable ServerView server = world.server(replica.server());
        @Nullable ClusterView cluster = server == null ? null : world.cluster(server.cluster());
        @Nullable RegionView region = cluster == null ? null : world.region(cluster.region());
        long size = replica.size().bytes();
        double share =
                replica.state() == ReplicaState.VERIFIED
                        ? 1
                        : size == 0 ? 0 : (double) replica.bytesVerified().bytes() / size;
        return new ReplicaRow(
                replica.server(),
                server == null ? replica.server().toString() : server.name(),
                cluster == null ? "" : cluster.name(),
                region == null ? "" : region.name(),
                replica.state(),
                Math.clamp(share, 0, 1),
                replica.state() == ReplicaState.FILLING ? replica.rate() : Bitrate.ZERO,
                replica.job(),
                replica.attempt(),
                replica.detail(),
                replica.verifiedAt());
    }

    /// The job that can be tried again: that of a replica that failed.
    Optional<JobId> retryable() {
        return state == ReplicaState.FAILED ? job : Optional.empty();
    }

    /// The order in which states deserve a look.
    int urgency() {
        return switch (state) {
            case FAILED -> 0;
            case FILLING -> 1;
            case MISSING -> 2;
            case REMOVING -> 3;
            case VERIFIED -> 4;
        };
    }

    String searchText() {
        return name + " " + cluster + " " + region + " " + state + " " + detail;
    }
}
