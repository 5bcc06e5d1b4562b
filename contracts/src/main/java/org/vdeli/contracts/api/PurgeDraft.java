package org.vdeli.contracts.api;

import java.util.Optional;
import java.util.Set;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;

/// Assets to be removed from servers.
///
/// What: exactly one of `assets`, `path`, `folder` and `project`. Where: the union of `servers`,
/// `clusters` and `regions`, or everywhere if none of them is given.
///
/// @param assets at most [#MAX_ASSETS]
/// @param folder all below it, such as `acme/default/films`
/// @param delete true: the assets are deleted, too, so nobody gets them any more; only everywhere
/// @param refill true: where a delivery policy wants an asset it is purged and then fetched again;
///   without it such a purge is refused
public record PurgeDraft(
        Optional<Set<AssetId>> assets,
        Optional<AssetPath> path,
        Optional<String> folder,
        Optional<ProjectId> project,
        Optional<Set<ServerId>> servers,
        Optional<Set<ClusterId>> clusters,
        Optional<Set<RegionId>> regions,
        Optional<Boolean> delete,
        Optional<Boolean> refill) {
    public static final int MAX_ASSETS = 1000;

    public PurgeDraft {
        assets = assets.map(Set::copyOf);
        servers = servers.map(Set::copyOf);
        clusters = clusters.map(Set::copyOf);
        regions = regions.map(Set::copyOf);
    }

    /// Whether it is about all servers. Not named like a property, which it would be in JSON.
    public boolean meansEverywhere() {
        return servers.isEmpty() && clusters.isEmpty() && regions.isEmpty();
    }

    public boolean deletes() {
        return delete.orElse(false);
    }

    public boolean refills() {
        return refill.orElse(false);
    }
}
