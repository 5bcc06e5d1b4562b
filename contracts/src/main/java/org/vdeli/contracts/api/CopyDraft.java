package org.vdeli.contracts.api;

import org.vdeli.contracts.id.ServerId;

/// A copy of an asset that an operator wants on a server before viewers ask for it.
public record CopyDraft(ServerId server) {}
