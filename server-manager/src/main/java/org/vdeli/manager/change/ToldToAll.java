package org.vdeli.manager.change;

import java.util.Collection;
import java.util.List;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.Id;
import org.vdeli.contracts.id.ServerId;

/// Tells each change to several receivers, one after the other.
public record ToldToAll(List<Changes> receivers) implements Changes {
    public ToldToAll {
        receivers = List.copyOf(receivers);
    }

    @Override
    public void serversChanged(Collection<ServerId> servers) {
        receivers.forEach(receiver -> receiver.serversChanged(servers));
    }

    @Override
    public void liveChanged(ServerId server) {
        receivers.forEach(receiver -> receiver.liveChanged(server));
    }

    @Override
    public void regionsChanged() {
        receivers.forEach(Changes::regionsChanged);
    }

    @Override
    public void clustersChanged() {
        receivers.forEach(Changes::clustersChanged);
    }

    @Override
    public void assetsChanged(Collection<AssetId> assets) {
        receivers.forEach(receiver -> receiver.assetsChanged(assets));
    }

    @Override
    public void distributionsChanged(Collection<AssetId> assets) {
        receivers.forEach(receiver -> receiver.distributionsChanged(assets));
    }

    @Override
    public void replicasChanged(AssetId asset, Collection<ServerId> servers) {
        receivers.forEach(receiver -> receiver.replicasChanged(asset, servers));
    }

    @Override
    public void alarmsChanged(Collection<AlarmId> alarms) {
        receivers.forEach(receiver -> receiver.alarmsChanged(alarms));
    }

    @Override
    public void missed() {
        receivers.forEach(Changes::missed);
    }

    @Override
    public void fillEnded(AssetId asset, ServerId server) {
        receivers.forEach(receiver -> receiver.fillEnded(asset, server));
    }

    @Override
    public void contentDoubted(AssetId asset) {
        receivers.forEach(receiver -> receiver.contentDoubted(asset));
    }

    @Override
    public void removed(ObjectKind kind, Collection<? extends Id> ids) {
        receivers.forEach(receiver -> receiver.removed(kind, ids));
    }
}
