package org.vdeli.contracts.api;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;

/// Which jobs are meant: those for which everything holds that is given.
///
/// @param ids at most [#MAX_IDS]
/// @param cluster,region of the job's server
/// @param project of the job's asset
/// @param states any of these
/// @param reason how the last attempt ended
/// @param createdBefore made before this moment
/// @param pathPrefix what the asset's path begins with
public record JobSelector(
        Optional<Set<JobId>> ids,
        Optional<AssetId> asset,
        Optional<ServerId> server,
        Optional<ClusterId> cluster,
        Optional<RegionId> region,
        Optional<ProjectId> project,
        Optional<Set<JobState>> states,
        Optional<JobKind> kind,
        Optional<Report.Reason> reason,
        Optional<Instant> createdBefore,
        Optional<String> pathPrefix) {
    public static final int MAX_IDS = 1000;

    /// All jobs.
    public static final JobSelector ALL =
            new JobSelector(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    public JobSelector {
        ids = ids.map(Set::copyOf);
        states = states.map(Set::copyOf);
    }

    /// Whether anything is given.
    public boolean selects() {
        return Stream.<Optional<?>>of(
                        ids,
                        asset,
                        server,
                        cluster,
                        region,
                        project,
                        states,
                        kind,
                        reason,
                        createdBefore,
                        pathPrefix)
                .anyMatch(Optional::isPresent);
    }

    /// The same for jobs in these states alone.
    public JobSelector in(Set<JobState> only) {
        return new JobSelector(
                ids,
                asset,
                server,
                cluster,
                region,
                project,
                Optional.of(only),
                kind,
                reason,
                createdBefore,
                pathPrefix);
    }
}
