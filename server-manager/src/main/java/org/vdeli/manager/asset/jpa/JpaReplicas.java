package org.vdeli.manager.asset.jpa;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.asset.ReplicaKey;
import org.vdeli.manager.asset.Replicas;
import org.vdeli.manager.database.Batch;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.database.Spots;
import org.vdeli.manager.dispatch.TransferJob;

/// What is known to be where, in MariaDB.
public final class JpaReplicas implements Replicas {
    private final StatelessSession session;

    public JpaReplicas(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(ReplicaRow.class);
    }

    @Override
    public List<Replica> ofAsset(AssetId asset) {
        return domain(
                session.createSelectionQuery(
                                "from ReplicaRow where assetId = :asset order by serverId",
                                ReplicaRow.class)
                        .setParameter("asset", asset.value()));
    }

    @Override
    public List<Replica> ofServer(ServerId server) {
        return domain(
                session.createSelectionQuery(
                                "from ReplicaRow where serverId = :server order by assetId",
                                ReplicaRow.class)
                        .setParameter("server", server.value()));
    }

    @Override
    public List<Replica> of(Collection<AssetId> assets, Collection<ServerId> servers) {
        return Spots.of(assets, servers)
                .list(
                        session,
                        ReplicaRow.class,
                        "",
                        Map.of(),
                        "assetId, serverId",
                        ReplicaRow::toReplica,
                        Replica::server);
    }

    @Override
    public List<Inventory.Entry> inventoryOf(ServerId server) {
        return session
                .createSelectionQuery(
                        "select a, r.checksum from ReplicaRow r join AssetRow a on a.id = r.assetId"
                                + " where r.serverId = :server order by a.id",
                        Object[].class)
                .setParameter("server", server.value())
                .getResultList()
                .stream()
                .map(pair -> {
                    Asset asset = ((AssetRow) pair[0]).toAsset();
                    return new Inventory.Entry(
                            asset.id(),
                            asset.path(),
                            asset.version(),
                            asset.size(),
                            Checksum.of((String) pair[1]));
                })
                .toList();
    }

    @Override
    public List<Replica> unassigned(Optional<ReplicaKey> after, int limit) {
        return domain(
                session.createSelectionQuery(
                                """
                                select r from ReplicaRow r
                                where not exists (select 1 from AssignmentRow a
                                        where a.assetId = r.assetId and a.serverId = r.serverId)
                                and not exists (select 1 from JobRow j
                                        where j.assetId = r.assetId and j.serverId = r.serverId
                                        and j.state in (:open))
                                and (r.assetId > :asset
                                        or r.assetId = :asset and r.serverId > :server)
                                order by r.assetId, r.serverId\
                                """,
                                ReplicaRow.class)
                        .setParameterList("open", TransferJob.OPEN_STATES)
                        .setParameter("asset", ByAsset.assetOf(after))
                        .setParameter("server", ByAsset.serverOf(after))
                        .setMaxResults(limit));
    }

    @Override
    public Map<ServerId, Long> counts() {
        return session
                .createSelectionQuery(
                        "select serverId, count(*) from ReplicaRow group by serverId",
                        Object[].class)
                .getResultList()
                .stream()
                .collect(
                        Collectors.toMap(
                                pair -> new ServerId((Long) pair[0]), pair -> (Long) pair[1]));
    }

    @Override
    public void putAll(Collection<Replica> replicas) {
        Batch.insert(
                session,
                "INSERT INTO replicas (asset_id, server_id, checksum, verified_at)",
                "ON DUPLICATE KEY UPDATE checksum = VALUES(checksum),"
                        + " verified_at = VALUES(verified_at)",
                replicas,
                (row, replica) ->
                        row.add(replica.asset().value())
                                .add(replica.server().value())
                                .add(replica.checksum().hex())
                                .add(Columns.utc(replica.verifiedAt())));
    }

    @Override
    public void removeAll(Collection<ReplicaKey> keys) {
        ByAsset.of(keys)
                .forEach((asset, servers) ->
                        Batch.forKeys(
                                session,
                                "DELETE FROM replicas WHERE asset_id = ? AND server_id IN",
                                List.of(asset),
                                servers));
    }

    private static List<Replica> domain(SelectionQuery<ReplicaRow> query) {
        return query.getResultList().stream().map(ReplicaRow::toReplica).toList();
    }
}
