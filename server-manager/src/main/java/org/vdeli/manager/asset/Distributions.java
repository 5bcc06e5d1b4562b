package org.vdeli.manager.asset;

import java.util.Collection;
import java.util.List;
import org.vdeli.contracts.id.AssetId;

/// How far distributions to the edges are; the copies on origins do not count.
public interface Distributions {
    /// One for each of the assets that exists, by asset id.
    List<Distribution> of(Collection<AssetId> assets);
}
