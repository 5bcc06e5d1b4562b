package org.vdeli.manager.events;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.OriginCopyView;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.origin.OriginCopy;
import org.vdeli.manager.origin.OriginHolder;
import org.vdeli.manager.presence.ManagerNode;

/// The authoritative copies of one asset as one list: origins by id, then managers.
final class OriginCopyViews {
    private OriginCopyViews() {}

    static List<OriginCopyView> of(
            Stores stores, Asset asset, Collection<Report.Progress> running) {
        Map<ServerId, EdgeServer> origins =
                stores.servers().origins().stream()
                        .collect(Collectors.toMap(EdgeServer::id, Function.identity()));
        Map<Long, ManagerNode> managers = new HashMap<>();
        stores.managers().all().forEach(node -> managers.put(node.id().value(), node));
        List<OriginCopyView> views = new ArrayList<>();
        for (ReplicaView replica : ReplicaViews.of(stores, asset, running)) {
            EdgeServer origin = origins.get(replica.server());
            if (origin != null) {
                views.add(view(replica, origin));
            }
        }
        for (OriginCopy copy : stores.originCopies().ofContents(List.of(asset.checksum()))) {
            if (copy.holder().kind() == OriginHolder.Kind.MANAGER) {
                views.add(view(copy, Optional.ofNullable(managers.get(copy.holder().id()))));
            }
        }
        return List.copyOf(views);
    }

    private static OriginCopyView view(ReplicaView replica, EdgeServer origin) {
        return new OriginCopyView(
                Optional.of(replica.server()),
                Optional.empty(),
                origin.name(),
                replica.state(),
                replica.job(),
                replica.detail(),
                replica.verifiedAt());
    }

    private static OriginCopyView view(OriginCopy copy, Optional<ManagerNode> manager) {
        return new OriginCopyView(
                Optional.empty(),
                Optional.of(new ManagerId(copy.holder().id())),
                manager.map(ManagerNode::name).orElseGet(() -> copy.holder().toString()),
                ReplicaState.VERIFIED,
                Optional.empty(),
                "",
                Optional.of(copy.since()));
    }
}
