package org.vdeli.contracts.api;

import java.time.Instant;
import java.util.List;

/// What the event stream `GET /api/v1/events` carries: first a snapshot (between [SnapshotBegun]
/// and [SnapshotEnded], in as many parts as it takes), then changes. An item in a change replaces
/// the item with the same id.
public sealed interface ConsoleEvent {
    /// All that the console knew is void; what follows up to [SnapshotEnded] is everything.
    ///
    /// @param manager which manager sends it
    /// @param at its clock
    record SnapshotBegun(String manager, String version, Instant at) implements ConsoleEvent {}

    /// The snapshot is complete.
    record SnapshotEnded() implements ConsoleEvent {}

    record RegionsChanged(List<RegionView> regions) implements ConsoleEvent {}

    record ClustersChanged(List<ClusterView> clusters) implements ConsoleEvent {}

    record ServersChanged(List<ServerView> servers) implements ConsoleEvent {}

    /// The newest figures of servers; at most one per server and second.
    record LiveChanged(List<LiveView> live) implements ConsoleEvent {}

    record AssetsChanged(List<AssetView> assets) implements ConsoleEvent {}

    record DistributionsChanged(List<DistributionView> distributions) implements ConsoleEvent {}

    /// Replicas whose state or progress changed; not part of the snapshot: ask `GET
    /// /api/v1/assets/{id}/replicas`.
    record ReplicasChanged(List<ReplicaView> replicas) implements ConsoleEvent {}

    record AlarmsChanged(List<AlarmView> alarms) implements ConsoleEvent {}

    /// Objects that no longer exist.
    record Removed(ObjectKind kind, List<String> ids) implements ConsoleEvent {}

    /// A kind that this program does not know yet.
    record Unknown() implements ConsoleEvent {}
}
