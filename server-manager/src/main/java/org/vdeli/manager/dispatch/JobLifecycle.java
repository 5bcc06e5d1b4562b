package org.vdeli.manager.dispatch;

import static org.vdeli.contracts.api.JobState.CANCELLED;
import static org.vdeli.contracts.api.JobState.FAILED;
import static org.vdeli.contracts.api.JobState.NOT_SCHEDULED;
import static org.vdeli.contracts.api.JobState.PROCESSING;
import static org.vdeli.contracts.api.JobState.RETRYING;
import static org.vdeli.contracts.api.JobState.SUSPENDED;
import static org.vdeli.contracts.api.JobState.TRANSFERRED;
import static org.vdeli.contracts.api.JobState.VERIFIED;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.vdeli.contracts.api.JobState;

/// Which changes of state a job may make (feature F071). Pure.
///
/// ```
/// NOT_SCHEDULED -> PROCESSING -> TRANSFERRED -> VERIFIED
///       |              |  \___________\______-> RETRYING -> PROCESSING
///       |              |               \_____-> FAILED   -> RETRYING (an operator's order)
///   SUSPENDED <--------'
/// ```
///
/// What is SUSPENDED goes on to PROCESSING when its window opens or an operator resumes it.
///
/// Every open state may become CANCELLED. PROCESSING may follow itself: the job was sent again,
/// because nothing was heard of it. A late confirmation of an earlier attempt is as true as any: it
/// ends a job that waits for its next attempt or is suspended (an agent goes on by itself when its
/// window opens), and even one that was given up.
public final class JobLifecycle {
    private static final Map<JobState, Set<JobState>> ALLOWED = new EnumMap<>(JobState.class);

    static {
        ALLOWED.put(NOT_SCHEDULED, Set.of(PROCESSING, SUSPENDED, CANCELLED));
        ALLOWED.put(
                PROCESSING,
                Set.of(PROCESSING, TRANSFERRED, VERIFIED, RETRYING, SUSPENDED, FAILED, CANCELLED));
        ALLOWED.put(TRANSFERRED, Set.of(PROCESSING, VERIFIED, RETRYING, FAILED, CANCELLED));
        ALLOWED.put(RETRYING, Set.of(PROCESSING, VERIFIED, SUSPENDED, FAILED, CANCELLED));
        ALLOWED.put(SUSPENDED, Set.of(PROCESSING, VERIFIED, FAILED, CANCELLED));
        ALLOWED.put(FAILED, Set.of(RETRYING, VERIFIED));
        ALLOWED.put(VERIFIED, Set.of());
        ALLOWED.put(CANCELLED, Set.of());
    }

    private JobLifecycle() {}

    /// Whether a job in one state may go to the other.
    public static boolean allows(JobState from, JobState to) {
        return ALLOWED.getOrDefault(from, Set.of()).contains(to);
    }

    /// Passes if the job may go to the state.
    ///
    /// @throws ForbiddenChangeException naming the job and both states
    public static void require(TransferJob job, JobState to) {
        if (!allows(job.state(), to)) {
            throw new ForbiddenChangeException(job.id(), job.state(), to);
        }
    }
}
