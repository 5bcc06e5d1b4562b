package org.vdeli.manager.change;

import java.util.Collection;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ProjectId;

/// Told that what should be where may have changed, after the change was committed. Every method
/// returns at once; the work is done elsewhere.
public interface Replanning {
    /// Servers, clusters or regions came, went, or changed where they belong or their state.
    void topologyChanged();

    /// The policies of a project changed.
    void policiesChanged(ProjectId project);

    /// These assets were deleted or superseded.
    void assetsChanged(Collection<AssetId> assets);
}
