package org.vdeli.manager.purge.jpa;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.PurgeId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.database.Batch;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.database.ListQuery;
import org.vdeli.manager.database.Paging;
import org.vdeli.manager.purge.Purge;
import org.vdeli.manager.purge.Purges;

/// The purges in MariaDB.
public final class JpaPurges implements Purges {
    private final StatelessSession session;

    public JpaPurges(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(PurgeRow.class, PurgeTargetRow.class);
    }

    @Override
    public Optional<Purge> find(PurgeId id) {
        return Optional.ofNullable(session.get(PurgeRow.class, id.value())).map(PurgeRow::toPurge);
    }

    @Override
    public Optional<Purge> lock(PurgeId id) {
        return Optional.ofNullable(
                        session.get(PurgeRow.class, id.value(), LockMode.PESSIMISTIC_WRITE))
                .map(PurgeRow::toPurge);
    }

    @Override
    public List<Purge> unfinished() {
        return session
                .createSelectionQuery(
                        "from PurgeRow where finishedAt is null order by id", PurgeRow.class)
                .getResultList()
                .stream()
                .map(PurgeRow::toPurge)
                .toList();
    }

    @Override
    public Page<Purge> page(Paging<Order> paging) {
        String column =
                switch (paging.order()) {
                    case AT -> "orderedAt";
                };
        return new ListQuery<>(session, PurgeRow.class)
                .page(paging, column, "id", PurgeRow::toPurge);
    }

    @Override
    public void add(Purge purge) {
        session.insert(PurgeRow.of(purge));
    }

    @Override
    public void update(Purge purge) {
        session.update(PurgeRow.of(purge));
    }

    @Override
    public void addTargets(Collection<Target> targets) {
        Batch.insert(
                session,
                "INSERT INTO purge_targets (purge_id, asset_id, server_id, job_id)",
                // in this order: each assignment sees what those before it did
                "ON DUPLICATE KEY UPDATE"
                        + " received_at = IF(job_id < VALUES(job_id), NULL, received_at),"
                        + " called_off = IF(job_id < VALUES(job_id), FALSE, called_off),"
                        + " job_id = GREATEST(job_id, VALUES(job_id))",
                targets,
                (row, target) ->
                        row.add(target.purge().value())
                                .add(target.asset().value())
                                .add(target.server().value())
                                .add(target.job().value()));
    }

    @Override
    public Map<PurgeId, Progress> progress(Collection<PurgeId> ids) {
        Map<PurgeId, Progress> progress = new HashMap<>();
        if (!ids.isEmpty()) {
            session.createSelectionQuery(
                            "select purgeId, count(*), count(receivedAt),"
                                    + " sum(case when calledOff then 1 else 0 end)"
                                    + " from PurgeTargetRow"
                                    + " where purgeId in (:ids) group by purgeId",
                            Object[].class)
                    .setParameterList("ids", ids.stream().map(PurgeId::value).toList())
                    .getResultList()
                    .forEach(row ->
                            progress.put(
                                    new PurgeId((Long) row[0]),
                                    progress(
                                            (Long) row[1],
                                            (Long) row[2],
                                            ((Number) row[3]).longValue())));
        }
        return progress;
    }

    private static Progress progress(long copies, long ended, long calledOff) {
        return new Progress(copies, ended - calledOff, calledOff);
    }

    @Override
    public Set<PurgeId> complete() {
        return session
                .createSelectionQuery(
                        "select id from PurgeRow p where p.finishedAt is null and p.allOrdered"
                                + " and not exists (select 1 from PurgeTargetRow t"
                                + " where t.purgeId = p.id and t.receivedAt is null)",
                        Long.class)
                .getResultList()
                .stream()
                .map(PurgeId::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<JobId> awaited(Collection<JobId> jobs) {
        Set<JobId> awaited = new HashSet<>();
        if (!jobs.isEmpty()) {
            session.createSelectionQuery(
                            "select distinct jobId from PurgeTargetRow where jobId in (:jobs)"
                                    + " and receivedAt is null",
                            Long.class)
                    .setParameterList("jobs", jobs.stream().map(JobId::value).sorted().toList())
                    .getResultList()
                    .forEach(job -> awaited.add(new JobId(job)));
        }
        return awaited;
    }

    @Override
    public Set<PurgeId> unfinishedOf(AssetId asset) {
        Set<PurgeId> unfinished = new HashSet<>();
        session.createSelectionQuery(
                        "select id from PurgeRow p where p.finishedAt is null and exists"
                                + " (select 1 from PurgeTargetRow t where t.purgeId = p.id"
                                + " and t.assetId = :asset)",
                        Long.class)
                .setParameter("asset", asset.value())
                .getResultList()
                .forEach(id -> unfinished.add(new PurgeId(id)));
        return unfinished;
    }

    @Override
    public Set<ServerId> withoutReceipt(PurgeId id, AssetId asset) {
        return session
                .createSelectionQuery(
                        "select serverId from PurgeTargetRow where purgeId = :id"
                                + " and assetId = :asset and (receivedAt is null or calledOff)",
                        Long.class)
                .setParameter("id", id.value())
                .setParameter("asset", asset.value())
                .getResultList()
                .stream()
                .map(ServerId::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<JobId> receive(Collection<JobId> jobs, Instant at) {
        Set<JobId> missing = awaited(jobs);
        if (!missing.isEmpty()) {
            Batch.forKeys(
                    session,
                    "UPDATE purge_targets SET received_at = COALESCE(received_at, ?)"
                            + " WHERE job_id IN",
                    List.of(Columns.utc(at)),
                    missing.stream().map(JobId::value).sorted().toList());
        }
        return missing;
    }

    @Override
    public int settle(Collection<ServerId> servers, Instant at) {
        return servers.isEmpty()
                ? 0
                : session.createMutationQuery(
                                "update PurgeTargetRow set receivedAt = :at"
                                        + " where receivedAt is null and serverId in (:servers)"
                                        + " and purgeId in (select p.id from PurgeRow p"
                                        + " where p.finishedAt is null)")
                        .setParameter("at", at)
                        .setParameterList(
                                "servers", servers.stream().map(ServerId::value).sorted().toList())
                        .executeUpdate();
    }

    /// Looks first, and locks only what it then changes: most times that is nothing, and receipts
    /// come in meanwhile.
    @Override
    public int settleCalledOff(Instant at) {
        Map<Long, List<Long>> jobs = new TreeMap<>();
        session.createSelectionQuery(
                        """
                        select t.purgeId, t.jobId from PurgeTargetRow t
                        join PurgeRow p on p.id = t.purgeId
                        where p.finishedAt is null and t.receivedAt is null
                        and not exists (select 1 from JobRow j where j.id = t.jobId
                                and j.state <> :cancelled)
                        order by t.purgeId, t.jobId\
                        """,
                        Object[].class)
                .setParameter("cancelled", JobState.CANCELLED)
                .getResultList()
                .forEach(row ->
                        jobs.computeIfAbsent((Long) row[0], _ -> new ArrayList<>())
                                .add((Long) row[1]));
        jobs.forEach((purge, calledOff) ->
                Batch.forKeys(
                        session,
                        "UPDATE purge_targets SET received_at = ?, called_off = TRUE"
                                + " WHERE received_at IS NULL AND purge_id = ? AND job_id IN",
                        List.of(Columns.utc(at), purge),
                        calledOff));
        return jobs.values().stream().mapToInt(List::size).sum();
    }

    @Override
    public Page<Laggard> laggards(PurgeId id, int page, int pageSize) {
        List<Laggard> found =
                session
                        .createSelectionQuery(
                                "select serverId, count(*), max(jobId) from PurgeTargetRow"
                                        + " where purgeId = :id and receivedAt is null"
                                        + " group by serverId order by count(*) desc, serverId",
                                Object[].class)
                        .setParameter("id", id.value())
                        .setFirstResult((page - 1) * pageSize)
                        .setMaxResults(pageSize)
                        .getResultList()
                        .stream()
                        .map(row ->
                                new Laggard(
                                        new ServerId((Long) row[0]),
                                        (Long) row[1],
                                        new JobId((Long) row[2])))
                        .toList();
        long total =
                session.createSelectionQuery(
                                "select count(distinct serverId) from PurgeTargetRow"
                                        + " where purgeId = :id and receivedAt is null",
                                Long.class)
                        .setParameter("id", id.value())
                        .getSingleResult();
        return new Page<>(found, page, pageSize, total);
    }

    @Override
    public int removeFinished(Instant before, int limit) {
        int targets =
                session.createNativeMutationQuery(
                                "DELETE FROM purge_targets WHERE purge_id IN (SELECT id FROM"
                                        + " purges WHERE finished_at < :before) LIMIT :limit")
                        .setParameter("before", Columns.utc(before))
                        .setParameter("limit", limit)
                        .executeUpdate();
        return targets == limit
                ? targets
                : targets
                        + session.createMutationQuery("delete PurgeRow where finishedAt < :before")
                                .setParameter("before", before)
                                .executeUpdate();
    }
}
