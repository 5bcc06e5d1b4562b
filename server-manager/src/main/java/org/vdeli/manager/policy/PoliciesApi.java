package org.vdeli.manager.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.PolicyDraft;
import org.vdeli.contracts.api.PolicyPresets;
import org.vdeli.contracts.api.PolicyPreviewDraft;
import org.vdeli.contracts.api.PolicyPreviewView;
import org.vdeli.contracts.api.PolicyView;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;
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

/// `/api/v1/policies`.
public final class PoliciesApi {
    private static final String PATH = "/api/v1/policies";
    private static final String PRESETS = "/api/v1/policy-presets";
    private static final String ONE = PATH + "/{policy}";

    private static final Duration LEAST_KEPT = Duration.ofMinutes(1);
    private static final Duration MOST_KEPT = Duration.ofDays(36_500);
    private static final String KEEP_FOR = "must be one minute to 100 years";

    private static final Rules<PolicyDraft> RULES =
            Rules.of(PolicyDraft.class)
                    .that(
                            "order",
                            Integer.class,
                            order -> order >= 0 && order <= 1_000_000,
                            "must be 0 to 1000000")
                    .that(
                            "count",
                            Integer.class,
                            count -> count >= 0 && count <= 100_000,
                            "must be 0 to 100000")
                    .that(
                            "priority",
                            Integer.class,
                            priority -> priority >= 0 && priority <= 9,
                            "must be 0 (first) to 9")
                    .that("keepFor", Duration.class, PoliciesApi::isKeepFor, KEEP_FOR);

    private static final Rules<PolicyPreviewDraft> PREVIEW_RULES =
            Rules.of(PolicyPreviewDraft.class)
                    .that(
                            "draft",
                            PolicyDraft.class,
                            draft -> draft.order() >= 0 && draft.order() <= 1_000_000,
                            "order must be 0 to 1000000")
                    .that(
                            "draft",
                            PolicyDraft.class,
                            draft -> draft.count() >= 0 && draft.count() <= 100_000,
                            "count must be 0 to 100000")
                    .that(
                            "draft",
                            PolicyDraft.class,
                            draft -> draft.priority() >= 0 && draft.priority() <= 9,
                            "priority must be 0 (first) to 9")
                    .that(
                            "draft",
                            PolicyDraft.class,
                            draft -> draft.keepFor().map(PoliciesApi::isKeepFor).orElse(true),
                            "keepFor " + KEEP_FOR);

    private static final Listing<DeliveryPolicies.Order> LISTING =
            Listing.by(DeliveryPolicies.Order.ORDER)
                    .filter("project", "id of the project")
                    .filter("region", "id of the region");

    private final Edits edits;
    private final Replanning replanning;
    private final Previewing previewing;

    /// Finds out what a change would do.
    public interface Previewing {
        PolicyPreviewView preview(Change change);
    }

    /// A change of the policies.
    ///
    /// @param saved the policy that would be there afterwards; absent for a deletion
    /// @param replaced the policy that would not be there any more
    public record Change(Optional<DeliveryPolicy> saved, Optional<PolicyId> replaced) {}

    public PoliciesApi(Edits edits, Replanning replanning, Previewing previewing) {
        this.edits = edits;
        this.replanning = replanning;
        this.previewing = previewing;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PRESETS, Access.VIEWER, "Show what each transfer method begins with")
                        .answers(PolicyPresets.class, call -> PolicyPresets.ALL),
                Route.get(PATH, Access.VIEWER, "List delivery policies")
                        .query(LISTING.parameters())
                        .pages(PolicyView.class, this::list),
                Route.post(PATH, Access.OPERATOR, "Create a delivery policy")
                        .takes(RULES)
                        .creates(PolicyView.class, this::create),
                Route.post(
                                PATH + "/preview",
                                Access.VIEWER,
                                "Show what saving or deleting a policy would do")
                        .takes(PREVIEW_RULES)
                        .answers(PolicyPreviewView.class, this::preview),
                Route.get(ONE, Access.VIEWER, "Show a delivery policy")
                        .answers(PolicyView.class, this::show),
                Route.put(ONE, Access.OPERATOR, "Change a delivery policy")
                        .takes(RULES)
                        .answers(PolicyView.class, this::change),
                Route.delete(ONE, Access.OPERATOR, "Delete a delivery policy").ends(this::delete));
    }

    private static boolean isKeepFor(Duration time) {
        return time.compareTo(LEAST_KEPT) >= 0 && time.compareTo(MOST_KEPT) <= 0;
    }

    private static PolicyView view(DeliveryPolicy policy) {
        return new PolicyView(
                policy.id(),
                policy.project(),
                policy.region(),
                policy.order(),
                policy.spread(),
                policy.count(),
                policy.pinned(),
                policy.limits(),
                policy.windowStart(),
                policy.windowEnd(),
                policy.priority(),
                policy.keepFor());
    }

    private static DeliveryPolicy policy(PolicyId id, PolicyDraft draft) {
        return new DeliveryPolicy(
                id,
                draft.project(),
                draft.region(),
                draft.order(),
                draft.spread(),
                draft.count(),
                draft.pinned(),
                draft.limits(),
                draft.windowStart(),
                draft.windowEnd(),
                draft.priority(),
                draft.keepFor());
    }

    private Page<PolicyView> list(Call call) {
        DeliveryPolicies.Filter filter =
                new DeliveryPolicies.Filter(
                        call.query("project", ProjectId::of), call.query("region", RegionId::of));
        return LISTING.page(
                call,
                paging ->
                        Pages.map(
                                edits.read(stores -> stores.policies().page(filter, paging)),
                                PoliciesApi::view));
    }

    private PolicyView show(Call call) {
        PolicyId id = call.id("policy", PolicyId::of);
        return edits.find(
                "policy", id, stores -> stores.policies().find(id).map(PoliciesApi::view));
    }

    private PolicyView create(Call call, PolicyDraft draft) {
        requireCount(draft);
        requirePreset(draft.limits());
        PolicyView made =
                edits.create(
                        call,
                        ObjectKind.POLICY,
                        PolicyView::id,
                        stores -> {
                            check(stores, draft);
                            DeliveryPolicy policy = policy(new PolicyId(edits.ids().next()), draft);
                            stores.policies().add(policy);
                            return view(policy);
                        });
        replanning.policiesChanged(made.project());
        return made;
    }

    private PolicyView change(Call call, PolicyDraft draft) {
        requireCount(draft);
        requirePreset(draft.limits());
        PolicyId id = call.id("policy", PolicyId::of);
        Edits.Changed<PolicyView> changed =
                edits.update(
                        call,
                        ObjectKind.POLICY,
                        id,
                        stores -> {
                            DeliveryPolicy before =
                                    Edits.require("policy", id, stores.policies().find(id));
                            check(stores, draft);
                            DeliveryPolicy after = policy(id, draft);
                            stores.policies().update(after);
                            return new Edits.Changed<>(view(before), view(after));
                        });
        replanning.policiesChanged(changed.before().project());
        if (!changed.after().project().equals(changed.before().project())) {
            replanning.policiesChanged(changed.after().project());
        }
        return changed.after();
    }

    private void delete(Call call) {
        PolicyId id = call.id("policy", PolicyId::of);
        PolicyView removed =
                edits.delete(
                        call,
                        ObjectKind.POLICY,
                        id,
                        stores -> {
                            DeliveryPolicy policy =
                                    Edits.require("policy", id, stores.policies().find(id));
                            stores.policies().remove(id);
                            return view(policy);
                        });
        replanning.policiesChanged(removed.project());
    }

    private PolicyPreviewView preview(Call call, PolicyPreviewDraft body) {
        boolean both = body.delete().isPresent() && body.replaces().isPresent();
        if (body.draft().isPresent() == body.delete().isPresent() || both) {
            throw ProblemException.invalid(
                    "draft", "give either a draft, with what it replaces, or what to delete");
        }
        Optional<PolicyId> replaced = body.delete().or(body::replaces);
        String field = body.delete().isPresent() ? "delete" : "replaces";
        body.draft().ifPresent(PoliciesApi::requireCount);
        edits.read(stores -> {
            replaced.ifPresent(id -> Edits.refer(field, id, stores.policies().find(id)));
            body.draft().ifPresent(draft -> check(stores, draft));
            return true;
        });
        return previewing.preview(
                new Change(
                        body.draft()
                                .map(draft ->
                                        policy(
                                                replaced.orElseGet(
                                                        () -> new PolicyId(edits.ids().next())),
                                                draft)),
                        replaced));
    }

    private static void requireCount(PolicyDraft draft) {
        boolean counted =
                draft.spread() == Spread.PER_CLUSTER || draft.spread() == Spread.PER_REGION;
        if (counted && draft.count() < 1) {
            throw ProblemException.invalid(
                    "count", "must be at least 1 for spread " + draft.spread());
        }
    }

    /// What a method locks has the preset's value, and what it needs is given (feature F059).
    static void requirePreset(TransferLimits limits) {
        TransferMethod method = limits.method();
        TransferLimits preset = method.preset();
        if (method.locked().contains("connections")
                && !limits.connections().equals(preset.connections())) {
            throw ProblemException.invalid(
                    "limits.connections",
                    "must be " + preset.connections() + " for method " + method);
        }
        if (method.locked().contains("requestSize")
                && !limits.requestSize().equals(preset.requestSize())) {
            throw ProblemException.invalid(
                    "limits.requestSize",
                    "must be " + preset.requestSize().bytes() + " for method " + method);
        }
        if (method.isRateCapped() && limits.ratePerConnection().isZero()) {
            throw ProblemException.invalid(
                    "limits.ratePerConnection", "must be more than 0 for method " + method);
        }
    }

    private static void check(Stores stores, PolicyDraft draft) {
        Edits.refer("project", draft.project(), stores.projects().find(draft.project()));
        draft.region().ifPresent(id -> Edits.refer("region", id, stores.regions().find(id)));
    }
}
