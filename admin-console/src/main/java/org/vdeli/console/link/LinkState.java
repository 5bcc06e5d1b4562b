package org.vdeli.console.link;

import java.time.Instant;

/// The state of the line to the manager.
public sealed interface LinkState {
    /// Nobody is signed in.
    record SignedOut() implements LinkState {}

    /// Signed in, the first snapshot is not complete yet.
    record Connecting(Instant since) implements LinkState {}

    /// The snapshot is complete, changes arrive.
    record Live(Instant since) implements LinkState {}

    /// The line broke; what is shown is as old as `since`.
    ///
    /// @param cause why, in words
    /// @param nextAttempt when it is tried again; in the past while an attempt runs
    record Lost(Instant since, String cause, Instant nextAttempt) implements LinkState {}

    /// The session ended; the operator has to sign in again.
    record Expired(Instant since) implements LinkState {}
}
