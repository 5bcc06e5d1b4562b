package org.vdeli.manager.database;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.PurgeId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.purge.Purge;
import org.vdeli.manager.purge.Purges;

/// The purges in memory.
record InMemoryPurges(InMemoryStores stores) implements Purges {

    @Override
    public Optional<Purge> find(PurgeId id) {
        return stores.purgeRows.find(id.value());
    }

    @Override
    public Optional<Purge> lock(PurgeId id) {
        return find(id);
    }

    @Override
    public List<Purge> unfinished() {
        return stores.purgeRows.all().filter(row -> row.finishedAt().isEmpty()).toList();
    }

    @Override
    public Page<Purge> page(Paging<Order> paging) {
        return InMemoryTable.page(
                stores.purgeRows.all(),
                paging,
                Comparator.comparing(Purge::at).thenComparingLong(row -> row.id().value()));
    }

    @Override
    public void add(Purge purge) {
        stores.purgeRows.add(purge);
    }

    @Override
    public void update(Purge purge) {
        stores.purgeRows.update(purge);
    }

    @Override
    public void addTargets(Collection<Target> targets) {
        for (Target target : targets) {
            InMemoryStores.PurgeTarget waiting =
                    new InMemoryStores.PurgeTarget(target, Optional.empty(), false);
            targets(target.purge())
                    .filter(row ->
                            row.target().asset().equals(target.asset())
                                    && row.target().server().equals(target.server()))
                    .findFirst()
                    .ifPresentOrElse(
                            row -> {
                                if (row.target().job().value() < target.job().value()) {
                                    stores.targetRows.update(waiting);
                                }
                            },
                            () -> stores.targetRows.add(waiting));
        }
    }

    private Stream<InMemoryStores.PurgeTarget> targets(PurgeId id) {
        return stores.targetRows.all().filter(row -> row.target().purge().equals(id));
    }

    private Stream<InMemoryStores.PurgeTarget> missing(PurgeId id) {
        return targets(id).filter(row -> row.receivedAt().isEmpty());
    }

    @Override
    public Map<PurgeId, Progress> progress(Collection<PurgeId> ids) {
        Map<PurgeId, Progress> progress = new HashMap<>();
        for (PurgeId id : ids) {
            long copies = targets(id).count();
            if (copies > 0) {
                long calledOff = targets(id).filter(InMemoryStores.PurgeTarget::calledOff).count();
                progress.put(
                        id,
                        new Progress(copies, copies - missing(id).count() - calledOff, calledOff));
            }
        }
        return progress;
    }

    @Override
    public Set<PurgeId> complete() {
        return unfinished().stream()
                .filter(Purge::isOrdered)
                .map(Purge::id)
                .filter(id -> missing(id).findAny().isEmpty())
                .collect(Collectors.toSet());
    }

    @Override
    public Set<JobId> awaited(Collection<JobId> jobs) {
        return stores.targetRows
                .all()
                .filter(row -> row.receivedAt().isEmpty() && jobs.contains(row.target().job()))
                .map(row -> row.target().job())
                .collect(Collectors.toSet());
    }

    @Override
    public Set<PurgeId> unfinishedOf(AssetId asset) {
        return unfinished().stream()
                .map(Purge::id)
                .filter(id -> targets(id).anyMatch(row -> row.target().asset().equals(asset)))
                .collect(Collectors.toSet());
    }

    @Override
    public Set<ServerId> withoutReceipt(PurgeId id, AssetId asset) {
        return targets(id)
                .filter(row -> row.target().asset().equals(asset))
                .filter(row -> row.receivedAt().isEmpty() || row.calledOff())
                .map(row -> row.target().server())
                .collect(Collectors.toSet());
    }

    @Override
    public Set<JobId> receive(Collection<JobId> jobs, Instant at) {
        Set<JobId> missing = awaited(jobs);
        stores.targetRows
                .all()
                .filter(row -> missing.contains(row.target().job()))
                .filter(row -> row.receivedAt().isEmpty())
                .forEach(row -> receive(row, at, false));
        return missing;
    }

    private void receive(InMemoryStores.PurgeTarget row, Instant at, boolean calledOff) {
        stores.targetRows.update(
                new InMemoryStores.PurgeTarget(row.target(), Optional.of(at), calledOff));
    }

    private Stream<InMemoryStores.PurgeTarget> allMissing() {
        return unfinished().stream().flatMap(purge -> missing(purge.id()));
    }

    @Override
    public int settle(Collection<ServerId> servers, Instant at) {
        List<InMemoryStores.PurgeTarget> settled =
                allMissing().filter(row -> servers.contains(row.target().server())).toList();
        settled.forEach(row -> receive(row, at, false));
        return settled.size();
    }

    @Override
    public int settleCalledOff(Instant at) {
        List<InMemoryStores.PurgeTarget> settled =
                allMissing()
                        .filter(row ->
                                stores.jobs()
                                        .find(row.target().job())
                                        .filter(job -> job.state() != JobState.CANCELLED)
                                        .isEmpty())
                        .toList();
        settled.forEach(row -> receive(row, at, true));
        return settled.size();
    }

    @Override
    public Page<Laggard> laggards(PurgeId id, int page, int pageSize) {
        Map<ServerId, List<JobId>> byServer =
                missing(id)
                        .collect(
                                Collectors.groupingBy(
                                        row -> row.target().server(),
                                        Collectors.mapping(
                                                row -> row.target().job(), Collectors.toList())));
        List<Laggard> all =
                byServer.entrySet().stream()
                        .map(entry ->
                                new Laggard(
                                        entry.getKey(),
                                        entry.getValue().size(),
                                        entry.getValue().stream()
                                                .max(Comparator.comparingLong(JobId::value))
                                                .orElseThrow()))
                        .sorted(
                                Comparator.comparingLong(Laggard::missing)
                                        .reversed()
                                        .thenComparingLong(row -> row.server().value()))
                        .toList();
        return new Page<>(
                all.stream().skip((page - 1L) * pageSize).limit(pageSize).toList(),
                page,
                pageSize,
                (long) all.size());
    }

    @Override
    public int removeFinished(Instant before, int limit) {
        List<Purge> old =
                stores.purgeRows
                        .all()
                        .filter(row ->
                                row.finishedAt().filter(at -> at.isBefore(before)).isPresent())
                        .toList();
        List<InMemoryStores.PurgeTarget> targets =
                old.stream().flatMap(purge -> targets(purge.id())).limit(limit).toList();
        targets.forEach(row ->
                stores.targetRows.remove(
                        row.target().purge()
                                + "/"
                                + row.target().asset()
                                + "/"
                                + row.target().server()));
        if (targets.size() == limit) {
            return limit;
        }
        old.forEach(purge -> stores.purgeRows.remove(purge.id().value()));
        return targets.size() + old.size();
    }
}
