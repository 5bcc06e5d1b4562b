package org.vdeli.manager.routing;

import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.NetworkPrefixDraft;
import org.vdeli.contracts.api.NetworkPrefixView;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.NetworkPrefixId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.Listing;
import org.vdeli.manager.api.Pages;
import org.vdeli.manager.api.ProblemException;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.api.Rules;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Stores;
import org.vdeli.router.net.IpPrefix;

/// `/api/v1/network-prefixes`: where the clients of a network belong.
public final class ClientNetworksApi {
    private static final String PATH = "/api/v1/network-prefixes";
    private static final String ONE = PATH + "/{prefix}";
    private static final String KIND = "network prefix";

    private static final Rules<NetworkPrefixDraft> RULES =
            Rules.of(NetworkPrefixDraft.class)
                    .that(
                            "prefix",
                            String.class,
                            text -> text.indexOf('/') > 0 && IpPrefix.parse(text).isPresent(),
                            "must be a network such as 10.1.0.0/16 or 2001:db8::/32");

    private static final Listing<ClientNetworks.Order> LISTING =
            Listing.by(ClientNetworks.Order.PREFIX)
                    .filter("region", "those of a region")
                    .filter("cluster", "those of a cluster")
                    .filter("prefix", "part of the prefix");

    private final Edits edits;
    private final Changes changes;

    /// @param changes of the clusters are told when prefixes change: all managers' routers then
    ///   read the fleet again, and prefixes with it
    public ClientNetworksApi(Edits edits, Changes changes) {
        this.edits = edits;
        this.changes = changes;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, "List clients' networks")
                        .query(LISTING.parameters())
                        .pages(NetworkPrefixView.class, this::list),
                Route.post(PATH, Access.OPERATOR, "Say where the clients of a network belong")
                        .takes(RULES)
                        .creates(NetworkPrefixView.class, this::create),
                Route.get(ONE, Access.VIEWER, "Show a clients' network")
                        .answers(NetworkPrefixView.class, this::show),
                Route.put(ONE, Access.OPERATOR, "Change a clients' network")
                        .takes(RULES)
                        .answers(NetworkPrefixView.class, this::change),
                Route.delete(ONE, Access.OPERATOR, "Forget a clients' network").ends(this::delete));
    }

    private static NetworkPrefixView view(ClientNetwork network) {
        return new NetworkPrefixView(
                network.id(), network.prefix().toString(), network.region(), network.cluster());
    }

    private static ClientNetwork network(
            Stores stores, NetworkPrefixId id, NetworkPrefixDraft draft) {
        if (draft.region().isPresent() == draft.cluster().isPresent()) {
            throw ProblemException.invalid("region", "either this or cluster must be given");
        }
        draft.region()
                .ifPresent(region -> Edits.refer("region", region, stores.regions().find(region)));
        draft.cluster()
                .ifPresent(cluster ->
                        Edits.refer("cluster", cluster, stores.clusters().find(cluster)));
        IpPrefix prefix = IpPrefix.parse(draft.prefix()).orElseThrow();
        boolean taken =
                stores.clientNetworks().all().stream()
                        .anyMatch(other -> other.prefix().equals(prefix) && !other.id().equals(id));
        if (taken) {
            throw ProblemException.conflict(
                    "could not say where " + prefix + " belongs: that is said already; change it");
        }
        return new ClientNetwork(id, prefix, draft.region(), draft.cluster());
    }

    private Page<NetworkPrefixView> list(Call call) {
        ClientNetworks.Filter filter =
                new ClientNetworks.Filter(
                        call.query("region", RegionId::of),
                        call.query("cluster", ClusterId::of),
                        call.query("prefix"));
        return LISTING.page(
                call,
                paging ->
                        Pages.map(
                                edits.read(stores -> stores.clientNetworks().page(filter, paging)),
                                ClientNetworksApi::view));
    }

    private NetworkPrefixView show(Call call) {
        NetworkPrefixId id = call.id("prefix", NetworkPrefixId::of);
        return edits.find(KIND, id, stores -> find(stores, id).map(ClientNetworksApi::view));
    }

    private static Optional<ClientNetwork> find(Stores stores, NetworkPrefixId id) {
        return stores.clientNetworks().find(id);
    }

    private NetworkPrefixView create(Call call, NetworkPrefixDraft draft) {
        NetworkPrefixView made =
                edits.create(
                        call,
                        ObjectKind.NETWORK_PREFIX,
                        NetworkPrefixView::id,
                        stores -> {
                            ClientNetwork network =
                                    network(stores, new NetworkPrefixId(edits.ids().next()), draft);
                            stores.clientNetworks().add(network);
                            return view(network);
                        });
        changes.clustersChanged();
        return made;
    }

    private NetworkPrefixView change(Call call, NetworkPrefixDraft draft) {
        NetworkPrefixId id = call.id("prefix", NetworkPrefixId::of);
        NetworkPrefixView changed =
                edits.update(
                                call,
                                ObjectKind.NETWORK_PREFIX,
                                id,
                                stores -> {
                                    ClientNetwork before =
                                            Edits.require(KIND, id, find(stores, id));
                                    ClientNetwork after = network(stores, id, draft);
                                    stores.clientNetworks().update(after);
                                    return new Edits.Changed<>(view(before), view(after));
                                })
                        .after();
        changes.clustersChanged();
        return changed;
    }

    private void delete(Call call) {
        NetworkPrefixId id = call.id("prefix", NetworkPrefixId::of);
        edits.delete(
                call,
                ObjectKind.NETWORK_PREFIX,
                id,
                stores -> {
                    ClientNetwork network = Edits.require(KIND, id, find(stores, id));
                    stores.clientNetworks().remove(id);
                    return view(network);
                });
        changes.clustersChanged();
    }
}
