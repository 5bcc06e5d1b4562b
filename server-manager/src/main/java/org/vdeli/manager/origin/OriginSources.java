package org.vdeli.manager.origin;

import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.RendezvousHash;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.presence.ManagerNode;

/// From which addresses a content may be fetched now: the one place that answers this.
///
/// ## Goals
///
/// * A reader is told of holders that live and have the content whole, and of several, so that one
///   may die while it reads.
/// * Readers are spread evenly over the holders.
///
/// ## Constraints
///
/// * At most [#MOST] managers and as many origin servers: they stand in a message of at most 4 KiB.
/// * Never none: a fill cannot be ordered without.
///
/// ## Method
///
/// First the origin servers that hold the asset and answer ([OriginServers]), then the managers
/// that hold its content, last the origin servers of which nothing is heard. Of the managers, the
/// living ones by rendezvous weight for the reader. If no manager that holds it lives, those that
/// do not: one of them may come back while the reader tries. If none holds the content, this
/// manager, which says so to the reader, and can still give it the checksums of the pieces.
public final class OriginSources {
    static final int MOST = 4;

    private final URI own;

    /// @param own base address of this manager's origin store, `<public-url>/origin/v1`
    public OriginSources(URI own) {
        this.own = own;
    }

    /// Where some contents may be fetched.
    public static final class Found {
        private final Map<Checksum, List<Place>> places;
        private final OriginServers servers;
        private final URI fallback;

        private Found(Map<Checksum, List<Place>> places, OriginServers servers, URI fallback) {
            this.places = places;
            this.servers = servers;
            this.fallback = fallback;
        }

        /// Base addresses to read an asset from, the best for this reader first; at least one.
        public List<URI> of(Asset asset, EdgeServer reader) {
            return Stream.of(
                            servers.of(asset.id(), reader, true).stream().limit(MOST),
                            of(asset.checksum(), reader.id()).stream(),
                            servers.of(asset.id(), reader, false).stream().limit(1))
                    .<URI>flatMap(addresses -> addresses)
                    .toList();
        }

        /// Base addresses of managers to read a content from, the best for this reader first; at
        /// least one.
        public List<URI> of(Checksum content, ServerId reader) {
            List<Place> all = places.getOrDefault(content, List.of());
            boolean anyLives = all.stream().anyMatch(Place::lives);
            List<URI> found =
                    all.stream()
                            .filter(place -> place.lives() == anyLives)
                            .sorted(
                                    Comparator.comparingLong((Place place) ->
                                                    RendezvousHash.weight(
                                                            reader.value(), place.holder().id()))
                                            .reversed())
                            .limit(MOST)
                            .map(Place::address)
                            .toList();
            return found.isEmpty() ? List.of(fallback) : found;
        }

        /// Whether a living manager has the content.
        public boolean isHeld(Checksum content) {
            return places.getOrDefault(content, List.of()).stream().anyMatch(Place::lives);
        }
    }

    /// A holder's address, and whether it answers there as far as is known.
    private record Place(OriginHolder holder, URI address, boolean lives) {}

    /// Looks up who holds some assets, managers and origin servers.
    public Found ofAssets(Stores stores, Collection<Asset> assets, Instant now) {
        return of(
                stores,
                assets.stream().map(Asset::checksum).toList(),
                OriginServers.of(stores, assets.stream().map(Asset::id).toList(), now),
                now);
    }

    /// Looks up which managers hold some contents.
    public Found of(Stores stores, Collection<Checksum> contents, Instant now) {
        return of(stores, contents, OriginServers.NONE, now);
    }

    private Found of(
            Stores stores, Collection<Checksum> contents, OriginServers servers, Instant now) {
        List<OriginCopy> copies = stores.originCopies().ofContents(contents);
        Map<OriginHolder, Place> holders = places(stores, copies, now);
        Map<Checksum, List<Place>> places =
                copies.stream()
                        .filter(copy -> holders.containsKey(copy.holder()))
                        .collect(
                                Collectors.groupingBy(
                                        OriginCopy::checksum,
                                        Collectors.mapping(
                                                copy -> holders.get(copy.holder()),
                                                Collectors.toList())));
        return new Found(places, servers, own);
    }

    private static Map<OriginHolder, Place> places(
            Stores stores, List<OriginCopy> copies, Instant now) {
        Map<ManagerId, ManagerNode> managers =
                copies.isEmpty()
                        ? Map.of()
                        : stores.managers().all().stream()
                                .collect(Collectors.toMap(ManagerNode::id, node -> node));
        Map<OriginHolder, Place> places = new HashMap<>();
        copies.stream()
                .map(OriginCopy::holder)
                .distinct()
                .forEach(holder -> {
                    switch (holder.kind()) {
                        case MANAGER ->
                                Optional.ofNullable(managers.get(new ManagerId(holder.id())))
                                        .ifPresent(node ->
                                                places.put(
                                                        holder,
                                                        new Place(
                                                                holder,
                                                                storeOf(node.url()),
                                                                node.lives(now))));
                        case ORIGIN_SERVER -> {} // has replicas instead: see OriginServers
                    }
                });
        return places;
    }

    /// The base address of a manager's origin store.
    public static URI storeOf(URI managerUrl) {
        return URI.create(managerUrl + "/origin/v1");
    }
}
