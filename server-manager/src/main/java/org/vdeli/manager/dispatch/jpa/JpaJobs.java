package org.vdeli.manager.dispatch.jpa;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.database.Batch;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.database.ListQuery;
import org.vdeli.manager.database.Paging;
import org.vdeli.manager.dispatch.Jobs;
import org.vdeli.manager.dispatch.TransferJob;

/// The jobs in MariaDB.
public final class JpaJobs implements Jobs {
    /// Before every job.
    private static final Instant EVER = Instant.parse("2000-01-01T00:00:00Z");

    private final StatelessSession session;

    public JpaJobs(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(JobRow.class);
    }

    @Override
    public Optional<TransferJob> find(JobId id) {
        return Optional.ofNullable(session.get(JobRow.class, id.value())).map(JobRow::toJob);
    }

    @Override
    public Optional<TransferJob> lock(JobId id) {
        return Optional.ofNullable(
                        session.get(JobRow.class, id.value(), LockMode.PESSIMISTIC_WRITE))
                .map(JobRow::toJob);
    }

    @Override
    public List<TransferJob> lockAll(Collection<JobId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return domain(
                session.createSelectionQuery(
                                "from JobRow where id in (:ids) order by id", JobRow.class)
                        .setParameterList("ids", ids.stream().map(JobId::value).toList())
                        .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE));
    }

    @Override
    public List<TransferJob> open(AssetId asset, ServerId server) {
        return domain(
                session.createSelectionQuery(
                                "from JobRow where assetId = :asset and serverId = :server"
                                        + " and state in (:open) order by id",
                                JobRow.class)
                        .setParameter("asset", asset.value())
                        .setParameter("server", server.value())
                        .setParameterList("open", TransferJob.OPEN_STATES));
    }

    @Override
    public List<TransferJob> openOfAsset(AssetId asset) {
        return domain(
                session.createSelectionQuery(
                                "from JobRow where assetId = :asset and state in (:open)"
                                        + " order by id",
                                JobRow.class)
                        .setParameter("asset", asset.value())
                        .setParameterList("open", TransferJob.OPEN_STATES));
    }

    @Override
    public List<TransferJob> openOfServer(ServerId server) {
        return domain(
                session.createSelectionQuery(
                                "from JobRow where serverId = :server and state in (:open)"
                                        + " order by id",
                                JobRow.class)
                        .setParameter("server", server.value())
                        .setParameterList("open", TransferJob.OPEN_STATES));
    }

    @Override
    public List<TransferJob> latestOfAsset(AssetId asset) {
        return domain(
                session.createSelectionQuery(
                                "from JobRow where id in (select max(k.id) from JobRow k"
                                        + " where k.assetId = :asset group by k.serverId)"
                                        + " order by serverId",
                                JobRow.class)
                        .setParameter("asset", asset.value()));
    }

    @Override
    public List<TransferJob> due(Instant now, int limit) {
        return domain(
                session.createSelectionQuery(
                                "from JobRow where state in (:waiting) and notBefore <= :now"
                                        + " order by priority, id",
                                JobRow.class)
                        .setParameterList(
                                "waiting",
                                List.of(
                                        JobState.NOT_SCHEDULED,
                                        JobState.RETRYING,
                                        JobState.SUSPENDED))
                        .setParameter("now", now)
                        .setMaxResults(limit)
                        .setHibernateLockMode(LockMode.UPGRADE_SKIPLOCKED));
    }

    @Override
    public List<TransferJob> stalled(
            Instant changedBefore, Optional<TransferJob> after, int limit) {
        return domain(
                session.createSelectionQuery(
                                "from JobRow where state in (:sent) and changedAt < :before"
                                        + " and changedAt >= :from and (changedAt > :from"
                                        + " or id > :id) order by changedAt, id",
                                JobRow.class)
                        .setParameterList(
                                "sent", List.of(JobState.PROCESSING, JobState.TRANSFERRED))
                        .setParameter("before", changedBefore)
                        .setParameter("from", after.map(TransferJob::changedAt).orElse(EVER))
                        .setParameter("id", after.map(job -> job.id().value()).orElse(0L))
                        .setMaxResults(limit)
                        .setHibernateLockMode(LockMode.UPGRADE_SKIPLOCKED));
    }

    @Override
    public Map<JobState, Long> countByState() {
        Map<JobState, Long> counts = new EnumMap<>(JobState.class);
        session.createSelectionQuery(
                        "select state, count(*) from JobRow group by state", Object[].class)
                .getResultList()
                .forEach(pair -> counts.put((JobState) pair[0], (Long) pair[1]));
        return counts;
    }

    @Override
    public Page<TransferJob> page(Filter filter, Paging<Order> paging) {
        String column =
                switch (paging.order()) {
                    case CREATED_AT -> "createdAt";
                    case CHANGED_AT -> "changedAt";
                    case STATE -> "state";
                };
        return new ListQuery<>(session, JobRow.class)
                .where("asset", "r.assetId = :asset", filter.asset().map(AssetId::value))
                .where("server", "r.serverId = :server", filter.server().map(ServerId::value))
                .whereIn("state", filter.states())
                .where("kind", "r.kind = :kind", filter.kind())
                .page(paging, column, "id", JobRow::toJob);
    }

    @Override
    public void addAll(Collection<TransferJob> jobs) {
        if (!jobs.isEmpty()) {
            session.insertMultiple(jobs.stream().map(JobRow::of).toList());
        }
    }

    /// As an insert that always meets its row: MariaDB takes a bulk insert as one statement, but a
    /// bulk update row by row, and Hibernate sends each update by itself.
    @Override
    public void updateAll(Collection<TransferJob> jobs) {
        Batch.run(
                session,
                "INSERT INTO jobs (id, kind, asset_id, server_id, policy_id, terms, priority,"
                        + " state, attempt, reason, ended, detail, not_before, created_at,"
                        + " changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON DUPLICATE KEY UPDATE state = VALUES(state),"
                        + " attempt = VALUES(attempt), ended = VALUES(ended),"
                        + " detail = VALUES(detail), not_before = VALUES(not_before),"
                        + " changed_at = VALUES(changed_at)",
                jobs.stream()
                        .sorted(Comparator.comparingLong(job -> job.id().value()))
                        .map(JobRow::of)
                        .toList(),
                JpaJobs::bind);
    }

    private static void bind(PreparedStatement statement, JobRow row) throws SQLException {
        statement.setLong(1, row.id);
        statement.setString(2, row.kind.name());
        statement.setLong(3, row.assetId);
        statement.setLong(4, row.serverId);
        statement.setObject(5, row.policyId, Types.BIGINT);
        statement.setString(6, row.terms);
        statement.setInt(7, row.priority);
        statement.setString(8, row.state.name());
        statement.setInt(9, row.attempt);
        statement.setString(10, row.reason);
        statement.setString(11, row.ended == null ? null : row.ended.name());
        statement.setString(12, row.detail);
        statement.setObject(13, Columns.utc(row.notBefore));
        statement.setObject(14, Columns.utc(row.createdAt));
        statement.setObject(15, Columns.utc(row.changedAt));
    }

    @Override
    public int removeEnded(Instant changedBefore, int limit) {
        List<Long> ids =
                session.createSelectionQuery(
                                """
                                select j.id from JobRow j
                                where j.state not in (:open) and j.changedAt < :before
                                and exists (select 1 from JobRow k
                                        where k.assetId = j.assetId and k.serverId = j.serverId
                                        and k.id > j.id)
                                order by j.id\
                                """,
                                Long.class)
                        .setParameterList("open", TransferJob.OPEN_STATES)
                        .setParameter("before", changedBefore)
                        .setMaxResults(limit)
                        .getResultList();
        return ids.isEmpty()
                ? 0
                : session.createMutationQuery("delete JobRow where id in (:ids)")
                        .setParameterList("ids", ids)
                        .executeUpdate();
    }

    private static List<TransferJob> domain(SelectionQuery<JobRow> query) {
        return query.getResultList().stream().map(JobRow::toJob).toList();
    }
}
