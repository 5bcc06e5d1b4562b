package org.vdeli.manager.routing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.Id;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.fleet.LiveFleet;
import org.vdeli.manager.policy.DeliveryPolicy;
import org.vdeli.manager.policy.PolicyChoice;
import org.vdeli.router.decide.Board;
import org.vdeli.router.follow.UpdateCodec;
import org.vdeli.router.map.Fleet;
import org.vdeli.router.map.Pulse;
import org.vdeli.router.map.RoutingModel;
import org.vdeli.router.map.RoutingSnapshot;
import org.vdeli.router.map.RoutingTable;
import org.vdeli.router.map.Update;

/// Keeps the picture that routers decide by like the database and the newest heartbeats.
///
/// Told what changed, it reads that again at its next turn, some hundred milliseconds later; the
/// fleet, its policies and its prefixes, which are few, every half minute besides, since not every
/// change of them is told; everything after changes were missed. A reading that fails is tried
/// again; the picture stays what it was. Any thread may tell and ask; [#turn] is called by one.
public final class RoutingFeed implements Changes {
    private static final Logger LOG = LoggerFactory.getLogger(RoutingFeed.class);
    private static final int PART = 500;
    private static final Duration FLEET_AGAIN = Duration.ofSeconds(30);

    /// A table is made anew at most in this part of the time.
    private static final int REST = 9;

    private final Transactions transactions;
    private final Board board;
    private final ServerPulse servers;
    private final BooleanSupplier canHear;
    private final InstantSource time;

    private final Set<AssetId> touched = new HashSet<>();
    private boolean fleetTouched = true;
    private boolean allTouched = true;

    /// Guarded by itself; so are the pulse and the table, which belong to it.
    private final RoutingModel model;

    private Pulse pulse = Pulse.unknown(0);
    private RoutingTable table = RoutingSnapshot.EMPTY.table();
    private boolean tableDue;
    private long nextTable;
    private Instant fleetReadAt = Instant.MIN;
    private volatile boolean loaded;

    /// @param epoch of this start, which tells its picture from all others; not 0
    /// @param board gets every new snapshot
    /// @param heardWithin a server that is not heard for longer gets no viewers
    /// @param canHear whether heartbeats can arrive now
    public RoutingFeed(
            Transactions transactions,
            LiveFleet live,
            Board board,
            Duration heardWithin,
            BooleanSupplier canHear,
            InstantSource time,
            long epoch) {
        this.transactions = transactions;
        this.board = board;
        this.servers = new ServerPulse(live, heardWithin);
        this.canHear = canHear;
        this.time = time;
        this.model = new RoutingModel(epoch);
    }

    /// Whether the whole picture was read once.
    public boolean isLoaded() {
        return loaded;
    }

    /// What a router has to know that is as far as a mark, as [UpdateCodec] writes it.
    public byte[] since(Update.Mark mark) {
        Update update;
        synchronized (model) {
            update = model.since(mark, pulse);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            UpdateCodec.write(update, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write to memory", e);
        }
        return bytes.toByteArray();
    }

    /// Reads what was touched, and hangs up the newest snapshot; call it every half second or more
    /// often.
    public void turn() {
        Instant now = time.instant();
        Set<AssetId> due;
        boolean all;
        boolean fleet;
        synchronized (touched) {
            due = Set.copyOf(touched);
            touched.clear();
            all = allTouched;
            fleet = fleetTouched || all || fleetReadAt.plus(FLEET_AGAIN).isBefore(now);
            allTouched = false;
            fleetTouched = false;
        }
        try {
            if (fleet) {
                all |= readFleet();
                fleetReadAt = now;
            }
            if (all) {
                readAll();
            } else {
                readSome(due);
            }
        } catch (RuntimeException e) {
            synchronized (touched) {
                touched.addAll(due);
                allTouched |= all;
                fleetTouched |= fleet;
            }
            throw e;
        } finally {
            publish(now);
        }
    }

    private void publish(Instant now) {
        synchronized (model) {
            long begun = System.nanoTime();
            boolean fleetIsOther = table.fleet() != model.fleet();
            if (fleetIsOther || (tableDue && begun - nextTable >= 0)) {
                table = model.table();
                tableDue = false;
                long end = System.nanoTime();
                nextTable = end + REST * (end - begun);
            }
            pulse = servers.at(now, model.fleet(), canHear.getAsBoolean());
            board.publish(new RoutingSnapshot(table, pulse));
        }
    }

    /// Reads the fleet, and says whether all assets have to be read again: replicas on servers that
    /// were not of the fleet were left out.
    private boolean readFleet() {
        Fleet fleet = transactions.read(RoutingFeed::fleet);
        synchronized (model) {
            Set<Long> before = ids(model.fleet().fleet());
            model.setFleet(fleet);
            return !before.containsAll(ids(fleet));
        }
    }

    private static Set<Long> ids(Fleet fleet) {
        Set<Long> ids = new HashSet<>();
        fleet.servers().forEach(server -> ids.add(server.id()));
        return ids;
    }

    private static Fleet fleet(Stores stores) {
        List<Fleet.Area> areas =
                stores.regions().all().stream()
                        .map(region -> new Fleet.Area(region.id().value(), region.name()))
                        .toList();
        List<Fleet.Site> sites = stores.clusters().all().stream().map(RoutingFeed::site).toList();
        List<Fleet.Server> servers =
                stores.servers().all().stream().flatMap(s -> server(s).stream()).toList();
        List<Fleet.Network> networks =
                stores.clientNetworks().all().stream().map(RoutingFeed::network).toList();
        return new Fleet(areas, sites, servers, networks, reach(stores, areas));
    }

    private static List<Fleet.Reach> reach(Stores stores, List<Fleet.Area> areas) {
        Map<PublisherId, String> publishers = new HashMap<>();
        stores.publishers().all().forEach(one -> publishers.put(one.id(), one.name()));
        Map<ProjectId, List<DeliveryPolicy>> policies =
                stores.policies().all().stream()
                        .collect(Collectors.groupingBy(DeliveryPolicy::project));
        List<Fleet.Reach> reach = new ArrayList<>();
        policies.forEach((id, ofProject) -> {
            PolicyChoice choice = new PolicyChoice(ofProject);
            stores.projects()
                    .find(id)
                    .map(project -> publishers.get(project.publisher()) + "/" + project.name())
                    .ifPresent(name ->
                            reach.add(
                                    new Fleet.Reach(
                                            name,
                                            areas.stream()
                                                    .map(Fleet.Area::id)
                                                    .filter(area ->
                                                            !choice.inRegion(new RegionId(area))
                                                                    .isEmpty())
                                                    .toList())));
        });
        reach.sort(Comparator.comparing(Fleet.Reach::project));
        return reach;
    }

    private static Fleet.Site site(Cluster cluster) {
        return new Fleet.Site(
                cluster.id().value(), cluster.name(), cluster.region().value(), cluster.position());
    }

    /// Viewers are served by edges of a cluster; one that is retired stays out of the picture.
    private static Optional<Fleet.Server> server(EdgeServer server) {
        return server.cluster()
                .filter(_ -> server.role() == ServerRole.EDGE)
                .filter(_ -> server.state() != ServerState.RETIRED)
                .filter(_ -> !server.addresses().isEmpty())
                .map(cluster ->
                        new Fleet.Server(
                                server.id().value(),
                                server.name(),
                                cluster.value(),
                                server.addresses(),
                                server.httpPort(),
                                server.capacity().bitsPerSecond()));
    }

    private static Fleet.Network network(ClientNetwork network) {
        return new Fleet.Network(
                network.prefix(),
                network.cluster().map(Id::value).orElse(0L),
                network.region().map(Id::value).orElse(0L));
    }

    private void readAll() {
        Set<Long> seen = new HashSet<>();
        Optional<AssetId> after = Optional.empty();
        for (List<Asset> part = current(after); !part.isEmpty(); part = current(after)) {
            readPart(part);
            part.forEach(asset -> seen.add(asset.id().value()));
            after = Optional.of(part.getLast().id());
        }
        synchronized (model) {
            model.retain(seen);
            tableDue = true;
        }
        if (!loaded) {
            LOG.info("event=routing-loaded assets={} servers={}", seen.size(), size());
            loaded = true;
        }
    }

    private int size() {
        synchronized (model) {
            return model.fleet().size();
        }
    }

    private List<Asset> current(Optional<AssetId> after) {
        return transactions.read(
                stores -> stores.assets().inState(AssetState.CURRENT, after, PART));
    }

    private void readSome(Set<AssetId> ids) {
        List<AssetId> list = List.copyOf(ids);
        for (int from = 0; from < list.size(); from += PART) {
            List<AssetId> some = list.subList(from, Math.min(list.size(), from + PART));
            List<Asset> found =
                    transactions.<List<Asset>>read(stores -> stores.assets().findAll(some)).stream()
                            .filter(asset -> asset.state() == AssetState.CURRENT)
                            .toList();
            readPart(found);
            Set<AssetId> current = new HashSet<>();
            found.forEach(asset -> current.add(asset.id()));
            synchronized (model) {
                for (AssetId id : some) {
                    if (!current.contains(id)) {
                        tableDue |= model.remove(id.value());
                    }
                }
            }
        }
    }

    private void readPart(List<Asset> assets) {
        Set<ServerId> all = new HashSet<>();
        synchronized (model) {
            model.fleet().fleet().servers().forEach(server -> all.add(new ServerId(server.id())));
        }
        List<AssetId> ids = assets.stream().map(Asset::id).toList();
        Map<AssetId, List<Long>> holders = new HashMap<>();
        for (Replica replica :
                transactions.<List<Replica>>read(stores -> stores.replicas().of(ids, all))) {
            holders.computeIfAbsent(replica.asset(), _ -> new ArrayList<>())
                    .add(replica.server().value());
        }
        synchronized (model) {
            for (Asset asset : assets) {
                tableDue |=
                        model.put(
                                asset.id().value(),
                                asset.path().toString(),
                                holders.getOrDefault(asset.id(), List.of()));
            }
        }
    }

    /// The fleet, its prefixes or its policies changed.
    public void fleetChanged() {
        synchronized (touched) {
            fleetTouched = true;
        }
    }

    @Override
    public void serversChanged(Collection<ServerId> changed) {
        fleetChanged();
    }

    @Override
    public void regionsChanged() {
        fleetChanged();
    }

    @Override
    public void clustersChanged() {
        fleetChanged();
    }

    @Override
    public void assetsChanged(Collection<AssetId> assets) {
        synchronized (touched) {
            touched.addAll(assets);
        }
    }

    @Override
    public void distributionsChanged(Collection<AssetId> assets) {
        assetsChanged(assets);
    }

    @Override
    public void removed(ObjectKind kind, Collection<? extends Id> ids) {
        if (kind != ObjectKind.ASSET) {
            fleetChanged();
            return;
        }
        synchronized (touched) {
            ids.forEach(id -> touched.add(new AssetId(id.value())));
        }
    }

    @Override
    public void missed() {
        synchronized (touched) {
            allTouched = true;
        }
    }
}
