package org.vdeli.console.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vdeli.console.link.Answer;
import org.vdeli.console.link.Done;
import org.vdeli.console.link.Refusal;
import org.vdeli.console.mirror.World;
import org.vdeli.console.text.Message;
import org.vdeli.contracts.api.ClusterDraft;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.RegionDraft;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.ServerDraft;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;

/// Carries a draft to the manager: regions, then the clusters in them, then the servers in those;
/// at last what is to be deleted, which is empty by then.
///
/// Each object is a call of its own. What was saved leaves the draft at once, so that a line that
/// breaks in the middle leaves a draft of the rest, and saving again goes on where it ended. What
/// is refused stays, with the reason; what depends on it is not tried.
public final class TopologySaver {
    /// The calls, each of which blocks.
    public interface Editing {
        Answer<RegionView> create(RegionDraft draft);

        Answer<Done> change(RegionId id, RegionDraft draft);

        Answer<ClusterView> create(ClusterDraft draft);

        Answer<Done> change(ClusterId id, ClusterDraft draft);

        Answer<Done> change(ServerId id, ServerDraft draft);

        Answer<Done> delete(RegionId id);

        Answer<Done> delete(ClusterId id);
    }

    /// What came of saving.
    ///
    /// @param left what was not saved
    /// @param saved how many objects were
    /// @param refusals why the others were not
    record Outcome(Draft left, int saved, List<Message> refusals) {
        Outcome {
            refusals = List.copyOf(refusals);
        }
    }

    private final Editing editing;
    private final World world;
    private final List<Message> refusals = new ArrayList<>();
    private Draft left;
    private int saved;
    private boolean lost;

    private TopologySaver(Editing editing, World world, Draft draft) {
        this.editing = editing;
        this.world = world;
        this.left = draft;
    }

    static Outcome save(Editing editing, World world, Draft draft) {
        TopologySaver saver = new TopologySaver(editing, world, draft);
        draft.regions().values().forEach(saver::save);
        List.copyOf(saver.left.clusters().values()).forEach(saver::save);
        Map.copyOf(saver.left.servers()).forEach(saver::save);
        draft.gone().clusters().forEach(saver::delete);
        draft.gone().regions().forEach(saver::delete);
        return new Outcome(saver.left, saver.saved, saver.refusals);
    }

    private void save(RegionPlan plan) {
        if (lost) {
            return;
        }
        switch (plan.ref()) {
            case Ref.Saved<RegionId>(RegionId id) -> {
                if (isDone(plan.name(), editing.change(id, plan.draft())).isPresent()) {
                    left = left.without(plan.ref());
                }
            }
            case Ref.Fresh<RegionId> fresh ->
                    isDone(plan.name(), editing.create(plan.draft()))
                            .ifPresent(view -> left = left.saved(fresh, view.id()));
        }
    }

    private void save(ClusterPlan plan) {
        if (lost || !(plan.region() instanceof Ref.Saved<RegionId>(RegionId region))) {
            return;
        }
        switch (plan.ref()) {
            case Ref.Saved<ClusterId>(ClusterId id) -> {
                if (isDone(plan.name(), editing.change(id, plan.draft(region))).isPresent()) {
                    left = left.savedCluster(plan.ref(), id);
                }
            }
            case Ref.Fresh<ClusterId> fresh ->
                    isDone(plan.name(), editing.create(plan.draft(region)))
                            .ifPresent(view -> left = left.savedCluster(fresh, view.id()));
        }
    }

    private void save(ServerId id, Ref<ClusterId> to) {
        ServerView server = world.server(id);
        if (lost || !(to instanceof Ref.Saved<ClusterId>(ClusterId cluster))) {
            return;
        }
        if (server == null) {
            refusals.add(Message.of("map.refused", id.toString(), "–"));
            left = left.savedServer(id);
            return;
        }
        ServerDraft draft =
                new ServerDraft(
                        Optional.of(cluster),
                        server.name(),
                        server.addresses(),
                        server.httpPort(),
                        server.position(),
                        server.zone(),
                        server.role(),
                        server.capacity(),
                        Optional.empty());
        if (isDone(server.name(), editing.change(id, draft)).isPresent()) {
            left = left.savedServer(id);
        }
    }

    private void delete(ClusterId id) {
        ClusterView view = world.cluster(Optional.of(id));
        if (!lost && isGone(view == null ? id.toString() : view.name(), editing.delete(id))) {
            left = left.with(left.gone().without(id));
        }
    }

    private void delete(RegionId id) {
        RegionView view = world.region(id);
        if (!lost && isGone(view == null ? id.toString() : view.name(), editing.delete(id))) {
            left = left.with(left.gone().without(id));
        }
    }

    /// What somebody else has deleted meanwhile is gone as well.
    private boolean isGone(String name, Answer<Done> answer) {
        return (answer instanceof Answer.Refused<Done> refused
                        && refused.reason() == Refusal.NOT_FOUND)
                || isDone(name, answer).isPresent();
    }

    private <T> Optional<T> isDone(String name, Answer<T> answer) {
        return switch (answer) {
            case Answer.Ok<T>(T value) -> {
                saved++;
                yield Optional.of(value);
            }
            case Answer.Refused<T> refused -> {
                lost =
                        refused.reason() == Refusal.UNREACHABLE
                                || refused.reason() == Refusal.SESSION_EXPIRED;
                refusals.add(
                        Message.of(
                                lost ? "map.refused.line" : "map.refused",
                                name,
                                refused.message().text()));
                yield Optional.empty();
            }
        };
    }
}
