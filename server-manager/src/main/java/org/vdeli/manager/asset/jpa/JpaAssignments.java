package org.vdeli.manager.asset.jpa;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Assignments;
import org.vdeli.manager.asset.ReplicaKey;
import org.vdeli.manager.database.Batch;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.database.Spots;
import org.vdeli.manager.dispatch.TransferJob;

/// What should be where, in MariaDB.
public final class JpaAssignments implements Assignments {
    private final StatelessSession session;

    public JpaAssignments(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(AssignmentRow.class);
    }

    @Override
    public List<Assignment> ofAsset(AssetId asset) {
        return domain(
                session.createSelectionQuery(
                                "from AssignmentRow where assetId = :asset order by serverId",
                                AssignmentRow.class)
                        .setParameter("asset", asset.value()));
    }

    @Override
    public List<Assignment> ofServer(ServerId server) {
        return domain(
                session.createSelectionQuery(
                                "from AssignmentRow where serverId = :server order by assetId",
                                AssignmentRow.class)
                        .setParameter("server", server.value()));
    }

    @Override
    public List<Assignment> ofAssets(Collection<AssetId> assets) {
        if (assets.isEmpty()) {
            return List.of();
        }
        return domain(
                session.createSelectionQuery(
                                "from AssignmentRow where assetId in (:assets)"
                                        + " order by assetId, serverId",
                                AssignmentRow.class)
                        .setParameterList("assets", assets.stream().map(AssetId::value).toList()));
    }

    @Override
    public List<Assignment> of(Collection<AssetId> assets, Collection<ServerId> servers) {
        return Spots.of(assets, servers)
                .list(
                        session,
                        AssignmentRow.class,
                        "",
                        Map.of(),
                        "assetId, serverId",
                        AssignmentRow::toAssignment,
                        Assignment::server);
    }

    @Override
    public List<Assignment> unfulfilled(int limit) {
        return domain(
                session.createSelectionQuery(
                                """
                                select a from AssignmentRow a
                                where a.evictedAt is null
                                and not exists (select 1 from ReplicaRow r
                                        where r.assetId = a.assetId and r.serverId = a.serverId)
                                and not exists (select 1 from JobRow j
                                        where j.assetId = a.assetId and j.serverId = a.serverId
                                        and j.state in (:open))
                                and not exists (select 1 from JobRow j
                                        where j.assetId = a.assetId and j.serverId = a.serverId
                                        and j.state = :failed
                                        and j.id = (select max(k.id) from JobRow k
                                                where k.assetId = a.assetId
                                                and k.serverId = a.serverId))
                                order by a.assetId, a.serverId\
                                """,
                                AssignmentRow.class)
                        .setParameterList("open", TransferJob.OPEN_STATES)
                        .setParameter("failed", JobState.FAILED)
                        .setMaxResults(limit));
    }

    @Override
    public List<Assignment> ofDeleted(Optional<ReplicaKey> after, int limit) {
        return domain(
                session.createSelectionQuery(
                                "select s from AssignmentRow s"
                                        + " join AssetRow a on a.id = s.assetId"
                                        + " where a.state = :deleted"
                                        + " and (s.assetId > :asset"
                                        + " or s.assetId = :asset and s.serverId > :server)"
                                        + " order by s.assetId, s.serverId",
                                AssignmentRow.class)
                        .setParameter("deleted", AssetState.DELETED)
                        .setParameter("asset", ByAsset.assetOf(after))
                        .setParameter("server", ByAsset.serverOf(after))
                        .setMaxResults(limit));
    }

    @Override
    public void putAll(Collection<Assignment> assignments) {
        Batch.insert(
                session,
                "INSERT INTO assignments"
                        + " (asset_id, server_id, policy_id, decided_at, pinned, evicted_at,"
                        + " leaving_since, on_miss)",
                "ON DUPLICATE KEY UPDATE policy_id = VALUES(policy_id),"
                        + " decided_at = VALUES(decided_at), pinned = VALUES(pinned),"
                        + " evicted_at = VALUES(evicted_at),"
                        + " leaving_since = VALUES(leaving_since), on_miss = VALUES(on_miss)",
                assignments,
                (row, assignment) ->
                        row.add(assignment.asset().value())
                                .add(assignment.server().value())
                                .add(assignment.policy().map(PolicyId::value).orElse(null))
                                .add(Columns.utc(assignment.decidedAt()))
                                .add(assignment.pinned().orElse(null))
                                .add(assignment.evictedAt().map(Columns::utc).orElse(null))
                                .add(assignment.leavingSince().map(Columns::utc).orElse(null))
                                .add(assignment.onMiss()));
    }

    @Override
    public Set<AssetId> leaving(Collection<AssetId> assets) {
        Set<AssetId> leaving = new HashSet<>();
        if (!assets.isEmpty()) {
            session.createSelectionQuery(
                            "select distinct assetId from AssignmentRow"
                                    + " where leavingSince is not null and assetId in (:assets)",
                            Long.class)
                    .setParameterList("assets", assets.stream().map(AssetId::value).toList())
                    .getResultList()
                    .forEach(id -> leaving.add(new AssetId(id)));
        }
        return leaving;
    }

    @Override
    public void evicted(Collection<ReplicaKey> keys, Instant at) {
        ByAsset.of(keys)
                .forEach((asset, servers) ->
                        Batch.forKeys(
                                session,
                                "UPDATE assignments SET evicted_at = ?"
                                        + " WHERE asset_id = ? AND server_id IN",
                                List.of(Columns.utc(at), asset),
                                servers));
    }

    @Override
    public void notEvicted(Collection<ReplicaKey> keys) {
        ByAsset.of(keys)
                .forEach((asset, servers) ->
                        Batch.forKeys(
                                session,
                                "UPDATE assignments SET evicted_at = NULL"
                                        + " WHERE evicted_at IS NOT NULL AND asset_id = ?"
                                        + " AND server_id IN",
                                List.of(asset),
                                servers));
    }

    @Override
    public void removeAll(Collection<ReplicaKey> keys) {
        ByAsset.of(keys)
                .forEach((asset, servers) ->
                        Batch.forKeys(
                                session,
                                "DELETE FROM assignments WHERE asset_id = ? AND server_id IN",
                                List.of(asset),
                                servers));
    }

    private static List<Assignment> domain(SelectionQuery<AssignmentRow> query) {
        return query.getResultList().stream().map(AssignmentRow::toAssignment).toList();
    }
}
