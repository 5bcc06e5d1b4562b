package org.vdeli.contracts.api;

/// Where an upload is in its life.
public enum UploadState {
    /// On disk, its message in the outbox.
    RECEIVED,
    /// Became an asset.
    ACCEPTED,
    /// Never will; the reason says why.
    REJECTED
}
