package org.vdeli.agent.work;

/// Carries out a fill: fetch, verify, publish.
@FunctionalInterface
public interface FillWork {
    /// Fills until it is done, has failed for good or was cancelled. Expected ends are outcomes.
    ///
    /// @param run the order (which may get a newer attempt with a fresh token on the way), whether
    ///   it was cancelled, and where to say how far it is
    Outcome fill(FillRun run) throws InterruptedException;
}
