package org.vdeli.manager.asset;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.vdeli.contracts.api.AssetExpiryDraft;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.DistributionView;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.OriginCopyView;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.api.Spread;
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
import org.vdeli.manager.api.Rules;
import org.vdeli.manager.change.Replanning;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.events.ConsoleViews;
import org.vdeli.manager.policy.DeliveryPolicy;

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
    private final Replanning replanning;

    /// Takes an asset away from everywhere; says whether there was such an asset.
    public interface Deletion {
        /// Deletes it, if it is there.
        ///
        /// @param entry writes the entry of the audit trail, in the transaction of the deletion
        boolean delete(AssetId asset, Consumer<Stores> entry);
    }

    public AssetsApi(Edits edits, ConsoleViews views, Deletion deletion, Replanning replanning) {
        this.edits = edits;
        this.views = views;
        this.deletion = deletion;
        this.replanning = replanning;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, "List assets")
                        .query(LISTING.parameters())
                        .pages(AssetView.class, this::list),
                Route.get(ONE, Access.VIEWER, "Show an asset").answers(AssetView.class, this::show),
                Route.delete(ONE, Access.OPERATOR, "Delete an asset everywhere").ends(this::delete),
                Route.put(
                                ONE + "/expiry",
                                Access.OPERATOR,
                                "Say until when an asset stays on servers")
                        .takes(Rules.of(AssetExpiryDraft.class))
                        .answers(
                                AssetView.class,
                                (call, draft) -> expire(call, Optional.of(draft.at()))),
                Route.delete(
                                ONE + "/expiry",
                                Access.OPERATOR,
                                "Let the policies say how long an asset stays")
                        .answers(AssetView.class, call -> expire(call, Optional.empty())),
                Route.get(ONE + "/distribution", Access.VIEWER, "Show how far a distribution is")
                        .answers(DistributionView.class, this::distribution),
                Route.get(ONE + "/replicas", Access.VIEWER, "List an asset's replicas")
                        .query(REPLICAS.parameters())
                        .pages(ReplicaView.class, this::replicas),
                Route.get(ONE + "/origins", Access.VIEWER, "List an asset's authoritative copies")
                        .query(ORIGINS.parameters())
                        .pages(OriginCopyView.class, this::origins));
    }

    /// What clients see of assets.
    public static List<AssetView> views(Collection<Asset> assets, Stores stores, Instant now) {
        Map<ProjectId, List<DeliveryPolicy>> policies = new HashMap<>();
        return assets.stream()
                .map(asset ->
                        view(
                                asset,
                                expired(
                                        asset,
                                        policies.computeIfAbsent(
                                                asset.project(), stores.policies()::ofProject),
                                        now)))
                .toList();
    }

    private AssetView view(Asset asset, Stores stores) {
        List<DeliveryPolicy> policies = stores.policies().ofProject(asset.project());
        return view(asset, expired(asset, policies, edits.clock().instant()));
    }

    private static Optional<String> expired(
            Asset asset, List<DeliveryPolicy> policies, Instant now) {
        boolean some =
                policies.stream()
                        .anyMatch(policy ->
                                policy.spread() != Spread.NONE
                                        && !policy.isOver(asset.acceptedAt(), now));
        return some && !asset.isExpired(now) ? Optional.empty() : asset.timeIsOver(policies, now);
    }

    private static AssetView view(Asset asset, Optional<String> expired) {
        return new AssetView(
                asset.id(),
                asset.project(),
                asset.path(),
                asset.version(),
                asset.size(),
                asset.checksum(),
                asset.state(),
                asset.acceptedAt(),
                asset.expiresAt(),
                asset.state() == AssetState.CURRENT ? expired : Optional.empty());
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
                        edits.read(stores ->
                                Pages.mapAll(
                                        stores.assets().page(filter, paging),
                                        items -> views(items, stores, edits.clock().instant()))));
    }

    private AssetView show(Call call) {
        AssetId id = call.id("asset", AssetId::of);
        return edits.find("asset", id, stores -> find(id, stores));
    }

    private Optional<AssetView> find(AssetId id, Stores stores) {
        return stores.assets().find(id).map(asset -> view(asset, stores));
    }

    private AssetView expire(Call call, Optional<Instant> at) {
        AssetId id = call.id("asset", AssetId::of);
        AssetView changed =
                edits.update(
                                call,
                                ObjectKind.ASSET,
                                id,
                                stores -> {
                                    Asset before =
                                            Edits.require("asset", id, stores.assets().lock(id));
                                    stores.assets().changeExpiry(id, at);
                                    return new Edits.Changed<>(
                                            view(before, stores),
                                            view(before.expiring(at), stores));
                                })
                        .after();
        replanning.assetsChanged(List.of(id));
        return changed;
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
        AssetView before = edits.find("asset", id, stores -> find(id, stores));
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
