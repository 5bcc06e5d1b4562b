package org.vdeli.manager.origin;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.RendezvousHash;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.EdgeServer;

/// The servers in the role of origin as sources: who has a verified copy of an asset and can be
/// asked for it, the best for a reader first.
///
/// A copy on an origin is a [Replica] like any other, so this reads those. Near comes before far:
/// the same cluster, the same region, elsewhere; among equals by rendezvous weight for the reader,
/// so that readers are spread evenly over them.
final class OriginServers {
    static final OriginServers NONE = new OriginServers(Map.of(), Map.of());

    /// Where an agent hands pieces out, below its door.
    private static final String PIECES = "/peer/v1";

    private final Map<AssetId, List<Source>> sources;
    private final Map<ClusterId, RegionId> regions;

    /// One that is drained never falls silent by its state: an operator switches it off some time.
    /// Its heartbeats are stored every few seconds.
    private static final Duration SILENT = Duration.ofSeconds(60);

    /// An origin with a copy.
    private record Source(EdgeServer server, URI address, boolean answers) {}

    private static boolean answers(EdgeServer server, Instant now) {
        return server.state() == ServerState.ONLINE
                || (server.state() == ServerState.DRAINING
                        && server.lastHeartbeat()
                                .filter(at -> at.plus(SILENT).isAfter(now))
                                .isPresent());
    }

    private OriginServers(Map<AssetId, List<Source>> sources, Map<ClusterId, RegionId> regions) {
        this.sources = sources;
        this.regions = regions;
    }

    static OriginServers of(Stores stores, Collection<AssetId> assets, Instant now) {
        Map<ServerId, EdgeServer> origins =
                stores.servers().origins().stream()
                        .filter(OriginServers::isThere)
                        .collect(Collectors.toMap(EdgeServer::id, Function.identity()));
        if (origins.isEmpty() || assets.isEmpty()) {
            return NONE;
        }
        Map<ServerId, URI> doors = stores.peerDoors().ofServers(origins.keySet());
        Map<AssetId, List<Source>> sources = new HashMap<>();
        for (Replica replica : stores.replicas().of(assets, doors.keySet())) {
            EdgeServer server = origins.get(replica.server());
            URI door = doors.get(replica.server());
            if (server != null && door != null) {
                sources.computeIfAbsent(replica.asset(), _ -> new ArrayList<>())
                        .add(new Source(server, URI.create(door + PIECES), answers(server, now)));
            }
        }
        return new OriginServers(
                sources,
                stores.clusters().all().stream()
                        .collect(Collectors.toMap(Cluster::id, Cluster::region)));
    }

    private static boolean isThere(EdgeServer server) {
        return switch (server.state()) {
            case ONLINE, SILENT, DRAINING, MAINTENANCE -> true;
            case JOINING, RETIRED -> false;
        };
    }

    /// Base addresses to read an asset from, the best first.
    ///
    /// @param answer whether of those that answer, or of those that may not
    List<URI> of(AssetId asset, EdgeServer reader, boolean answer) {
        return sources.getOrDefault(asset, List.of()).stream()
                .filter(source -> source.answers() == answer)
                .filter(source -> !source.server().id().equals(reader.id()))
                .sorted(
                        Comparator.comparingInt((Source source) -> distance(source, reader))
                                .thenComparing(
                                        Comparator.comparingLong((Source source) ->
                                                        RendezvousHash.weight(
                                                                reader.id().value(),
                                                                source.server().id().value()))
                                                .reversed()))
                .map(Source::address)
                .toList();
    }

    private int distance(Source source, EdgeServer reader) {
        Optional<ClusterId> there = source.server().cluster();
        Optional<ClusterId> here = reader.cluster();
        if (there.isEmpty() || here.isEmpty()) {
            return 2;
        }
        if (there.equals(here)) {
            return 0;
        }
        return there.map(regions::get).equals(here.map(regions::get)) ? 1 : 2;
    }
}
