package org.vdeli.manager.dispatch;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.manager.asset.ReplicaKey;

/// An idempotent order to one agent, with what became of it.
///
/// @param policy that asked for it; absent when an operator or a repair did
/// @param attempt how often it was handed to the broker, 0 before the first time
/// @param reason why it was made, in words
/// @param ended how the last attempt ended; absent before the first end
/// @param detail of that end, in words, or who paused it; empty when none
/// @param notBefore when it may be sent, for states that wait
/// @param changedAt when its state or attempt changed last
/// @param verified bytes of verified pieces that the agent keeps, as of the last end
public record TransferJob(
        JobId id,
        JobKind kind,
        AssetId asset,
        ServerId server,
        Optional<PolicyId> policy,
        JobTerms terms,
        JobState state,
        int attempt,
        String reason,
        Optional<Report.Reason> ended,
        String detail,
        Instant notBefore,
        Instant createdAt,
        Instant changedAt,
        ByteCount verified) {
    /// One of which nothing is on the server yet.
    public TransferJob(
            JobId id,
            JobKind kind,
            AssetId asset,
            ServerId server,
            Optional<PolicyId> policy,
            JobTerms terms,
            JobState state,
            int attempt,
            String reason,
            Optional<Report.Reason> ended,
            String detail,
            Instant notBefore,
            Instant createdAt,
            Instant changedAt) {
        this(
                id,
                kind,
                asset,
                server,
                policy,
                terms,
                state,
                attempt,
                reason,
                ended,
                detail,
                notBefore,
                createdAt,
                changedAt,
                ByteCount.ZERO);
    }

    /// States in which the agent may still have something to do for it.
    public static final Set<JobState> OPEN_STATES =
            Set.of(
                    JobState.NOT_SCHEDULED,
                    JobState.PROCESSING,
                    JobState.TRANSFERRED,
                    JobState.RETRYING,
                    JobState.SUSPENDED);

    /// When a job is due that waits for an operator to resume it.
    public static final Instant WHEN_RESUMED = Instant.parse("9999-12-31T00:00:00Z");

    /// Whether an operator paused it.
    public boolean isPaused() {
        return state == JobState.SUSPENDED && notBefore.equals(WHEN_RESUMED);
    }

    /// Whether the agent may have it and be at it, now or when its window opens.
    public boolean isHandedOver() {
        return attempt > 0
                && (state == JobState.PROCESSING
                        || state == JobState.TRANSFERRED
                        || waitsForWindow());
    }

    public boolean isOpen() {
        return OPEN_STATES.contains(state);
    }

    public ReplicaKey key() {
        return new ReplicaKey(asset, server);
    }

    /// The same job in another state, as of a time.
    public TransferJob withState(JobState newState, Instant at) {
        return new TransferJob(
                id, kind, asset, server, policy, terms, newState, attempt, reason, ended, detail,
                notBefore, createdAt, at, verified);
    }

    /// The same job, waiting in a state until it is due.
    ///
    /// @param words its new detail
    public TransferJob waiting(JobState newState, String words, Instant due, Instant at) {
        return new TransferJob(
                id, kind, asset, server, policy, terms, newState, attempt, reason, ended, words,
                due, createdAt, at, verified);
    }

    /// The same job as handed to the broker once more.
    public TransferJob sent(Instant at) {
        return new TransferJob(
                id,
                kind,
                asset,
                server,
                policy,
                terms,
                JobState.PROCESSING,
                attempt + 1,
                reason,
                ended,
                detail,
                notBefore,
                createdAt,
                at,
                verified);
    }

    /// Whether it waits for its window to open, and for nothing else.
    public boolean waitsForWindow() {
        return state == JobState.SUSPENDED
                && !isPaused()
                && ended.equals(Optional.of(Report.Reason.WINDOW_CLOSED));
    }

    /// The same job, of which so much is verified on the server.
    public TransferJob keeping(ByteCount bytes) {
        return new TransferJob(
                id, kind, asset, server, policy, terms, state, attempt, reason, ended, detail,
                notBefore, createdAt, changedAt, bytes);
    }

    /// The same job after an attempt ended.
    public TransferJob ended(
            JobState newState, Report.Reason how, String why, Instant nextNotBefore, Instant at) {
        return new TransferJob(
                id,
                kind,
                asset,
                server,
                policy,
                terms,
                newState,
                attempt,
                reason,
                Optional.of(how),
                why,
                nextNotBefore,
                createdAt,
                at,
                verified);
    }
}
