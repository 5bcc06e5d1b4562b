package org.vdeli.contracts.api;

import java.time.Instant;

/// Until when an asset stays on servers, whatever the policies say.
public record AssetExpiryDraft(Instant at) {}
