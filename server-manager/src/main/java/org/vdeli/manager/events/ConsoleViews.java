package org.vdeli.manager.events;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.AlarmView;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.ConsoleEvent;
import org.vdeli.contracts.api.DistributionView;
import org.vdeli.contracts.api.OriginCopyView;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.AlarmsApi;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.AssetsApi;
import org.vdeli.manager.asset.Distribution;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.fleet.ClustersApi;
import org.vdeli.manager.fleet.RegionsApi;
import org.vdeli.manager.fleet.ServersApi;
import org.vdeli.manager.traffic.LiveFigures;

/// Reads the newest views of what changed, as events of at most [#PART] items.
public final class ConsoleViews {
    /// So many items are some 200 kB of JSON: small enough for a console to read between two
    /// frames.
    public static final int PART = 500;

    private final Transactions transactions;
    private final LiveFigures live;
    private final InstantSource time;

    public ConsoleViews(Transactions transactions, LiveFigures live, InstantSource time) {
        this.time = time;
        this.transactions = transactions;
        this.live = live;
    }

    /// How far these assets' distributions are.
    public List<DistributionView> distributions(Collection<AssetId> assets) {
        return transactions.read(stores -> stores.distributions().of(assets)).stream()
                .map(this::view)
                .toList();
    }

    /// An asset on each server that has to do with it; empty if there is no such asset.
    public Optional<List<ReplicaView>> replicas(AssetId asset) {
        Collection<Report.Progress> running = live.progress(asset);
        return transactions.read(stores ->
                stores.assets().find(asset).map(found -> ReplicaViews.of(stores, found, running)));
    }

    /// The authoritative copies of an asset; empty if there is no such asset.
    public Optional<List<OriginCopyView>> originCopies(AssetId asset) {
        Collection<Report.Progress> running = live.progress(asset);
        return transactions.read(stores ->
                stores.assets()
                        .find(asset)
                        .map(found -> OriginCopyViews.of(stores, found, running)));
    }

    private DistributionView view(Distribution distribution) {
        long size = distribution.size().bytes();
        long running =
                distribution.filling() == 0
                        ? 0
                        : live.progress(distribution.asset()).stream()
                                .mapToLong(progress -> progress.verified().bytes())
                                .sum();
        long total = size * distribution.assigned();
        return new DistributionView(
                distribution.asset(),
                distribution.assigned(),
                distribution.verified(),
                distribution.filling(),
                distribution.failed(),
                ByteCount.of(Math.min(total, size * distribution.verified() + running)),
                ByteCount.of(total),
                distribution.completedAt());
    }

    /// Events for what was gathered, with the state of now.
    List<ConsoleEvent> events(Gathered gathered) {
        List<ConsoleEvent> events = new ArrayList<>();
        transactions.read(stores -> {
            events.clear();
            addFleet(events, stores, gathered);
            addAssets(events, stores, gathered);
            return true;
        });
        if (gathered.has(Topic.DISTRIBUTIONS)) {
            parts(
                    events,
                    distributions(gathered.distributions),
                    ConsoleEvent.DistributionsChanged::new);
        }
        gathered.replicas.forEach((asset, servers) ->
                parts(
                        events,
                        replicas(asset).orElse(List.of()).stream()
                                .filter(replica -> servers.contains(replica.server()))
                                .toList(),
                        ConsoleEvent.ReplicasChanged::new));
        if (gathered.has(Topic.LIVE)) {
            parts(
                    events,
                    gathered.live.stream().map(live::live).flatMap(Optional::stream).toList(),
                    ConsoleEvent.LiveChanged::new);
        }
        gathered.removed.forEach(
                (kind, ids) -> events.add(new ConsoleEvent.Removed(kind, List.copyOf(ids))));
        return events;
    }

    private static void addFleet(List<ConsoleEvent> events, Stores stores, Gathered gathered) {
        if (gathered.has(Topic.REGIONS)) {
            addRegions(events, stores);
        }
        if (gathered.has(Topic.CLUSTERS)) {
            addClusters(events, stores);
        }
        if (gathered.has(Topic.SERVERS)) {
            parts(
                    events,
                    stores.servers().findAll(gathered.servers).stream()
                            .map(ServersApi::view)
                            .toList(),
                    ConsoleEvent.ServersChanged::new);
        }
    }

    private void addAssets(List<ConsoleEvent> events, Stores stores, Gathered gathered) {
        if (gathered.has(Topic.ASSETS)) {
            parts(
                    events,
                    AssetsApi.views(
                            stores.assets().findAll(gathered.assets), stores, time.instant()),
                    ConsoleEvent.AssetsChanged::new);
        }
        if (gathered.has(Topic.ALARMS)) {
            List<AlarmView> alarms =
                    gathered.alarms.stream()
                            .map(stores.alarms()::find)
                            .flatMap(Optional::stream)
                            .map(AlarmsApi::view)
                            .toList();
            parts(events, alarms, ConsoleEvent.AlarmsChanged::new);
        }
    }

    private static void addRegions(List<ConsoleEvent> events, Stores stores) {
        parts(
                events,
                stores.regions().all().stream().map(RegionsApi::view).toList(),
                ConsoleEvent.RegionsChanged::new);
    }

    private static void addClusters(List<ConsoleEvent> events, Stores stores) {
        parts(
                events,
                stores.clusters().all().stream().map(ClustersApi::view).toList(),
                ConsoleEvent.ClustersChanged::new);
    }

    /// Hands over everything that a console has to know to begin with, part by part.
    void snapshot(Sink sink) throws IOException {
        List<ConsoleEvent> fleet = new ArrayList<>();
        transactions.read(stores -> {
            fleet.clear();
            addRegions(fleet, stores);
            addClusters(fleet, stores);
            parts(
                    fleet,
                    stores.servers().all().stream().map(ServersApi::view).toList(),
                    ConsoleEvent.ServersChanged::new);
            List<Alarm> open = stores.alarms().allOpen();
            parts(
                    fleet,
                    open.stream().map(AlarmsApi::view).toList(),
                    ConsoleEvent.AlarmsChanged::new);
            return true;
        });
        parts(fleet, live.allLive(), ConsoleEvent.LiveChanged::new);
        for (ConsoleEvent event : fleet) {
            sink.send(event);
        }
        Optional<AssetId> after = Optional.empty();
        for (List<Asset> part = current(after); !part.isEmpty(); part = current(after)) {
            sink.send(new ConsoleEvent.AssetsChanged(assetViews(part)));
            Set<AssetId> ids = Set.copyOf(part.stream().map(Asset::id).toList());
            sink.send(new ConsoleEvent.DistributionsChanged(distributions(ids)));
            after = Optional.of(part.getLast().id());
        }
    }

    private List<AssetView> assetViews(List<Asset> assets) {
        return transactions.read(stores -> AssetsApi.views(assets, stores, time.instant()));
    }

    private List<Asset> current(Optional<AssetId> after) {
        return transactions.read(
                stores -> stores.assets().inState(AssetState.CURRENT, after, PART));
    }

    private static <T> void parts(
            List<ConsoleEvent> events, List<T> items, Function<List<T>, ConsoleEvent> event) {
        for (int from = 0; from < items.size(); from += PART) {
            events.add(
                    event.apply(
                            List.copyOf(items.subList(from, Math.min(items.size(), from + PART)))));
        }
    }

    /// Where the parts of a snapshot go.
    interface Sink {
        void send(ConsoleEvent event) throws IOException;
    }
}
