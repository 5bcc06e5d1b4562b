package org.vdeli.manager.database;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.manager.asset.ReplicaKey;
import org.vdeli.manager.asset.UnknownContent;
import org.vdeli.manager.asset.UnknownContents;

/// What edge servers hold and no asset describes, in memory.
record InMemoryUnknownContents(InMemoryStores stores) implements UnknownContents {

    @Override
    public List<UnknownContent> ofServer(ServerId server) {
        return stores.unknownRows.all().filter(row -> row.server().equals(server)).toList();
    }

    @Override
    public List<UnknownContent> ofAssets(Collection<AssetId> assets) {
        return stores.unknownRows
                .all()
                .filter(row -> assets.contains(row.asset()))
                .sorted(
                        Comparator.comparingLong((UnknownContent row) -> row.asset().value())
                                .thenComparingLong(row -> row.server().value()))
                .toList();
    }

    @Override
    public Map<ServerId, Long> counts() {
        return stores.unknownRows
                .all()
                .collect(Collectors.groupingBy(UnknownContent::server, Collectors.counting()));
    }

    @Override
    public List<UnknownContent> due(Instant at, int limit) {
        return stores.unknownRows
                .all()
                .filter(row -> !row.purgeFrom().isAfter(at))
                .sorted(
                        Comparator.comparing(UnknownContent::purgeFrom)
                                .thenComparingLong(row -> row.asset().value())
                                .thenComparingLong(row -> row.server().value()))
                .limit(limit)
                .toList();
    }

    @Override
    public long lastVersion(AssetPath path) {
        return stores.unknownRows
                .all()
                .filter(row -> row.path().equals(path))
                .mapToLong(UnknownContent::version)
                .max()
                .orElse(0);
    }

    @Override
    public Set<ServerId> holdersOf(AssetPath path) {
        return stores.unknownRows
                .all()
                .filter(row -> row.path().equals(path))
                .map(UnknownContent::server)
                .collect(Collectors.toSet());
    }

    @Override
    public void putAll(Collection<UnknownContent> contents) {
        contents.forEach(stores.unknownRows::put);
    }

    @Override
    public void removeAll(Collection<ReplicaKey> keys) {
        keys.forEach(key -> stores.unknownRows.remove(InMemoryStores.keyOf(key)));
    }

    @Override
    public int removeOfRetired() {
        List<UnknownContent> gone =
                stores.unknownRows
                        .all()
                        .filter(row ->
                                stores.servers()
                                        .find(row.server())
                                        .filter(server -> server.state() == ServerState.RETIRED)
                                        .isPresent())
                        .toList();
        removeAll(gone.stream().map(UnknownContent::key).toList());
        return gone.size();
    }

    @Override
    public int letGo(Optional<Set<AssetId>> assets, Instant from) {
        List<UnknownContent> meant =
                stores.unknownRows
                        .all()
                        .filter(row -> assets.isEmpty() || assets.get().contains(row.asset()))
                        .filter(row -> row.purgeFrom().isAfter(from))
                        .toList();
        meant.forEach(row -> stores.unknownRows.put(row.purgedFrom(from)));
        return meant.size();
    }

    @Override
    public Sum sum() {
        return new Sum(
                stores.unknownRows.all().map(UnknownContent::asset).distinct().count(),
                stores.unknownRows.all().map(UnknownContent::server).distinct().count());
    }

    @Override
    public Page<Copies> page(Paging<Order> paging) {
        Map<AssetId, List<UnknownContent>> byAsset =
                stores.unknownRows.all().collect(Collectors.groupingBy(UnknownContent::asset));
        Comparator<Copies> order =
                switch (paging.order()) {
                    case PATH -> Comparator.comparing(copies -> copies.path().toString());
                    case SERVERS -> Comparator.comparingLong(Copies::servers);
                };
        return InMemoryTable.page(
                byAsset.values().stream().map(InMemoryUnknownContents::copies),
                paging,
                order.thenComparingLong(copies -> copies.asset().value()));
    }

    private static Copies copies(List<UnknownContent> all) {
        UnknownContent first = all.getFirst();
        return new Copies(
                first.asset(),
                first.path(),
                first.version(),
                first.size(),
                first.checksum(),
                all.size(),
                all.stream().map(UnknownContent::since).min(Instant::compareTo).orElseThrow(),
                all.stream().map(UnknownContent::purgeFrom).min(Instant::compareTo).orElseThrow());
    }
}
