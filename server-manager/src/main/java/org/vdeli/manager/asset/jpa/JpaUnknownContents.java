package org.vdeli.manager.asset.jpa;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.asset.ReplicaKey;
import org.vdeli.manager.asset.UnknownContent;
import org.vdeli.manager.asset.UnknownContents;
import org.vdeli.manager.database.Batch;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.database.Paging;

/// What edge servers hold and no asset describes, in MariaDB.
public final class JpaUnknownContents implements UnknownContents {
    private final StatelessSession session;

    public JpaUnknownContents(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(UnknownContentRow.class);
    }

    @Override
    public List<UnknownContent> ofServer(ServerId server) {
        return domain(
                session.createSelectionQuery(
                                "from UnknownContentRow where serverId = :server order by assetId",
                                UnknownContentRow.class)
                        .setParameter("server", server.value()));
    }

    @Override
    public List<UnknownContent> ofAssets(Collection<AssetId> assets) {
        return assets.isEmpty()
                ? List.of()
                : domain(
                        session.createSelectionQuery(
                                        "from UnknownContentRow where assetId in (:assets)"
                                                + " order by assetId, serverId",
                                        UnknownContentRow.class)
                                .setParameterList(
                                        "assets", assets.stream().map(AssetId::value).toList()));
    }

    @Override
    public Map<ServerId, Long> counts() {
        return session
                .createSelectionQuery(
                        "select serverId, count(*) from UnknownContentRow group by serverId",
                        Object[].class)
                .getResultList()
                .stream()
                .collect(
                        Collectors.toMap(
                                pair -> new ServerId((Long) pair[0]), pair -> (Long) pair[1]));
    }

    @Override
    public List<UnknownContent> due(Instant at, int limit) {
        return domain(
                session.createSelectionQuery(
                                "from UnknownContentRow where purgeFrom <= :at"
                                        + " order by purgeFrom, assetId, serverId",
                                UnknownContentRow.class)
                        .setParameter("at", at)
                        .setMaxResults(limit)
                        .setHibernateLockMode(LockMode.UPGRADE_SKIPLOCKED));
    }

    @Override
    public long lastVersion(AssetPath path) {
        return session.createSelectionQuery(
                        "select coalesce(max(version), 0L) from UnknownContentRow"
                                + " where pathKey = :path",
                        Long.class)
                .setParameter("path", AssetRow.keyOf(path))
                .getSingleResult();
    }

    @Override
    public Set<ServerId> holdersOf(AssetPath path) {
        return session
                .createSelectionQuery(
                        "select serverId from UnknownContentRow where pathKey = :path", Long.class)
                .setParameter("path", AssetRow.keyOf(path))
                .getResultList()
                .stream()
                .map(ServerId::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void putAll(Collection<UnknownContent> contents) {
        Batch.insert(
                session,
                "INSERT INTO unknown_contents (asset_id, server_id, path, path_key, version, size,"
                        + " checksum, since, purge_from)",
                "ON DUPLICATE KEY UPDATE path = VALUES(path), path_key = VALUES(path_key),"
                        + " version = VALUES(version), size = VALUES(size),"
                        + " checksum = VALUES(checksum), since = VALUES(since),"
                        + " purge_from = VALUES(purge_from)",
                contents,
                (row, content) ->
                        row.add(content.asset().value())
                                .add(content.server().value())
                                .add(content.path().toString())
                                .add(AssetRow.keyOf(content.path()))
                                .add(content.version())
                                .add(content.size().bytes())
                                .add(content.checksum().hex())
                                .add(Columns.utc(content.since()))
                                .add(Columns.utc(content.purgeFrom())));
    }

    @Override
    public void removeAll(Collection<ReplicaKey> keys) {
        ByAsset.of(keys)
                .forEach((asset, servers) ->
                        Batch.forKeys(
                                session,
                                "DELETE FROM unknown_contents WHERE asset_id = ? AND server_id IN",
                                List.of(asset),
                                servers));
    }

    @Override
    public int removeOfRetired() {
        return session.createMutationQuery(
                        "delete UnknownContentRow u where u.serverId in"
                                + " (select s.id from EdgeServerRow s where s.state = :retired)")
                .setParameter("retired", ServerState.RETIRED)
                .executeUpdate();
    }

    @Override
    public int letGo(Optional<Set<AssetId>> assets, Instant from) {
        String which = assets.isPresent() ? " and assetId in (:assets)" : "";
        if (assets.filter(Set::isEmpty).isPresent()) {
            return 0;
        }
        var update =
                session.createMutationQuery(
                                "update UnknownContentRow set purgeFrom = :from"
                                        + " where purgeFrom > :from"
                                        + which)
                        .setParameter("from", from);
        assets.ifPresent(ids ->
                update.setParameterList("assets", ids.stream().map(AssetId::value).toList()));
        return update.executeUpdate();
    }

    @Override
    public Sum sum() {
        Object[] counts =
                session.createSelectionQuery(
                                "select count(distinct assetId), count(distinct serverId)"
                                        + " from UnknownContentRow",
                                Object[].class)
                        .getSingleResult();
        return new Sum((Long) counts[0], (Long) counts[1]);
    }

    @Override
    public Page<Copies> page(Paging<Order> paging) {
        String column =
                switch (paging.order()) {
                    case PATH -> "min(path)";
                    case SERVERS -> "count(*)";
                };
        String direction = paging.descending() ? " desc" : "";
        List<Copies> found =
                session
                        .createSelectionQuery(
                                "select assetId, min(path), min(version), min(size), min(checksum),"
                                        + " count(*), min(since), min(purgeFrom)"
                                        + " from UnknownContentRow group by assetId order by "
                                        + column
                                        + direction
                                        + ", assetId"
                                        + direction,
                                Object[].class)
                        .setFirstResult(
                                Math.toIntExact(Math.min(Integer.MAX_VALUE, paging.offset())))
                        .setMaxResults(paging.pageSize())
                        .getResultList()
                        .stream()
                        .map(JpaUnknownContents::toCopies)
                        .toList();
        return new Page<>(found, paging.page(), paging.pageSize(), sum().contents());
    }

    private static Copies toCopies(Object[] row) {
        return new Copies(
                new AssetId((Long) row[0]),
                AssetPath.parse((String) row[1]),
                (Long) row[2],
                ByteCount.of((Long) row[3]),
                Checksum.of((String) row[4]),
                (Long) row[5],
                (Instant) row[6],
                (Instant) row[7]);
    }

    private static List<UnknownContent> domain(SelectionQuery<UnknownContentRow> query) {
        return query.getResultList().stream().map(UnknownContentRow::toUnknownContent).toList();
    }
}
