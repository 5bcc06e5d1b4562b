package org.vdeli.console.policies;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.text.Message;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.api.PolicyDraft;
import org.vdeli.contracts.api.ProjectView;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;

/// What tells one policy from another, in sentences; and its parts in words.
///
/// @param projects,regions for their names
record PolicyChanges(Map<ProjectId, ProjectView> projects, Map<RegionId, RegionView> regions) {
    /// What changes from one to the other; none if they are alike.
    List<Message> between(PolicyDraft before, PolicyDraft after) {
        List<Message> out = new ArrayList<>();
        add(
                out,
                "policies.project",
                PolicyRow.projectName(projects, before.project()),
                PolicyRow.projectName(projects, after.project()));
        add(out, "policies.region", region(before), region(after));
        add(out, "policies.order", count(before.order()), count(after.order()));
        add(out, "policies.copies", copies(before), copies(after));
        add(out, "policies.method", method(before.limits()), method(after.limits()));
        add(
                out,
                "policies.connections",
                count(before.limits().connections()),
                count(after.limits().connections()));
        add(out, "policies.request-size", size(before.limits()), size(after.limits()));
        add(out, "policies.rate", rate(before.limits()), rate(after.limits()));
        add(out, "policies.window", window(before), window(after));
        add(out, "policies.priority", count(before.priority()), count(after.priority()));
        add(out, "policies.eviction", eviction(before), eviction(after));
        add(out, "policies.keepFor", keepFor(before), keepFor(after));
        return List.copyOf(out);
    }

    private static void add(List<Message> out, String label, String before, String after) {
        if (!before.equals(after)) {
            out.add(Message.of("policies.change", Labels.text(label), before, after));
        }
    }

    private static String keepFor(PolicyDraft of) {
        return of.keepFor()
                .map(Quantities::text)
                .orElseGet(() -> Labels.text("policies.keepFor.ever"));
    }

    private String region(PolicyDraft of) {
        return of.region()
                .map(id -> PolicyRow.regionName(regions, id))
                .orElseGet(() -> Labels.text("policies.every-region"));
    }

    static String copies(PolicyDraft of) {
        return copies(of.spread(), of.count());
    }

    static String copies(Spread spread, int count) {
        return PolicyForm.isCounted(spread)
                ? Labels.text("policies.copies." + spread.name(), Formats.count(count))
                : Labels.text("policies.copies." + spread.name());
    }

    static String method(TransferLimits limits) {
        return Labels.of("transfer", limits.method());
    }

    static String size(TransferLimits limits) {
        String text = Quantities.text(limits.requestSize());
        return text.isEmpty() ? Labels.text("policies.whole-file") : text;
    }

    static String rate(TransferLimits limits) {
        String text = Quantities.text(limits.ratePerConnection());
        return text.isEmpty() ? Labels.text("policies.no-cap") : text;
    }

    static String window(PolicyDraft of) {
        return of.windowStart().equals(of.windowEnd())
                ? Labels.text("policies.always")
                : of.windowStart() + "–" + of.windowEnd();
    }

    static String eviction(PolicyDraft of) {
        return Labels.text(of.pinned() ? "policies.pinned" : "policies.evictable");
    }

    private static String count(int value) {
        return Formats.count(value);
    }
}
