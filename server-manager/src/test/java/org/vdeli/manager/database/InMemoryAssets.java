package org.vdeli.manager.database;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.vdeli.manager.ingest.Upload;

/// The assets in memory.
record InMemoryAssets(InMemoryStores stores) implements Assets {

    @Override
    public Optional<Asset> find(AssetId id) {
        return stores.assetRows.find(id.value());
    }

    @Override
    public List<Asset> findAll(Collection<AssetId> ids) {
        return stores.assetRows.all().filter(row -> ids.contains(row.id())).toList();
    }

    @Override
    public Optional<Asset> current(AssetPath path) {
        return versions(path).stream().filter(row -> row.state() == AssetState.CURRENT).findFirst();
    }

    @Override
    public List<Asset> current(Collection<AssetPath> paths) {
        return stores.assetRows
                .all()
                .filter(row -> row.state() == AssetState.CURRENT && paths.contains(row.path()))
                .toList();
    }

    @Override
    public Set<Checksum> contentsKnown(Collection<Checksum> contents) {
        return Stream.concat(
                        stores.assetRows.all().map(Asset::checksum),
                        stores.uploadRows.all().map(Upload::checksum))
                .filter(contents::contains)
                .collect(Collectors.toSet());
    }

    @Override
    public long lastVersion(AssetPath path) {
        return versions(path).stream().mapToLong(Asset::version).max().orElse(0);
    }

    @Override
    public Optional<Asset> inTheWayOf(AssetPath path) {
        return inState(AssetState.CURRENT, Optional.empty(), Integer.MAX_VALUE).stream()
                .filter(row -> row.path().isFolderOf(path) || path.isFolderOf(row.path()))
                .findFirst();
    }

    @Override
    public List<Asset> versions(AssetPath path) {
        return stores.assetRows
                .all()
                .filter(row -> row.path().equals(path))
                .sorted(Comparator.comparingLong(Asset::version).reversed())
                .toList();
    }

    @Override
    public Optional<Manifest> manifest(AssetId id) {
        return find(id).flatMap(row ->
                stores.pieceRows
                        .find(id.value())
                        .map(pieces ->
                                new Manifest(
                                        id,
                                        row.size(),
                                        row.checksum(),
                                        row.pieceSize(),
                                        pieces.checksums())));
    }

    @Override
    public List<Asset> currentOf(ProjectId project, Optional<AssetId> after, int limit) {
        return inState(AssetState.CURRENT, after, Integer.MAX_VALUE).stream()
                .filter(row -> row.project().equals(project))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Asset> inState(AssetState state, Optional<AssetId> after, int limit) {
        long last = after.map(AssetId::value).orElse(0L);
        return stores.assetRows
                .all()
                .filter(row -> row.state() == state && row.id().value() > last)
                .limit(limit)
                .toList();
    }

    @Override
    public void add(Asset asset, List<Checksum> pieces) {
        stores.assetRows.add(asset);
        stores.pieceRows.add(new InMemoryStores.Pieces(asset.id().value(), pieces));
    }

    @Override
    public void changeState(Collection<AssetId> ids, AssetState state) {
        findAll(ids).forEach(row -> stores.assetRows.put(row.withState(state)));
    }

    @Override
    public void changeExpiry(AssetId id, Optional<Instant> at) {
        find(id).ifPresent(row -> stores.assetRows.put(row.expiring(at)));
    }

    @Override
    public List<Asset> expired(Instant now, int limit) {
        return inState(AssetState.CURRENT, Optional.empty(), Integer.MAX_VALUE).stream()
                .filter(row -> row.isExpired(now))
                .filter(row ->
                        stores.assignments().ofAsset(row.id()).stream()
                                .anyMatch(assignment -> assignment.policy().isPresent()))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Asset> outlived(PolicyId policy, Instant acceptedUpTo, int limit) {
        return inState(AssetState.CURRENT, Optional.empty(), Integer.MAX_VALUE).stream()
                .filter(row -> !row.acceptedAt().isAfter(acceptedUpTo))
                .filter(row ->
                        stores.assignments().ofAsset(row.id()).stream()
                                .anyMatch(assignment ->
                                        assignment.policy().equals(Optional.of(policy))))
                .limit(limit)
                .toList();
    }

    private boolean isOf(Asset asset, PublisherId publisher) {
        return stores.projects()
                .find(asset.project())
                .filter(project -> project.publisher().equals(publisher))
                .isPresent();
    }

    @Override
    public Optional<Asset> lock(AssetId id) {
        return find(id);
    }

    @Override
    public List<Asset> select(Selection selection, Optional<AssetId> after, int limit) {
        return inState(AssetState.CURRENT, after, Integer.MAX_VALUE).stream()
                .filter(row ->
                        selection.ids().isEmpty() || selection.ids().get().contains(row.id()))
                .filter(row -> InMemoryTable.is(selection.path(), row.path()))
                .filter(row ->
                        selection.folder().isEmpty()
                                || row.path().toString().startsWith(selection.folder().get() + "/"))
                .filter(row -> InMemoryTable.is(selection.project(), row.project()))
                .filter(row -> !row.acceptedAt().isAfter(selection.acceptedUpTo()))
                .limit(limit)
                .toList();
    }

    @Override
    public Page<Asset> page(Filter filter, Paging<Order> paging) {
        Comparator<Asset> order =
                switch (paging.order()) {
                    case PATH -> Comparator.comparing(row -> row.path().toString());
                    case ACCEPTED_AT -> Comparator.comparing(Asset::acceptedAt);
                    case SIZE -> Comparator.comparing(Asset::size);
                };
        return InMemoryTable.page(
                stores.assetRows
                        .all()
                        .filter(row ->
                                filter.publisher().isEmpty() || isOf(row, filter.publisher().get()))
                        .filter(row -> InMemoryTable.is(filter.project(), row.project()))
                        .filter(row -> InMemoryTable.in(filter.states(), row.state()))
                        .filter(row ->
                                InMemoryTable.contains(filter.text(), row.path().toString())),
                paging,
                order.thenComparingLong(row -> row.id().value()));
    }

    @Override
    public Set<Checksum> contentsInUse(Collection<Checksum> contents) {
        Stream<Checksum> ofAssets =
                stores.assetRows
                        .all()
                        .filter(row ->
                                row.state() == AssetState.CURRENT
                                        || !stores.assignments().ofAsset(row.id()).isEmpty()
                                        || !stores.replicas().ofAsset(row.id()).isEmpty()
                                        || !stores.jobs().openOfAsset(row.id()).isEmpty())
                        .map(Asset::checksum);
        Stream<Checksum> ofUploads =
                stores.uploadRows
                        .all()
                        .filter(row -> row.state() == UploadState.RECEIVED)
                        .map(Upload::checksum);
        return Stream.concat(ofAssets, ofUploads)
                .filter(contents::contains)
                .collect(Collectors.toUnmodifiableSet());
    }
}
