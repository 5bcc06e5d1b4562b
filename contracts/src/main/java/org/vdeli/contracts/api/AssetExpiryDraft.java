package org.vdeli.contracts.api;

import java.time.Instant;
import java.util.Optional;

/// Until when an asset stays on servers, whatever the policies say.
///
/// @param at absent: as the policies say
public record AssetExpiryDraft(Optional<Instant> at) {}
