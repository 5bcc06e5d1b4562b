package org.vdeli.manager.database;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Assignments;
import org.vdeli.manager.asset.ReplicaKey;

/// What should be where, in memory.
record InMemoryAssignments(InMemoryStores stores) implements Assignments {

    @Override
    public List<Assignment> ofAsset(AssetId asset) {
        return stores.assignmentRows.all().filter(row -> row.asset().equals(asset)).toList();
    }

    @Override
    public List<Assignment> ofServer(ServerId server) {
        return stores.assignmentRows.all().filter(row -> row.server().equals(server)).toList();
    }

    @Override
    public List<Assignment> ofDeleted(Optional<ReplicaKey> after, int limit) {
        return stores.assignmentRows
                .all()
                .filter(row ->
                        stores.assetRows
                                .find(row.asset().value())
                                .filter(asset -> asset.state() == AssetState.DELETED)
                                .isPresent())
                .filter(row -> InMemoryStores.isAfter(row.key(), after))
                .limit(limit)
                .toList();
    }

    @Override
    public void putAll(Collection<Assignment> rows) {
        rows.forEach(stores.assignmentRows::put);
    }

    @Override
    public Set<AssetId> leaving(Collection<AssetId> assets) {
        return ofAssets(assets).stream()
                .filter(Assignment::isLeaving)
                .map(Assignment::asset)
                .collect(Collectors.toSet());
    }

    @Override
    public void evicted(Collection<ReplicaKey> keys, Instant at) {
        change(keys, Optional.of(at));
    }

    @Override
    public void notEvicted(Collection<ReplicaKey> keys) {
        change(keys, Optional.empty());
    }

    private void change(Collection<ReplicaKey> keys, Optional<Instant> evictedAt) {
        for (ReplicaKey key : keys) {
            stores.assignmentRows
                    .find(InMemoryStores.keyOf(key))
                    .ifPresent(row ->
                            stores.assignmentRows.put(
                                    new Assignment(
                                            row.asset(),
                                            row.server(),
                                            row.policy(),
                                            row.decidedAt(),
                                            row.pinned(),
                                            evictedAt,
                                            row.leavingSince())));
        }
    }

    @Override
    public void removeAll(Collection<ReplicaKey> keys) {
        keys.forEach(key -> stores.assignmentRows.remove(InMemoryStores.keyOf(key)));
    }

    @Override
    public List<Assignment> ofAssets(Collection<AssetId> assets) {
        return stores.assignmentRows.all().filter(row -> assets.contains(row.asset())).toList();
    }

    @Override
    public List<Assignment> unfulfilled(int limit) {
        return stores.assignmentRows
                .all()
                .filter(row -> row.evictedAt().isEmpty())
                .filter(row -> stores.replicaRows.find(InMemoryStores.keyOf(row.key())).isEmpty())
                .filter(row -> stores.jobs().open(row.asset(), row.server()).isEmpty())
                .filter(row ->
                        stores.jobs().latestOfAsset(row.asset()).stream()
                                .noneMatch(job ->
                                        job.server().equals(row.server())
                                                && job.state() == JobState.FAILED))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Assignment> of(Collection<AssetId> assets, Collection<ServerId> servers) {
        return stores.assignmentRows
                .all()
                .filter(row -> assets.contains(row.asset()) && servers.contains(row.server()))
                .toList();
    }
}
