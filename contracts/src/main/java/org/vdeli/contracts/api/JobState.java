package org.vdeli.contracts.api;

/// The state of a job.
public enum JobState {
    /// Decided, not yet handed to the broker.
    NOT_SCHEDULED,
    /// Handed over; the agent has it or will get it.
    PROCESSING,
    /// All bytes are there, not yet confirmed as verified.
    TRANSFERRED,
    /// Done and confirmed.
    VERIFIED,
    /// Ended badly; another attempt is due.
    RETRYING,
    /// Waits for its window, or was paused by an operator until an operator resumes it.
    SUSPENDED,
    /// Withdrawn.
    CANCELLED,
    /// Ended badly for good; an operator may retry it.
    FAILED
}
