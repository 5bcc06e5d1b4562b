package org.vdeli.agent.work;

import java.util.Optional;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.value.AssetPath;

/// What jobs of all known kinds have in common.
public final class Jobs {
    private Jobs() {}

    /// The id of a job.
    ///
    /// @throws IllegalArgumentException for a job of unknown kind, which has no id
    public static JobId idOf(Job job) {
        return switch (job) {
            case Job.Fill fill -> fill.job();
            case Job.Purge purge -> purge.job();
            case Job.Verify verify -> verify.job();
            case Job.Cancel cancel -> cancel.job();
            case Job.SendInventory send -> send.job();
            case Job.Ping ping -> ping.job();
            case Job.Unknown _ -> throw new IllegalArgumentException("an unknown job has no id");
        };
    }

    public static int attemptOf(Job job) {
        return switch (job) {
            case Job.Fill fill -> fill.attempt();
            case Job.Purge purge -> purge.attempt();
            case Job.Verify verify -> verify.attempt();
            case Job.Cancel cancel -> cancel.attempt();
            case Job.SendInventory send -> send.attempt();
            case Job.Ping ping -> ping.attempt();
            case Job.Unknown _ -> 0;
        };
    }

    /// The path that a job is about, if it is about one.
    static Optional<AssetPath> pathOf(Job job) {
        return switch (job) {
            case Job.Fill fill -> Optional.of(fill.path());
            case Job.Purge purge -> Optional.of(purge.path());
            case Job.Verify verify -> Optional.of(verify.path());
            case Job.Cancel cancel -> Optional.of(cancel.path());
            case Job.SendInventory _, Job.Ping _, Job.Unknown _ -> Optional.empty();
        };
    }

    static Optional<AssetId> assetOf(Job job) {
        return switch (job) {
            case Job.Fill fill -> Optional.of(fill.asset());
            case Job.Purge purge -> Optional.of(purge.asset());
            case Job.Verify verify -> Optional.of(verify.asset());
            case Job.Cancel cancel -> Optional.of(cancel.asset());
            case Job.SendInventory _, Job.Ping _, Job.Unknown _ -> Optional.empty();
        };
    }
}
