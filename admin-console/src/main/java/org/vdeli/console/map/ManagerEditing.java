package org.vdeli.console.map;

import org.vdeli.console.link.Answer;
import org.vdeli.console.link.Done;
import org.vdeli.console.link.ManagerLink;
import org.vdeli.contracts.api.ClusterDraft;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.RegionDraft;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.ServerDraft;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;

/// The calls of the manager's REST interface that change the topology.
///
/// @param link may be signed out: its refusals say so
public record ManagerEditing(ManagerLink link) implements TopologySaver.Editing {
    @Override
    public Answer<RegionView> create(RegionDraft draft) {
        return link.post("/api/v1/regions", draft, RegionView.class);
    }

    @Override
    public Answer<Done> change(RegionId id, RegionDraft draft) {
        return link.put("/api/v1/regions/" + id, draft);
    }

    @Override
    public Answer<ClusterView> create(ClusterDraft draft) {
        return link.post("/api/v1/clusters", draft, ClusterView.class);
    }

    @Override
    public Answer<Done> change(ClusterId id, ClusterDraft draft) {
        return link.put("/api/v1/clusters/" + id, draft);
    }

    @Override
    public Answer<Done> change(ServerId id, ServerDraft draft) {
        return link.put("/api/v1/servers/" + id, draft);
    }

    @Override
    public Answer<Done> delete(RegionId id) {
        return link.delete("/api/v1/regions/" + id);
    }

    @Override
    public Answer<Done> delete(ClusterId id) {
        return link.delete("/api/v1/clusters/" + id);
    }
}
