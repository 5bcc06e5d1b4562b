package org.vdeli.manager.swarm;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vdeli.contracts.agent.PeerDoor;
import org.vdeli.contracts.agent.Swarm;
import org.vdeli.contracts.agent.WanShare;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.fleet.AgentApi;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.EdgeServer;

/// Tells agents with whom they share an asset. Any thread may ask.
///
/// What it tells may be a few seconds old. That costs no truth: agents find out by themselves who
/// is there and what they have.
public final class Swarms implements AgentApi.Swarming {
    /// Longer than the spread of a fleet's requests after an upload, short enough that a new server
    /// is soon a neighbour.
    private static final Duration KEPT = Duration.ofSeconds(3);

    private static final int MOST_KEPT = 1000;

    private final Transactions transactions;
    private final LoadingCache<AssetId, SwarmMap> maps;
    private final LoadingCache<Boolean, WanShares> shares;

    public Swarms(Transactions transactions) {
        this.transactions = transactions;
        this.maps =
                Caffeine.newBuilder()
                        .maximumSize(MOST_KEPT)
                        .expireAfterWrite(KEPT)
                        .build(asset -> transactions.read(stores -> read(stores, asset)));
        this.shares =
                Caffeine.newBuilder()
                        .expireAfterWrite(KEPT)
                        .build(_ -> transactions.read(Swarms::readShares));
    }

    private static WanShares readShares(Stores stores) {
        List<Cluster> clusters = stores.clusters().all();
        boolean anyCap = clusters.stream().anyMatch(cluster -> cluster.wanCap().isPresent());
        return new WanShares(clusters, anyCap ? stores.servers().all() : List.of());
    }

    @Override
    public WanShare share(ServerId server) {
        return new WanShare(shares.get(true).of(server));
    }

    @Override
    public Optional<Swarm> swarm(AssetId asset, ServerId server) {
        Optional<Swarm> found = maps.get(asset).of(server);
        if (found.isEmpty()) {
            // It may have got its part just now, because a viewer asked it.
            maps.invalidate(asset);
            return maps.get(asset).of(server);
        }
        return found;
    }

    @Override
    public void open(ServerId server, PeerDoor door) {
        transactions.change(stores -> stores.peerDoors().put(server, door.address()));
    }

    private static SwarmMap read(Stores stores, AssetId asset) {
        Set<ServerId> ids = new HashSet<>();
        stores.assignments().ofAsset(asset).stream().map(Assignment::server).forEach(ids::add);
        stores.replicas().ofAsset(asset).stream().map(Replica::server).forEach(ids::add);
        Map<ClusterId, Cluster> clusters =
                stores.clusters().all().stream()
                        .collect(Collectors.toMap(Cluster::id, Function.identity()));
        Map<ServerId, URI> doors = stores.peerDoors().ofServers(ids);
        List<SwarmMap.Seat> seats = new ArrayList<>();
        for (EdgeServer server : stores.servers().findAll(ids)) {
            Optional<Cluster> cluster = server.cluster().map(clusters::get);
            if (cluster.isPresent() && isThere(server)) {
                seats.add(
                        new SwarmMap.Seat(
                                server.id(),
                                cluster.get().id(),
                                cluster.get().region(),
                                Optional.ofNullable(doors.get(server.id()))));
            }
        }
        return new SwarmMap(asset, seats);
    }

    /// A silent server may only be silent to the manager. Origins are sources of the orders, not
    /// partners: else an edge would read from one twice at a time.
    private static boolean isThere(EdgeServer server) {
        return server.role() == ServerRole.EDGE
                && switch (server.state()) {
                    case ONLINE, SILENT, DRAINING, MAINTENANCE -> true;
                    case JOINING, RETIRED -> false;
                };
    }
}
