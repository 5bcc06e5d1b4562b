package org.vdeli.console.fake;

import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.ClusterDraft;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.ConsoleEvent;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.RegionDraft;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.ServerDraft;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.wire.Codec;

/// Changes a fake fleet's topology as the manager's REST interface would.
record FakeTopology(FakeFleet fleet, Codec codec) {
    /// @param event what consoles are told; absent when it was refused
    /// @param body of the answer, or why it was refused
    record Made(Optional<ConsoleEvent> event, String body) {}

    /// @param path such as `/api/v1/regions` to create, `/api/v1/regions/ID` to change
    Made change(String path, byte[] body) {
        List<String> parts = List.of(path.split("/", -1));
        Optional<String> id = parts.size() > 4 ? Optional.of(parts.get(4)) : Optional.empty();
        return switch (parts.get(3)) {
            case "regions" -> region(id.map(RegionId::of), codec.read(body, RegionDraft.class));
            case "clusters" -> cluster(id.map(ClusterId::of), codec.read(body, ClusterDraft.class));
            default -> server(ServerId.of(id.orElseThrow()), codec.read(body, ServerDraft.class));
        };
    }

    /// Deletes a region or cluster; the console sees to it that it is empty.
    Made delete(String path) {
        String id = path.substring(path.lastIndexOf('/') + 1);
        boolean region = path.contains("/regions/");
        if (region) {
            fleet.regions.removeIf(each -> each.id().toString().equals(id));
        } else {
            fleet.clusters.removeIf(each -> each.id().toString().equals(id));
        }
        return new Made(
                Optional.of(
                        new ConsoleEvent.Removed(
                                region ? ObjectKind.REGION : ObjectKind.CLUSTER, List.of(id))),
                "{}");
    }

    private Made region(Optional<RegionId> id, RegionDraft draft) {
        if (fleet.regions.stream()
                .anyMatch(r -> r.name().equals(draft.name()) && !id.equals(Optional.of(r.id())))) {
            return new Made(
                    Optional.empty(),
                    "could not name it '" + draft.name() + "': another region has that name");
        }
        RegionView view =
                new RegionView(
                        id.orElseGet(() -> new RegionId(500 + fleet.regions.size())),
                        draft.name(),
                        draft.area(),
                        draft.order());
        fleet.regions.removeIf(region -> region.id().equals(view.id()));
        fleet.regions.add(view);
        return new Made(
                Optional.of(new ConsoleEvent.RegionsChanged(List.of(view))), codec.write(view));
    }

    private Made cluster(Optional<ClusterId> id, ClusterDraft draft) {
        ClusterView view =
                new ClusterView(
                        id.orElseGet(() -> new ClusterId(5_000 + fleet.clusters.size())),
                        draft.region(),
                        draft.name(),
                        draft.position(),
                        draft.networks(),
                        draft.wanCapacity(),
                        draft.wanCap());
        fleet.clusters.removeIf(cluster -> cluster.id().equals(view.id()));
        fleet.clusters.add(view);
        return new Made(
                Optional.of(new ConsoleEvent.ClustersChanged(List.of(view))), codec.write(view));
    }

    private Made server(ServerId id, ServerDraft draft) {
        for (int i = 0; i < fleet.servers.size(); i++) {
            ServerView old = fleet.servers.get(i);
            if (old.id().equals(id)) {
                ServerView view =
                        new ServerView(
                                id,
                                draft.cluster(),
                                draft.name(),
                                draft.addresses(),
                                draft.httpPort(),
                                draft.position(),
                                draft.zone(),
                                draft.role(),
                                draft.capacity(),
                                old.state(),
                                old.agentVersion(),
                                old.lastHeartbeat());
                fleet.servers.set(i, view);
                return new Made(
                        Optional.of(new ConsoleEvent.ServersChanged(List.of(view))),
                        codec.write(view));
            }
        }
        return new Made(Optional.empty(), "could not find server " + id);
    }
}
