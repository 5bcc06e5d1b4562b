package org.vdeli.manager.fleet;

import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.RegionDraft;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.id.RegionId;
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
import org.vdeli.manager.policy.DeliveryPolicies;

/// `/api/v1/regions`.
public final class RegionsApi {
    private static final String PATH = "/api/v1/regions";
    private static final String ONE = PATH + "/{region}";

    /// A coast line at the scale of a screen; keeps the body far below its limit.
    private static final int MAX_CORNERS = 2000;

    private static final Rules<RegionDraft> RULES =
            Rules.of(RegionDraft.class)
                    .that("name", String.class, TextRules::isTitle, TextRules.TITLE)
                    .that(
                            "area",
                            List.class,
                            area ->
                                    area.isEmpty()
                                            || (area.size() >= 3 && area.size() <= MAX_CORNERS),
                            "must have 3 to " + MAX_CORNERS + " corners, or none")
                    .that(
                            "order",
                            Integer.class,
                            order -> order >= 0 && order <= 1_000_000,
                            "must be 0 to 1000000");

    private static final Listing<Regions.Order> LISTING =
            Listing.by(Regions.Order.NAME).filter("name", "part of the name, any case");

    private final Edits edits;
    private final Changes changes;
    private final Replanning replanning;

    public RegionsApi(Edits edits, Changes changes, Replanning replanning) {
        this.edits = edits;
        this.changes = changes;
        this.replanning = replanning;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, "List regions")
                        .query(LISTING.parameters())
                        .pages(RegionView.class, this::list),
                Route.post(PATH, Access.OPERATOR, "Create a region")
                        .takes(RULES)
                        .creates(RegionView.class, this::create),
                Route.get(ONE, Access.VIEWER, "Show a region")
                        .answers(RegionView.class, this::show),
                Route.put(ONE, Access.OPERATOR, "Change a region")
                        .takes(RULES)
                        .answers(RegionView.class, this::change),
                Route.delete(ONE, Access.OPERATOR, "Delete a region without clusters and policies")
                        .ends(this::delete));
    }

    /// What clients see of a region.
    public static RegionView view(Region region) {
        return new RegionView(region.id(), region.name(), region.area(), region.order());
    }

    private static Region region(RegionId id, RegionDraft draft) {
        return new Region(id, draft.name(), draft.area(), draft.order());
    }

    private Page<RegionView> list(Call call) {
        Regions.Filter filter = new Regions.Filter(call.query("name"));
        return LISTING.page(
                call,
                paging ->
                        Pages.map(
                                edits.read(stores -> stores.regions().page(filter, paging)),
                                RegionsApi::view));
    }

    private RegionView show(Call call) {
        RegionId id = call.id("region", RegionId::of);
        return edits.find("region", id, stores -> stores.regions().find(id).map(RegionsApi::view));
    }

    private RegionView create(Call call, RegionDraft draft) {
        RegionView made =
                edits.create(
                        call,
                        ObjectKind.REGION,
                        RegionView::id,
                        stores -> {
                            requireFree(stores, draft.name(), Optional.empty());
                            Region region = region(new RegionId(edits.ids().next()), draft);
                            stores.regions().add(region);
                            return view(region);
                        });
        changes.regionsChanged();
        return made;
    }

    private RegionView change(Call call, RegionDraft draft) {
        RegionId id = call.id("region", RegionId::of);
        RegionView changed =
                edits.update(
                                call,
                                ObjectKind.REGION,
                                id,
                                stores -> {
                                    Region before =
                                            Edits.require("region", id, stores.regions().find(id));
                                    requireFree(stores, draft.name(), Optional.of(id));
                                    Region after = region(id, draft);
                                    stores.regions().update(after);
                                    return new Edits.Changed<>(view(before), view(after));
                                })
                        .after();
        changes.regionsChanged();
        replanning.topologyChanged();
        return changed;
    }

    private void delete(Call call) {
        RegionId id = call.id("region", RegionId::of);
        edits.delete(call, ObjectKind.REGION, id, stores -> delete(stores, id));
        changes.removed(ObjectKind.REGION, List.of(id));
        replanning.topologyChanged();
    }

    private static RegionView delete(Stores stores, RegionId id) {
        Region region = Edits.require("region", id, stores.regions().find(id));
        Edits.requireNone(
                "region " + region.name(),
                stores.clusters()
                        .page(
                                new Clusters.Filter(Optional.of(id), Optional.empty()),
                                Paging.first(Clusters.Order.NAME))
                        .items(),
                cluster -> "cluster " + cluster.name());
        Edits.requireNone(
                "region " + region.name(),
                stores.policies()
                        .page(
                                new DeliveryPolicies.Filter(Optional.empty(), Optional.of(id)),
                                Paging.first(DeliveryPolicies.Order.ORDER))
                        .items(),
                policy -> "policy " + policy.id());
        stores.regions().remove(id);
        return view(region);
    }

    private static void requireFree(Stores stores, String name, Optional<RegionId> self) {
        Optional<Region> other =
                stores.regions().all().stream()
                        .filter(region -> region.name().equalsIgnoreCase(name))
                        .filter(region -> self.isEmpty() || !region.id().equals(self.get()))
                        .findFirst();
        Edits.requireFree("region", name, other, found -> false);
    }
}
