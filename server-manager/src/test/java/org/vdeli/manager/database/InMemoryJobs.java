package org.vdeli.manager.database;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobSelector;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.dispatch.JobTerms;
import org.vdeli.manager.dispatch.Jobs;
import org.vdeli.manager.dispatch.TransferJob;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.EdgeServer;

/// The jobs in memory.
record InMemoryJobs(InMemoryStores stores) implements Jobs {

    @Override
    public Optional<TransferJob> find(JobId id) {
        return stores.jobRows.find(id.value());
    }

    @Override
    public List<TransferJob> findAll(Collection<JobId> ids) {
        return lockAll(ids);
    }

    @Override
    public Optional<TransferJob> lock(JobId id) {
        return find(id);
    }

    @Override
    public List<TransferJob> lockAll(Collection<JobId> ids) {
        return stores.jobRows.all().filter(row -> ids.contains(row.id())).toList();
    }

    @Override
    public List<TransferJob> open(AssetId asset, ServerId server) {
        return openOfAsset(asset).stream().filter(row -> row.server().equals(server)).toList();
    }

    @Override
    public List<TransferJob> openOfAsset(AssetId asset) {
        return stores.jobRows
                .all()
                .filter(row -> row.isOpen() && row.asset().equals(asset))
                .toList();
    }

    @Override
    public List<TransferJob> openOfServer(ServerId server) {
        return stores.jobRows
                .all()
                .filter(row -> row.isOpen() && row.server().equals(server))
                .toList();
    }

    @Override
    public List<TransferJob> openOf(Collection<AssetId> assets, Collection<ServerId> servers) {
        return stores.jobRows
                .all()
                .filter(row ->
                        row.isOpen()
                                && assets.contains(row.asset())
                                && servers.contains(row.server()))
                .toList();
    }

    @Override
    public List<TransferJob> givenUp(Collection<AssetId> assets, Collection<ServerId> servers) {
        return assets.stream()
                .flatMap(asset -> latestOfAsset(asset).stream())
                .filter(row ->
                        row.kind() == JobKind.FILL
                                && row.state() == JobState.FAILED
                                && servers.contains(row.server()))
                .sorted(Comparator.comparingLong(row -> row.id().value()))
                .toList();
    }

    @Override
    public List<TransferJob> latestOfAsset(AssetId asset) {
        Map<Long, TransferJob> newest = new TreeMap<>();
        stores.jobRows
                .all()
                .filter(row -> row.asset().equals(asset))
                .forEach(row -> newest.put(row.server().value(), row));
        return List.copyOf(newest.values());
    }

    @Override
    public List<TransferJob> due(Instant now, int limit) {
        Set<JobState> waiting =
                Set.of(JobState.NOT_SCHEDULED, JobState.RETRYING, JobState.SUSPENDED);
        return stores.jobRows
                .all()
                .filter(row -> waiting.contains(row.state()) && !row.notBefore().isAfter(now))
                .sorted(
                        Comparator.<TransferJob>comparingInt(row -> row.terms().priority())
                                .thenComparingLong(row -> row.id().value()))
                .limit(limit)
                .toList();
    }

    @Override
    public List<TransferJob> stalled(
            Instant changedBefore, Optional<TransferJob> after, int limit) {
        Comparator<TransferJob> order =
                Comparator.comparing(TransferJob::changedAt)
                        .thenComparingLong(row -> row.id().value());
        Set<JobState> sent = Set.of(JobState.PROCESSING, JobState.TRANSFERRED);
        return stores.jobRows
                .all()
                .filter(row ->
                        sent.contains(row.state()) && row.changedAt().isBefore(changedBefore))
                .filter(row -> after.isEmpty() || order.compare(row, after.get()) > 0)
                .sorted(order)
                .limit(limit)
                .toList();
    }

    @Override
    public List<JobId> select(JobSelector selector, Optional<JobId> after, int limit) {
        return selected(selector)
                .map(TransferJob::id)
                .filter(id -> after.isEmpty() || id.value() > after.get().value())
                .limit(limit)
                .toList();
    }

    @Override
    public Map<JobState, Long> count(JobSelector selector) {
        return selected(selector)
                .collect(Collectors.groupingBy(TransferJob::state, Collectors.counting()));
    }

    @Override
    public long countPaused(JobSelector selector) {
        return selected(selector).filter(TransferJob::isPaused).count();
    }

    private Stream<TransferJob> selected(JobSelector selector) {
        return stores.jobRows
                .all()
                .filter(row -> selector.ids().isEmpty() || selector.ids().get().contains(row.id()))
                .filter(row -> InMemoryTable.is(selector.asset(), row.asset()))
                .filter(row -> InMemoryTable.is(selector.server(), row.server()))
                .filter(row ->
                        selector.cluster().isEmpty() || clusterOf(row).equals(selector.cluster()))
                .filter(row ->
                        selector.region().isEmpty()
                                || clusterOf(row)
                                        .flatMap(stores.clusters()::find)
                                        .map(Cluster::region)
                                        .equals(selector.region()))
                .filter(row ->
                        selector.project().isEmpty()
                                || stores.assets()
                                        .find(row.asset())
                                        .map(Asset::project)
                                        .equals(selector.project()))
                .filter(row ->
                        selector.states().isEmpty()
                                || selector.states().get().contains(row.state()))
                .filter(row -> InMemoryTable.is(selector.kind(), row.kind()))
                .filter(row -> selector.reason().isEmpty() || row.ended().equals(selector.reason()))
                .filter(row ->
                        selector.createdBefore().isEmpty()
                                || row.createdAt().isBefore(selector.createdBefore().get()))
                .filter(row ->
                        selector.pathPrefix().isEmpty()
                                || stores.assets()
                                        .find(row.asset())
                                        .filter(asset ->
                                                asset.path()
                                                        .toString()
                                                        .startsWith(selector.pathPrefix().get()))
                                        .isPresent());
    }

    private Optional<ClusterId> clusterOf(TransferJob job) {
        return stores.servers().find(job.server()).flatMap(EdgeServer::cluster);
    }

    @Override
    public void reprioritise(Collection<JobId> ids, int priority) {
        for (TransferJob job : lockAll(ids)) {
            JobTerms terms = job.terms();
            stores.jobRows.update(
                    new TransferJob(
                            job.id(),
                            job.kind(),
                            job.asset(),
                            job.server(),
                            job.policy(),
                            new JobTerms(
                                    terms.limits(),
                                    terms.windowStart(),
                                    terms.windowEnd(),
                                    priority),
                            job.state(),
                            job.attempt(),
                            job.reason(),
                            job.ended(),
                            job.detail(),
                            job.notBefore(),
                            job.createdAt(),
                            job.changedAt()));
        }
    }

    @Override
    public Map<JobState, Long> countByState() {
        return stores.jobRows
                .all()
                .collect(Collectors.groupingBy(TransferJob::state, Collectors.counting()));
    }

    @Override
    public void addAll(Collection<TransferJob> jobs) {
        jobs.forEach(stores.jobRows::add);
    }

    @Override
    public void updateAll(Collection<TransferJob> jobs) {
        jobs.forEach(stores.jobRows::update);
    }

    @Override
    public int removeEnded(Instant changedBefore, int limit) {
        List<TransferJob> old =
                stores.jobRows
                        .all()
                        .filter(row -> !row.isOpen() && row.changedAt().isBefore(changedBefore))
                        .filter(row -> !latestOfAsset(row.asset()).contains(row))
                        .limit(limit)
                        .toList();
        old.forEach(row -> stores.jobRows.remove(row.id().value()));
        return old.size();
    }

    @Override
    public Page<TransferJob> page(Filter filter, Paging<Order> paging) {
        Comparator<TransferJob> order =
                switch (paging.order()) {
                    case CREATED_AT -> Comparator.comparing(TransferJob::createdAt);
                    case CHANGED_AT -> Comparator.comparing(TransferJob::changedAt);
                    case STATE -> Comparator.comparing(row -> row.state().name());
                    case KIND -> Comparator.comparing(row -> row.kind().name());
                    case PRIORITY -> Comparator.comparingInt(row -> row.terms().priority());
                    case ATTEMPT -> Comparator.comparingInt(TransferJob::attempt);
                };
        return InMemoryTable.page(
                stores.jobRows
                        .all()
                        .filter(row -> InMemoryTable.is(filter.asset(), row.asset()))
                        .filter(row -> InMemoryTable.is(filter.server(), row.server()))
                        .filter(row -> InMemoryTable.in(filter.states(), row.state()))
                        .filter(row -> InMemoryTable.is(filter.kind(), row.kind()))
                        .filter(row ->
                                filter.where().isEmpty()
                                        || InMemoryConditions.hold(
                                                stores, filter.where().get(), row)),
                paging,
                order.thenComparingLong(row -> row.id().value()));
    }
}
