package org.vdeli.contracts.api;

import java.util.Optional;
import java.util.Set;
import org.vdeli.contracts.id.AssetId;

/// Unknown contents to be removed from the servers without waiting any longer: either `assets` or
/// all of them.
///
/// @param assets at most [PurgeDraft#MAX_ASSETS]
public record UnknownPurgeDraft(Optional<Set<AssetId>> assets, Optional<Boolean> all) {
    public UnknownPurgeDraft {
        assets = assets.map(Set::copyOf);
    }

    /// Whether every unknown content is meant. Not named like a property, which it would be in
    /// JSON.
    public boolean meansAll() {
        return all.orElse(false);
    }
}
