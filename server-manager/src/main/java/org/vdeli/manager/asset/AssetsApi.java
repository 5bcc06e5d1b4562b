package org.vdeli.manager.asset;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.DistributionView;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.OriginCopyView;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.Listing;
import org.vdeli.manager.api.Pages;
import org.vdeli.manager.api.ProblemException;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.events.ConsoleViews;

/// `/api/v1/assets`, with how far their distribution is and where they are. Assets come by upload.
public final class AssetsApi {
    private static final String PATH = "/api/v1/assets";
    private static final String ONE = PATH + "/{asset}";

    private static final Listing<Assets.Order> LISTING =
            Listing.byLast(Assets.Order.ACCEPTED_AT)
                    .filter("publisher", "id of the publisher")
                    .filter("project", "id of the project")
                    .filter("state", "current (if absent), superseded, deleted, or any")
                    .filter("text", "part of the path, any case");

    private enum ReplicaOrder {
        SERVER
    }

    private static final Listing<ReplicaOrder> REPLICAS =
            Listing.by(ReplicaOrder.SERVER).filter("state", "a state of replicas, such as failed");

    private enum OriginOrder {
        NAME
    }

    private static final Listing<OriginOrder> ORIGINS = Listing.by(OriginOrder.NAME);

    private final Edits edits;
    private final ConsoleViews views;
    private final Deletion deletion;

    /// Takes an asset away from everywhere; says whether there was such an asset.
    public interface Deletion {
        /// Deletes it, if it is there.
        ///
        /// @param entry writes the entry of the audit trail, in the transaction of the deletion
        boolean delete(AssetId asset, Consumer<Stores> entry);
    }

    public AssetsApi(Edits edits, ConsoleViews views, Deletion deletion) {
        this.edits = edits;
        this.views = views;
        this.deletion = deletion;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, "List assets")
                        .query(LISTING.parameters())
                        .pages(AssetView.class, this::list),
                Route.get(ONE, Access.VIEWER, "Show an asset").answers(AssetView.class, this::show),
                Route.delete(ONE, Access.OPERATOR, "Delete an asset everywhere").ends(this::delete),
                Route.get(ONE + "/distribution", Access.VIEWER, "Show how far a distribution is")
                        .answers(DistributionView.class, this::distribution),
                Route.get(ONE + "/replicas", Access.VIEWER, "List an asset's replicas")
                        .query(REPLICAS.parameters())
                        .pages(ReplicaView.class, this::replicas),
                Route.get(ONE + "/origins", Access.VIEWER, "List an asset's authoritative copies")
                        .query(ORIGINS.parameters())
                        .pages(OriginCopyView.class, this::origins));
    }

    /// What clients see of an asset.
    public static AssetView view(Asset asset) {
        return new AssetView(
                asset.id(),
                asset.project(),
                asset.path(),
                asset.version(),
                asset.size(),
                asset.checksum(),
                asset.state(),
                asset.acceptedAt());
    }

    private Page<AssetView> list(Call call) {
        Optional<String> state = call.query("state");
        Set<AssetState> states =
                state.isEmpty()
                        ? Set.of(AssetState.CURRENT)
                        : state.get().equals("any")
                                ? Set.of()
                                : call.query("state", AssetState.class).map(Set::of).orElseThrow();
        Assets.Filter filter =
                new Assets.Filter(
                        call.query("publisher", PublisherId::of),
                        call.query("project", ProjectId::of),
                        states,
                        call.query("text"));
        return LISTING.page(
                call,
                paging ->
                        Pages.map(
                                edits.read(stores -> stores.assets().page(filter, paging)),
                                AssetsApi::view));
    }

    private AssetView show(Call call) {
        AssetId id = call.id("asset", AssetId::of);
        return edits.find("asset", id, stores -> stores.assets().find(id).map(AssetsApi::view));
    }

    private DistributionView distribution(Call call) {
        AssetId id = call.id("asset", AssetId::of);
        return Edits.require("asset", id, views.distributions(List.of(id)).stream().findFirst());
    }

    private Page<ReplicaView> replicas(Call call) {
        AssetId id = call.id("asset", AssetId::of);
        Optional<ReplicaState> state = call.query("state", ReplicaState.class);
        List<ReplicaView> all =
                Edits.require("asset", id, views.replicas(id)).stream()
                        .filter(replica -> state.isEmpty() || replica.state() == state.get())
                        .sorted(Comparator.comparingLong(replica -> replica.server().value()))
                        .toList();
        return REPLICAS.cut(call, all);
    }

    private Page<OriginCopyView> origins(Call call) {
        AssetId id = call.id("asset", AssetId::of);
        return ORIGINS.cut(
                call,
                Edits.require("asset", id, views.originCopies(id)).stream()
                        .sorted(Comparator.comparing(OriginCopyView::name))
                        .toList());
    }

    private void delete(Call call) {
        AssetId id = call.id("asset", AssetId::of);
        AssetView before =
                edits.find("asset", id, stores -> stores.assets().find(id).map(AssetsApi::view));
        if (before.state() == AssetState.DELETED) {
            throw ProblemException.conflict(
                    "could not delete asset " + before.path() + ": it is deleted already");
        }
        if (!deletion.delete(
                id, stores -> edits.deleted(call, stores, ObjectKind.ASSET, id, before))) {
            throw ProblemException.notFound("asset " + id);
        }
    }
}
