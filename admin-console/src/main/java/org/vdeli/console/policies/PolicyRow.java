package org.vdeli.console.policies;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Message;
import org.vdeli.contracts.api.PolicyView;
import org.vdeli.contracts.api.ProjectView;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;

/// One policy at one moment.
///
/// @param project publisher and name, such as `acme/default`
/// @param region its name; empty for a policy of every region without one of its own
/// @param standing which servers it decides about, in words
/// @param effective whether it decides about any
public record PolicyRow(
        PolicyView view, String project, String region, Message standing, boolean effective) {

    /// By project, then as they win.
    static final Comparator<PolicyRow> BY_PRECEDENCE =
            Comparator.comparing(PolicyRow::project)
                    .thenComparing(row -> row.region().isEmpty())
                    .thenComparing(PolicyRow::region)
                    .thenComparing(PolicyRow::view, PolicyRow::precedence);

    public PolicyId id() {
        return view.id();
    }

    String searchText() {
        return project + " " + region + " " + view.limits().method() + " " + view.spread();
    }

    /// As the manager chooses: a region with policies of its own is ruled by those alone; of
    /// several the lower order comes first, and of equal orders the older policy. A server that
    /// several of them choose belongs to the first.
    static List<PolicyRow> of(
            List<PolicyView> policies,
            Map<ProjectId, ProjectView> projects,
            Map<RegionId, RegionView> regions) {
        List<PolicyRow> out = new ArrayList<>(policies.size());
        for (PolicyView policy : policies) {
            List<PolicyView> rivals =
                    policies.stream()
                            .filter(other -> other.project().equals(policy.project()))
                            .filter(other -> other.region().equals(policy.region()))
                            .sorted(PolicyRow::precedence)
                            .toList();
            long ruled =
                    policy.region().isPresent()
                            ? 1
                            : regions.keySet().stream()
                                    .filter(region -> !hasOwn(policies, policy.project(), region))
                                    .count();
            Optional<PolicyView> taker =
                    rivals.stream()
                            .takeWhile(other -> !other.id().equals(policy.id()))
                            .filter(other -> other.spread() == Spread.ALL)
                            .findFirst();
            out.add(
                    new PolicyRow(
                            policy,
                            projectName(projects, policy.project()),
                            policy.region().map(id -> regionName(regions, id)).orElse(""),
                            standing(policy, rivals, taker, ruled, regions.size()),
                            ruled > 0 && taker.isEmpty()));
        }
        return out;
    }

    private static int precedence(PolicyView a, PolicyView b) {
        int byOrder = a.order().compareTo(b.order());
        return byOrder != 0 ? byOrder : Long.compare(a.id().value(), b.id().value());
    }

    private static boolean hasOwn(List<PolicyView> policies, ProjectId project, RegionId region) {
        return policies.stream()
                .anyMatch(other ->
                        other.project().equals(project)
                                && other.region().equals(Optional.of(region)));
    }

    private static Message standing(
            PolicyView policy,
            List<PolicyView> rivals,
            Optional<PolicyView> taker,
            long ruled,
            int regions) {
        if (taker.isPresent()) {
            return Message.of("policies.standing.shadowed", Formats.count(taker.get().order()));
        }
        if (ruled == 0) {
            return Message.of("policies.standing.nowhere");
        }
        if (rivals.size() > 1) {
            int rank = rivals.indexOf(policy) + 1;
            return Message.of(
                    rank == 1 ? "policies.standing.first" : "policies.standing.later",
                    Formats.count(rank),
                    Formats.count(rivals.size()));
        }
        return policy.region().isPresent()
                ? Message.of("policies.standing.alone")
                : Message.of(
                        "policies.standing.rest", Formats.count(ruled), Formats.count(regions));
    }

    static String projectName(Map<ProjectId, ProjectView> projects, ProjectId id) {
        ProjectView project = projects.get(id);
        return project == null ? id.toString() : project.publisherName() + "/" + project.name();
    }

    static String regionName(Map<RegionId, RegionView> regions, RegionId id) {
        RegionView region = regions.get(id);
        return region == null ? id.toString() : region.name();
    }
}
