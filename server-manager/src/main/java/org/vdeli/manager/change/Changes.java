package org.vdeli.manager.change;

import java.util.Collection;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.Id;
import org.vdeli.contracts.id.ServerId;

/// Told what changed, after the change was committed. Every method returns at once, may be called
/// from any thread, and may be called often for the same id: the receiver gathers.
///
/// All methods do nothing by default, so that a receiver takes what it wants.
public interface Changes {
    /// Nobody listens.
    Changes IGNORED = new Changes() {};

    /// Servers were made, edited, or changed their state.
    default void serversChanged(Collection<ServerId> servers) {}

    /// A heartbeat or sample of a server came in, or it fell silent.
    default void liveChanged(ServerId server) {}

    /// Regions were made or edited.
    default void regionsChanged() {}

    /// Clusters were made or edited.
    default void clustersChanged() {}

    /// Assets were accepted, superseded or deleted.
    default void assetsChanged(Collection<AssetId> assets) {}

    /// Assignments, jobs or replicas of these assets changed, so their distribution did.
    default void distributionsChanged(Collection<AssetId> assets) {}

    /// An asset's replicas on these servers changed their state or made progress.
    default void replicasChanged(AssetId asset, Collection<ServerId> servers) {}

    /// Alarms were raised, acknowledged or cleared.
    default void alarmsChanged(Collection<AlarmId> alarms) {}

    /// Changes were missed: whoever follows has to begin anew.
    default void missed() {}

    /// A fill that was under way on a server ended, well or badly.
    default void fillEnded(AssetId asset, ServerId server) {}

    /// A server could not verify what it fetched of an asset.
    default void contentDoubted(AssetId asset) {}

    /// Objects that no longer exist.
    default void removed(ObjectKind kind, Collection<? extends Id> ids) {}
}
