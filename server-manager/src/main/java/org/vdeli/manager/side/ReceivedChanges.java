package org.vdeli.manager.side;

import java.util.Collection;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.Id;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.change.Changes;

/// Changes, this manager's and others', on their way to its event stream. What else in this manager
/// has to know of one stands in a subclass.
public class ReceivedChanges implements Changes {
    private final Changes consoles;

    protected ReceivedChanges(Changes consoles) {
        this.consoles = consoles;
    }

    @Override
    public void serversChanged(Collection<ServerId> servers) {
        consoles.serversChanged(servers);
    }

    @Override
    public void liveChanged(ServerId server) {
        consoles.liveChanged(server);
    }

    @Override
    public void regionsChanged() {
        consoles.regionsChanged();
    }

    @Override
    public void clustersChanged() {
        consoles.clustersChanged();
    }

    @Override
    public void assetsChanged(Collection<AssetId> assets) {
        consoles.assetsChanged(assets);
    }

    @Override
    public void distributionsChanged(Collection<AssetId> assets) {
        consoles.distributionsChanged(assets);
    }

    @Override
    public void replicasChanged(AssetId asset, Collection<ServerId> servers) {
        consoles.replicasChanged(asset, servers);
    }

    @Override
    public void alarmsChanged(Collection<AlarmId> alarms) {
        consoles.alarmsChanged(alarms);
    }

    @Override
    public void missed() {
        consoles.missed();
    }

    @Override
    public void removed(ObjectKind kind, Collection<? extends Id> ids) {
        consoles.removed(kind, ids);
    }
}
