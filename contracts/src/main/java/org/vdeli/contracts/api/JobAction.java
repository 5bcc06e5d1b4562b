package org.vdeli.contracts.api;

/// What operators may do with many jobs at once.
public enum JobAction {
    /// Try failed and waiting jobs again, now.
    RETRY,
    /// Call open jobs off.
    CANCEL,
    /// Take open jobs back until they are resumed; what was fetched and verified is kept.
    PAUSE,
    /// Let paused jobs go on.
    RESUME,
    /// Give open jobs another priority.
    REPRIORITISE
}
