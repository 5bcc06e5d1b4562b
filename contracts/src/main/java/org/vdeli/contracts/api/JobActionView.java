package org.vdeli.contracts.api;

import java.util.List;

/// What an action on many jobs did, or would do.
///
/// @param selected jobs that the selector means
/// @param changed those that were changed, or would be; the others are in a state that does not
///   allow it, or as they shall be already
/// @param states the jobs that the selector meant, by their state before
public record JobActionView(
        JobAction action, Boolean dryRun, Long selected, Long changed, List<StateCount> states) {
    public JobActionView {
        states = List.copyOf(states);
    }

    /// The jobs in one state.
    ///
    /// @param allowed whether the action is possible in this state
    public record StateCount(JobState state, Long jobs, Boolean allowed) {}
}
