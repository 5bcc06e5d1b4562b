package org.vdeli.manager.dispatch.jpa;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobSelector;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.database.Batch;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.database.ListQuery;
import org.vdeli.manager.database.Paging;
import org.vdeli.manager.database.Spots;
import org.vdeli.manager.dispatch.Jobs;
import org.vdeli.manager.dispatch.TransferJob;

/// The jobs in MariaDB.
public final class JpaJobs implements Jobs {
    /// Before every job.
    private static final Instant EVER = Instant.parse("2000-01-01T00:00:00Z");

    private static final String INSERT =
            "INSERT INTO jobs (id, kind, asset_id, server_id, policy_id, terms, priority,"
                    + " state, attempt, reason, ended, detail, not_before, created_at,"
                    + " changed_at, verified_bytes)";
    private static final String UPDATE =
            "UPDATE jobs SET state = ?, attempt = ?, ended = ?, detail = ?, not_before = ?,"
                    + " changed_at = ?, verified_bytes = ? WHERE id IN";

    /// Below this a statement of its own costs more than a row in one for many.
    private static final int MANY = 8;

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
    public List<TransferJob> findAll(Collection<JobId> ids) {
        return ids.isEmpty()
                ? List.of()
                : domain(
                        session.createSelectionQuery(
                                        "from JobRow where id in (:ids) order by id", JobRow.class)
                                .setParameterList("ids", ids.stream().map(JobId::value).toList()));
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
    public List<TransferJob> openOf(Collection<AssetId> assets, Collection<ServerId> servers) {
        return Spots.of(assets, servers)
                .list(
                        session,
                        JobRow.class,
                        "and r.state in (:open)",
                        Map.of("open", TransferJob.OPEN_STATES),
                        "id",
                        JobRow::toJob,
                        TransferJob::server);
    }

    @Override
    public List<TransferJob> givenUp(Collection<AssetId> assets, Collection<ServerId> servers) {
        return Spots.of(assets, servers)
                .list(
                        session,
                        JobRow.class,
                        "and r.state = :failed and r.kind = :fill and not exists"
                                + " (select 1 from JobRow k where k.assetId = r.assetId"
                                + " and k.serverId = r.serverId and k.id > r.id)",
                        Map.of("failed", JobState.FAILED, "fill", JobKind.FILL),
                        "id",
                        JobRow::toJob,
                        TransferJob::server);
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
    public List<JobId> select(JobSelector selector, Optional<JobId> after, int limit) {
        return selected(selector)
                .where("after", "r.id > :after", after.map(JobId::value))
                .ids(session, limit);
    }

    @Override
    public Map<JobState, Long> count(JobSelector selector) {
        Map<JobState, Long> counts = new EnumMap<>(JobState.class);
        selected(selector)
                .counts(session)
                .forEach(pair -> counts.put((JobState) pair[0], (Long) pair[1]));
        return counts;
    }

    @Override
    public long countPaused(JobSelector selector) {
        return selected(selector)
                .where("suspended", "r.state = :suspended", Optional.of(JobState.SUSPENDED))
                .where("paused", "r.notBefore = :paused", Optional.of(TransferJob.WHEN_RESUMED))
                .counts(session)
                .stream()
                .mapToLong(pair -> (Long) pair[1])
                .sum();
    }

    private static Selection selected(JobSelector selector) {
        return new Selection()
                .where(
                        "ids",
                        "r.id in (:ids)",
                        selector.ids().map(ids -> ids.stream().map(JobId::value).sorted().toList()))
                .where("asset", "r.assetId = :asset", selector.asset().map(AssetId::value))
                .where("server", "r.serverId = :server", selector.server().map(ServerId::value))
                .where(
                        "cluster",
                        "r.serverId in (select s.id from EdgeServerRow s"
                                + " where s.clusterId = :cluster)",
                        selector.cluster().map(ClusterId::value))
                .where(
                        "region",
                        "r.serverId in (select s.id from EdgeServerRow s where s.clusterId in"
                                + " (select c.id from ClusterRow c where c.regionId = :region))",
                        selector.region().map(RegionId::value))
                .where(
                        "project",
                        "r.assetId in (select a.id from AssetRow a where a.projectId = :project)",
                        selector.project().map(ProjectId::value))
                .where("states", "r.state in (:states)", selector.states())
                .where("kind", "r.kind = :kind", selector.kind())
                .where("reason", "r.ended = :reason", selector.reason())
                .where("created", "r.createdAt < :created", selector.createdBefore())
                .where(
                        "path",
                        "r.assetId in (select a.id from AssetRow a"
                                + " where a.path like :path escape '\\')",
                        selector.pathPrefix().map(Columns::beginningWith));
    }

    /// Conditions about jobs, with the values of their parameters.
    private static final class Selection {
        private final List<String> conditions = new ArrayList<>();
        private final Map<String, Object> values = new LinkedHashMap<>();

        Selection where(String name, String condition, Optional<?> value) {
            value.ifPresent(present -> {
                conditions.add(condition);
                values.put(name, present);
            });
            return this;
        }

        List<JobId> ids(StatelessSession session, int limit) {
            return query(session, "select r.id", "order by r.id", Long.class)
                    .setMaxResults(limit)
                    .getResultList()
                    .stream()
                    .map(JobId::new)
                    .toList();
        }

        List<Object[]> counts(StatelessSession session) {
            return query(session, "select r.state, count(*)", "group by r.state", Object[].class)
                    .getResultList();
        }

        private <T> SelectionQuery<T> query(
                StatelessSession session, String what, String after, Class<T> type) {
            SelectionQuery<T> query =
                    session.createSelectionQuery(
                            what
                                    + " from JobRow r "
                                    + (conditions.isEmpty()
                                            ? ""
                                            : "where " + String.join(" and ", conditions) + " ")
                                    + after,
                            type);
            values.forEach((name, value) -> {
                if (value instanceof Collection<?> many) {
                    query.setParameterList(name, many);
                } else {
                    query.setParameter(name, value);
                }
            });
            return query;
        }
    }

    @Override
    public void reprioritise(Collection<JobId> ids, int priority) {
        if (!ids.isEmpty()) {
            Batch.forKeys(
                    session,
                    "UPDATE jobs SET priority = ?, terms = JSON_SET(terms, '$.priority', ?)"
                            + " WHERE id IN",
                    List.of(priority, priority),
                    ids.stream().map(JobId::value).sorted().toList());
        }
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
                    case KIND -> "kind";
                    case PRIORITY -> "priority";
                    case ATTEMPT -> "attempt";
                };
        ListQuery<JobRow> query = new ListQuery<>(session, JobRow.class);
        filter.where()
                .map(JobConditions::new)
                .ifPresent(where -> query.whereAll(where.text(), where.values()));
        return query.where("asset", "r.assetId = :asset", filter.asset().map(AssetId::value))
                .where("server", "r.serverId = :server", filter.server().map(ServerId::value))
                .whereIn("state", filter.states())
                .where("kind", "r.kind = :kind", filter.kind())
                .page(paging, column, "id", JobRow::toJob);
    }

    @Override
    public void addAll(Collection<TransferJob> jobs) {
        Batch.insert(session, INSERT, "", jobs.stream().map(JobRow::of).toList(), JpaJobs::fill);
    }

    /// What many have in common is one statement for all of them: the ends of thousands of jobs
    /// differ in nothing but their ids. The others go as an insert that always meets its row.
    @Override
    public void updateAll(Collection<TransferJob> jobs) {
        Map<Change, List<Long>> alike =
                jobs.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Change::of,
                                        LinkedHashMap::new,
                                        Collectors.mapping(
                                                job -> job.id().value(), Collectors.toList())));
        alike.forEach((change, ids) -> {
            if (ids.size() >= MANY) {
                ids.sort(null);
                Batch.forKeys(session, UPDATE, change.values(), ids);
            }
        });
        Batch.insert(
                session,
                INSERT,
                "ON DUPLICATE KEY UPDATE state = VALUES(state),"
                        + " attempt = VALUES(attempt), ended = VALUES(ended),"
                        + " detail = VALUES(detail), not_before = VALUES(not_before),"
                        + " changed_at = VALUES(changed_at),"
                        + " verified_bytes = VALUES(verified_bytes)",
                jobs.stream()
                        .filter(job ->
                                Objects.requireNonNull(alike.get(Change.of(job))).size() < MANY)
                        .sorted(Comparator.comparingLong(job -> job.id().value()))
                        .map(JobRow::of)
                        .toList(),
                JpaJobs::fill);
    }

    /// What may change of a job.
    private record Change(
            JobState state,
            int attempt,
            Optional<Report.Reason> ended,
            String detail,
            Instant notBefore,
            Instant changedAt,
            long verified) {
        static Change of(TransferJob job) {
            return new Change(
                    job.state(),
                    job.attempt(),
                    job.ended(),
                    job.detail(),
                    job.notBefore(),
                    job.changedAt(),
                    job.verified().bytes());
        }

        List<@Nullable Object> values() {
            return Arrays.asList(
                    state.name(),
                    attempt,
                    ended.map(Enum::name).orElse(null),
                    detail,
                    Columns.utc(notBefore),
                    Columns.utc(changedAt),
                    verified);
        }
    }

    private static void fill(Batch.Values row, JobRow job) {
        row.add(job.id)
                .add(job.kind.name())
                .add(job.assetId)
                .add(job.serverId)
                .add(job.policyId)
                .add(job.terms)
                .add(job.priority)
                .add(job.state.name())
                .add(job.attempt)
                .add(job.reason)
                .add(job.ended == null ? null : job.ended.name())
                .add(job.detail)
                .add(Columns.utc(job.notBefore))
                .add(Columns.utc(job.createdAt))
                .add(Columns.utc(job.changedAt))
                .add(job.verifiedBytes);
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
