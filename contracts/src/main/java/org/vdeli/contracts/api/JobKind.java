package org.vdeli.contracts.api;

/// What a job orders.
public enum JobKind {
    FILL,
    PURGE,
    VERIFY
}
