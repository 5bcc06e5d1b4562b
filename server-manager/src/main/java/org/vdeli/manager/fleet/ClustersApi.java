package org.vdeli.manager.fleet;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vdeli.contracts.api.ClusterDraft;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.Listing;
import org.vdeli.manager.api.Pages;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.api.Rules;
import org.vdeli.manager.api.TextRules;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.change.Replanning;
import org.vdeli.manager.database.Paging;
import org.vdeli.manager.database.Stores;

/// `/api/v1/clusters`.
public final class ClustersApi {
    private static final String PATH = "/api/v1/clusters";
    private static final String ONE = PATH + "/{cluster}";

    private static final int MAX_NETWORKS = 100;

    /// Less, dealt out to a cluster's servers, is below what agents take for a dead line.
    private static final Bitrate LEAST_CAP = Bitrate.megabits(1);

    private static final Rules<ClusterDraft> RULES =
            Rules.of(ClusterDraft.class)
                    .that("name", String.class, TextRules::isTitle, TextRules.TITLE)
                    .that(
                            "wanCap",
                            Bitrate.class,
                            cap -> cap.compareTo(LEAST_CAP) >= 0,
                            "must be at least " + LEAST_CAP + ", or be left out for no limit")
                    .that(
                            "networks",
                            List.class,
                            networks -> networks.size() <= MAX_NETWORKS,
                            "must be at most " + MAX_NETWORKS)
                    .thatEach(
                            "networks",
                            String.class,
                            NetworkPrefix::isValid,
                            "must be prefixes such as 10.1.0.0/16 or 2001:db8::/32");

    private static final Listing<Clusters.Order> LISTING =
            Listing.by(Clusters.Order.NAME)
                    .filter("region", "id of the region")
                    .filter("name", "part of the name, any case");

    private final Edits edits;
    private final Changes changes;
    private final Replanning replanning;

    public ClustersApi(Edits edits, Changes changes, Replanning replanning) {
        this.edits = edits;
        this.changes = changes;
        this.replanning = replanning;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, "List clusters")
                        .query(LISTING.parameters())
                        .pages(ClusterView.class, this::list),
                Route.post(PATH, Access.OPERATOR, "Create a cluster")
                        .takes(RULES)
                        .creates(ClusterView.class, this::create),
                Route.get(ONE, Access.VIEWER, "Show a cluster")
                        .answers(ClusterView.class, this::show),
                Route.put(ONE, Access.OPERATOR, "Change a cluster, or move it to another region")
                        .takes(RULES)
                        .answers(ClusterView.class, this::change),
                Route.delete(ONE, Access.OPERATOR, "Delete a cluster without servers")
                        .ends(this::delete));
    }

    /// What clients see of a cluster.
    public static ClusterView view(Cluster cluster) {
        return new ClusterView(
                cluster.id(),
                cluster.region(),
                cluster.name(),
                cluster.position(),
                cluster.networks(),
                cluster.wanCapacity(),
                cluster.wanCap());
    }

    private static Cluster cluster(ClusterId id, ClusterDraft draft) {
        return new Cluster(
                id,
                draft.region(),
                draft.name(),
                draft.position(),
                draft.networks(),
                draft.wanCapacity(),
                draft.wanCap());
    }

    private Page<ClusterView> list(Call call) {
        Clusters.Filter filter =
                new Clusters.Filter(call.query("region", RegionId::of), call.query("name"));
        return LISTING.page(
                call,
                paging ->
                        Pages.map(
                                edits.read(stores -> stores.clusters().page(filter, paging)),
                                ClustersApi::view));
    }

    private ClusterView show(Call call) {
        ClusterId id = call.id("cluster", ClusterId::of);
        return edits.find(
                "cluster", id, stores -> stores.clusters().find(id).map(ClustersApi::view));
    }

    private ClusterView create(Call call, ClusterDraft draft) {
        ClusterView made =
                edits.create(
                        call,
                        ObjectKind.CLUSTER,
                        ClusterView::id,
                        stores -> {
                            check(stores, draft, Optional.empty());
                            Cluster cluster = cluster(new ClusterId(edits.ids().next()), draft);
                            stores.clusters().add(cluster);
                            return view(cluster);
                        });
        changes.clustersChanged();
        return made;
    }

    private ClusterView change(Call call, ClusterDraft draft) {
        ClusterId id = call.id("cluster", ClusterId::of);
        ClusterView changed =
                edits.update(
                                call,
                                ObjectKind.CLUSTER,
                                id,
                                stores -> {
                                    Cluster before =
                                            Edits.require(
                                                    "cluster", id, stores.clusters().find(id));
                                    check(stores, draft, Optional.of(id));
                                    Cluster after = cluster(id, draft);
                                    stores.clusters().update(after);
                                    return new Edits.Changed<>(view(before), view(after));
                                })
                        .after();
        changes.clustersChanged();
        replanning.topologyChanged();
        return changed;
    }

    private void delete(Call call) {
        ClusterId id = call.id("cluster", ClusterId::of);
        edits.delete(
                call,
                ObjectKind.CLUSTER,
                id,
                stores -> {
                    Cluster cluster = Edits.require("cluster", id, stores.clusters().find(id));
                    Edits.requireNone(
                            "cluster " + cluster.name(),
                            stores.servers()
                                    .page(
                                            new EdgeServers.Filter(
                                                    Optional.of(id),
                                                    Optional.empty(),
                                                    Set.of(),
                                                    Optional.empty(),
                                                    Optional.empty()),
                                            Paging.first(EdgeServers.Order.NAME))
                                    .items(),
                            server -> "server " + server.name());
                    stores.clusters().remove(id);
                    return view(cluster);
                });
        changes.removed(ObjectKind.CLUSTER, List.of(id));
        replanning.topologyChanged();
    }

    private static void check(Stores stores, ClusterDraft draft, Optional<ClusterId> self) {
        Edits.refer("region", draft.region(), stores.regions().find(draft.region()));
        Edits.requireFree(
                "cluster",
                draft.name(),
                stores.clusters().byName(draft.name()),
                other -> self.isPresent() && other.id().equals(self.get()));
    }
}
