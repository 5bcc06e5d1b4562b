package org.vdeli.manager.asset.jpa;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;
import org.vdeli.contracts.agent.Manifest;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.UploadState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assets;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.database.ListQuery;
import org.vdeli.manager.database.Paging;
import org.vdeli.manager.dispatch.TransferJob;

/// The assets in MariaDB.
public final class JpaAssets implements Assets {
    private final StatelessSession session;

    public JpaAssets(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(AssetRow.class, AssetPiecesRow.class);
    }

    @Override
    public Optional<Asset> find(AssetId id) {
        return Optional.ofNullable(session.get(AssetRow.class, id.value())).map(AssetRow::toAsset);
    }

    @Override
    public List<Asset> findAll(Collection<AssetId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return domain(
                session.createSelectionQuery(
                                "from AssetRow where id in (:ids) order by id", AssetRow.class)
                        .setParameterList("ids", ids.stream().map(AssetId::value).toList()));
    }

    @Override
    public Optional<Asset> current(AssetPath path) {
        return session.createSelectionQuery(
                        "from AssetRow where pathKey = :path and state = :state", AssetRow.class)
                .setParameter("path", AssetRow.keyOf(path))
                .setParameter("state", AssetState.CURRENT)
                .uniqueResultOptional()
                .map(AssetRow::toAsset);
    }

    @Override
    public List<Asset> current(Collection<AssetPath> paths) {
        if (paths.isEmpty()) {
            return List.of();
        }
        return domain(
                session.createSelectionQuery(
                                "from AssetRow where pathKey in (:paths) and state = :state"
                                        + " order by id",
                                AssetRow.class)
                        .setParameterList("paths", paths.stream().map(AssetRow::keyOf).toList())
                        .setParameter("state", AssetState.CURRENT));
    }

    @Override
    public long lastVersion(AssetPath path) {
        return session.createSelectionQuery(
                        "select coalesce(max(version), 0L) from AssetRow where pathKey = :path",
                        Long.class)
                .setParameter("path", AssetRow.keyOf(path))
                .getSingleResult();
    }

    @Override
    public Optional<Asset> inTheWayOf(AssetPath path) {
        // '0' follows '/', so this is the range of all paths below, which the index finds.
        return domain(
                        session.createSelectionQuery(
                                        "from AssetRow where state = :state and (pathKey in"
                                                + " (:folders) or (path >= :first and path <"
                                                + " :end)) order by id",
                                        AssetRow.class)
                                .setParameter("state", AssetState.CURRENT)
                                .setParameterList(
                                        "folders",
                                        path.folders().stream().map(AssetRow::keyOf).toList())
                                .setParameter("first", path + "/")
                                .setParameter("end", path + "0")
                                .setMaxResults(1))
                .stream()
                .findFirst();
    }

    @Override
    public List<Asset> versions(AssetPath path) {
        return domain(
                session.createSelectionQuery(
                                "from AssetRow where pathKey = :path order by version desc",
                                AssetRow.class)
                        .setParameter("path", AssetRow.keyOf(path)));
    }

    @Override
    public Optional<Asset> lock(AssetId id) {
        return Optional.ofNullable(
                        session.get(AssetRow.class, id.value(), LockMode.PESSIMISTIC_WRITE))
                .map(AssetRow::toAsset);
    }

    @Override
    public Optional<Manifest> manifest(AssetId id) {
        AssetPiecesRow pieces = session.get(AssetPiecesRow.class, id.value());
        return pieces == null
                ? Optional.empty()
                : find(id).map(asset ->
                        new Manifest(
                                id,
                                asset.size(),
                                asset.checksum(),
                                asset.pieceSize(),
                                Columns.checksums(pieces.checksums)));
    }

    @Override
    public Set<Checksum> contentsInUse(Collection<Checksum> contents) {
        if (contents.isEmpty()) {
            return Set.of();
        }
        List<String> sums = contents.stream().map(Checksum::hex).toList();
        Set<Checksum> used = new HashSet<>();
        session.createSelectionQuery(
                        """
                        select distinct a.checksum from AssetRow a
                        where a.checksum in (:sums) and (a.state = :current
                        or exists (select 1 from AssignmentRow s where s.assetId = a.id)
                        or exists (select 1 from ReplicaRow r where r.assetId = a.id)
                        or exists (select 1 from JobRow j
                                where j.assetId = a.id and j.state in (:open)))\
                        """,
                        String.class)
                .setParameterList("sums", sums)
                .setParameter("current", AssetState.CURRENT)
                .setParameterList("open", TransferJob.OPEN_STATES)
                .getResultList()
                .forEach(sum -> used.add(Checksum.of(sum)));
        session.createSelectionQuery(
                        "select distinct checksum from UploadRow"
                                + " where state = :received and checksum in (:sums)",
                        String.class)
                .setParameterList("sums", sums)
                .setParameter("received", UploadState.RECEIVED)
                .getResultList()
                .forEach(sum -> used.add(Checksum.of(sum)));
        return Set.copyOf(used);
    }

    @Override
    public Set<Checksum> contentsKnown(Collection<Checksum> contents) {
        if (contents.isEmpty()) {
            return Set.of();
        }
        List<String> sums = contents.stream().map(Checksum::hex).toList();
        Set<Checksum> known = new HashSet<>();
        for (String row : List.of("AssetRow", "UploadRow")) {
            session.createSelectionQuery(
                            "select distinct checksum from " + row + " where checksum in (:sums)",
                            String.class)
                    .setParameterList("sums", sums)
                    .getResultList()
                    .forEach(sum -> known.add(Checksum.of(sum)));
        }
        return Set.copyOf(known);
    }

    @Override
    public List<Asset> currentOf(ProjectId project, Optional<AssetId> after, int limit) {
        return domain(
                session.createSelectionQuery(
                                "from AssetRow where projectId = :project and state = :state"
                                        + " and id > :after order by id",
                                AssetRow.class)
                        .setParameter("project", project.value())
                        .setParameter("state", AssetState.CURRENT)
                        .setParameter("after", after.map(AssetId::value).orElse(0L))
                        .setMaxResults(limit));
    }

    @Override
    public List<Asset> inState(AssetState state, Optional<AssetId> after, int limit) {
        return domain(
                session.createSelectionQuery(
                                "from AssetRow where state = :state and id > :after order by id",
                                AssetRow.class)
                        .setParameter("state", state)
                        .setParameter("after", after.map(AssetId::value).orElse(0L))
                        .setMaxResults(limit));
    }

    @Override
    public List<Asset> select(Selection selection, Optional<AssetId> after, int limit) {
        StringBuilder query =
                new StringBuilder(
                        "from AssetRow where state = :state and id > :after"
                                + " and acceptedAt <= :upTo");
        Map<String, Object> values = new LinkedHashMap<>();
        selection
                .ids()
                .ifPresent(ids -> {
                    query.append(" and id in (:ids)");
                    values.put("ids", ids.stream().map(AssetId::value).sorted().toList());
                });
        selection
                .path()
                .ifPresent(path -> {
                    query.append(" and pathKey = :path");
                    values.put("path", AssetRow.keyOf(path));
                });
        selection
                .folder()
                .ifPresent(folder -> {
                    // '0' follows '/', so this is the range of all paths below.
                    query.append(" and path >= :first and path < :end");
                    values.put("first", folder + "/");
                    values.put("end", folder + "0");
                });
        selection
                .project()
                .ifPresent(project -> {
                    query.append(" and projectId = :project");
                    values.put("project", project.value());
                });
        SelectionQuery<AssetRow> found =
                session.createSelectionQuery(query + " order by id", AssetRow.class)
                        .setParameter("state", AssetState.CURRENT)
                        .setParameter("after", after.map(AssetId::value).orElse(0L))
                        .setParameter("upTo", selection.acceptedUpTo())
                        .setMaxResults(limit);
        values.forEach((name, value) -> {
            if (value instanceof Collection<?> many) {
                found.setParameterList(name, many);
            } else {
                found.setParameter(name, value);
            }
        });
        return domain(found);
    }

    @Override
    public Page<Asset> page(Filter filter, Paging<Order> paging) {
        String column =
                switch (paging.order()) {
                    case PATH -> "path";
                    case ACCEPTED_AT -> "acceptedAt";
                    case SIZE -> "size";
                };
        return new ListQuery<>(session, AssetRow.class)
                .where(
                        "publisher",
                        "r.projectId in (select p.id from ProjectRow p where p.publisherId ="
                                + " :publisher)",
                        filter.publisher().map(PublisherId::value))
                .where("project", "r.projectId = :project", filter.project().map(ProjectId::value))
                .whereIn("state", filter.states())
                .whereText(filter.text(), "path")
                .page(paging, column, "id", AssetRow::toAsset);
    }

    @Override
    public void add(Asset added, List<Checksum> pieces) {
        session.insert(AssetRow.of(added));
        session.insert(AssetPiecesRow.of(added.id(), pieces));
    }

    @Override
    public void changeState(Collection<AssetId> ids, AssetState state) {
        if (!ids.isEmpty()) {
            session.createMutationQuery("update AssetRow set state = :state where id in (:ids)")
                    .setParameter("state", state)
                    .setParameterList("ids", ids.stream().map(AssetId::value).sorted().toList())
                    .executeUpdate();
        }
    }

    @Override
    public void changeExpiry(AssetId id, Optional<Instant> at) {
        session.createNativeMutationQuery("UPDATE assets SET expires_at = :at WHERE id = :id")
                .setParameter("at", at.map(Columns::utc).orElse(null))
                .setParameter("id", id.value())
                .executeUpdate();
    }

    @Override
    public List<Asset> expired(Instant now, int limit) {
        return domain(
                session.createSelectionQuery(
                                "from AssetRow a where a.expiresAt <= :now and a.state = :current"
                                        + " and exists (select 1 from AssignmentRow s"
                                        + " where s.assetId = a.id and s.policyId is not null)"
                                        + " order by a.id",
                                AssetRow.class)
                        .setParameter("now", now)
                        .setParameter("current", AssetState.CURRENT)
                        .setMaxResults(limit));
    }

    @Override
    public List<Asset> outlived(PolicyId policy, Instant acceptedUpTo, int limit) {
        return domain(
                session.createSelectionQuery(
                                "from AssetRow a where a.acceptedAt <= :upTo"
                                        + " and a.state = :current and exists (select 1 from"
                                        + " AssignmentRow s where s.assetId = a.id"
                                        + " and s.policyId = :policy) order by a.id",
                                AssetRow.class)
                        .setParameter("upTo", acceptedUpTo)
                        .setParameter("current", AssetState.CURRENT)
                        .setParameter("policy", policy.value())
                        .setMaxResults(limit));
    }

    private static List<Asset> domain(SelectionQuery<AssetRow> query) {
        return query.getResultList().stream().map(AssetRow::toAsset).toList();
    }
}
