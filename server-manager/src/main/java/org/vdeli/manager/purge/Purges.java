package org.vdeli.manager.purge;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.PurgeId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.database.Paging;

/// The purges and their targets.
public interface Purges {
    Optional<Purge> find(PurgeId id);

    /// The purge, locked until the transaction ends: one at a time goes on with it.
    Optional<Purge> lock(PurgeId id);

    /// Those that are not done, the oldest first.
    List<Purge> unfinished();

    Page<Purge> page(Paging<Order> paging);

    void add(Purge purge);

    void update(Purge purge);

    /// A copy to be removed.
    record Target(PurgeId purge, AssetId asset, ServerId server, JobId job) {}

    /// Adds targets. One that is there already and whose copy was ordered to be removed again is
    /// waited for again, by the newer job: that of the higher id. Otherwise it stays as it is.
    void addTargets(Collection<Target> targets);

    /// How far a purge is.
    ///
    /// @param calledOff copies that are not waited for any longer, because their job was called off
    record Progress(long copies, long receipts, long calledOff) {
        public static final Progress NONE = new Progress(0, 0, 0);

        /// Copies of which nothing is waited for.
        long ended() {
            return receipts + calledOff;
        }
    }

    /// How far purges are; those without targets are left out.
    Map<PurgeId, Progress> progress(Collection<PurgeId> ids);

    /// Those that are ordered, not done, and wait for nothing.
    Set<PurgeId> complete();

    /// Those of the jobs whose receipt a purge waits for.
    Set<JobId> awaited(Collection<JobId> jobs);

    /// The purges that are not done and have targets of an asset.
    Set<PurgeId> unfinishedOf(AssetId asset);

    /// The servers of the targets of an asset for which a purge has no receipt: it waits for one,
    /// or the job was called off.
    Set<ServerId> withoutReceipt(PurgeId id, AssetId asset);

    /// Notes receipts; says for which of the jobs one was missing.
    Set<JobId> receive(Collection<JobId> jobs, Instant at);

    /// No purge waits for some servers any longer; says for how many targets.
    int settle(Collection<ServerId> servers, Instant at);

    /// No purge waits any longer for targets whose job was called off or is forgotten; says for how
    /// many.
    int settleCalledOff(Instant at);

    /// A server that has not confirmed all.
    ///
    /// @param missing targets without receipt
    /// @param job the newest of their jobs
    record Laggard(ServerId server, long missing, JobId job) {}

    /// The servers that have not confirmed all of a purge; those with the most missing first.
    Page<Laggard> laggards(PurgeId id, int page, int pageSize);

    /// Forgets targets of purges that were done before, then the purges; says how many rows.
    int removeFinished(Instant before, int limit);

    enum Order {
        AT
    }
}
