package org.vdeli.manager.events;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.dispatch.TransferJob;

/// What is known of one asset on each server that has to do with it: assignment, replica, newest
/// job and the progress of a running fill, as one view.
final class ReplicaViews {
    private final Asset asset;
    private final Map<ServerId, Parts> servers =
            new TreeMap<>((a, b) -> Long.compare(a.value(), b.value()));

    private static final class Parts {
        private @Nullable Assignment assignment;
        private @Nullable Replica replica;
        private @Nullable TransferJob job;
        private Report.@Nullable Progress progress;
    }

    private ReplicaViews(Asset asset) {
        this.asset = asset;
    }

    static List<ReplicaView> of(Stores stores, Asset asset, Collection<Report.Progress> running) {
        ReplicaViews views = new ReplicaViews(asset);
        stores.assignments().ofAsset(asset.id()).forEach(a -> views.at(a.server()).assignment = a);
        stores.replicas().ofAsset(asset.id()).forEach(r -> views.at(r.server()).replica = r);
        stores.jobs().latestOfAsset(asset.id()).forEach(job -> views.at(job.server()).job = job);
        Map<ServerId, Report.Progress> progress = new HashMap<>();
        running.forEach(p -> progress.put(p.server(), p));
        views.servers.forEach((server, parts) -> parts.progress = progress.get(server));
        return views.servers.entrySet().stream()
                .filter(entry -> views.concerns(entry.getValue()))
                .map(entry -> views.view(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Parts at(ServerId server) {
        return servers.computeIfAbsent(server, s -> new Parts());
    }

    private boolean concerns(Parts parts) {
        TransferJob job = parts.job;
        return parts.assignment != null
                || parts.replica != null
                || (job != null && job.kind() == JobKind.PURGE && job.isOpen());
    }

    private ReplicaView view(ServerId server, Parts parts) {
        TransferJob job = parts.job;
        Replica replica = parts.replica;
        Report.Progress progress = parts.progress;
        ReplicaState state = state(parts);
        boolean filling = state == ReplicaState.FILLING && progress != null;
        ByteCount verified =
                replica != null
                        ? asset.size()
                        : filling && progress != null ? progress.verified() : ByteCount.ZERO;
        return new ReplicaView(
                asset.id(),
                server,
                state,
                Optional.ofNullable(parts.assignment).flatMap(Assignment::policy),
                verified,
                asset.size(),
                filling && progress != null ? progress.rate() : Bitrate.ZERO,
                Optional.ofNullable(job).map(TransferJob::id),
                job == null ? 0 : job.attempt(),
                detail(state, parts),
                Optional.ofNullable(replica).map(Replica::verifiedAt));
    }

    private static String detail(ReplicaState state, Parts parts) {
        if (state == ReplicaState.MISSING && parts.assignment != null) {
            Optional<Instant> evictedAt = parts.assignment.evictedAt();
            if (evictedAt.isPresent()) {
                return "evicted at "
                        + evictedAt.get().truncatedTo(ChronoUnit.SECONDS)
                        + " to make room; it is not filled again by itself: pin it in the delivery"
                        + " policy, or give the server more room";
            }
        }
        return state == ReplicaState.VERIFIED || parts.job == null ? "" : parts.job.detail();
    }

    private static ReplicaState state(Parts parts) {
        if (parts.assignment == null) {
            return ReplicaState.REMOVING;
        }
        if (parts.replica != null) {
            return ReplicaState.VERIFIED;
        }
        TransferJob job = parts.job;
        if (job == null || job.kind() != JobKind.FILL) {
            return ReplicaState.MISSING;
        }
        if (job.state() == JobState.FAILED || job.state() == JobState.RETRYING) {
            return ReplicaState.FAILED;
        }
        return job.state() == JobState.PROCESSING || job.state() == JobState.TRANSFERRED
                ? ReplicaState.FILLING
                : ReplicaState.MISSING;
    }
}
