package org.vdeli.manager.dispatch;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobQuery;
import org.vdeli.contracts.api.JobSelector;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.database.Paging;

/// The jobs, open and ended.
public interface Jobs {
    Optional<TransferJob> find(JobId id);

    /// Those of the ids that exist, by id.
    List<TransferJob> findAll(Collection<JobId> ids);

    /// The job, locked until the transaction ends.
    Optional<TransferJob> lock(JobId id);

    /// Those of the ids that exist, locked until the transaction ends, in the order of their ids.
    List<TransferJob> lockAll(Collection<JobId> ids);

    /// The open jobs for an asset on a server, oldest first.
    List<TransferJob> open(AssetId asset, ServerId server);

    /// The open jobs for an asset.
    List<TransferJob> openOfAsset(AssetId asset);

    /// The open jobs of a server.
    List<TransferJob> openOfServer(ServerId server);

    /// The open jobs for the assets on the servers, by age.
    List<TransferJob> openOf(Collection<AssetId> assets, Collection<ServerId> servers);

    /// The fills of the assets on the servers that failed for good and were followed by no other
    /// job there.
    List<TransferJob> givenUp(Collection<AssetId> assets, Collection<ServerId> servers);

    /// The newest job of each server for an asset.
    List<TransferJob> latestOfAsset(AssetId asset);

    /// Those that wait (NOT_SCHEDULED, RETRYING or SUSPENDED) and are due, by priority and age.
    /// Locked until the transaction ends; those that another manager has locked are left out.
    List<TransferJob> due(Instant now, int limit);

    /// Those handed over (PROCESSING or TRANSFERRED) that did not change since, oldest change
    /// first, for going through all of them in parts. Locked as with [#due].
    ///
    /// @param after the last job of the part before; absent for the first part
    List<TransferJob> stalled(Instant changedBefore, Optional<TransferJob> after, int limit);

    /// The first of the jobs that a selector means, by id, for going through all of them in parts.
    ///
    /// @param after the last id of the part before; absent for the first part
    List<JobId> select(JobSelector selector, Optional<JobId> after, int limit);

    /// How many jobs a selector means, by state.
    Map<JobState, Long> count(JobSelector selector);

    /// How many of the jobs that a selector means are paused.
    long countPaused(JobSelector selector);

    /// Gives jobs another priority. Lock them first.
    void reprioritise(Collection<JobId> ids, int priority);

    /// Number of jobs in each state that has one.
    Map<JobState, Long> countByState();

    Page<TransferJob> page(Filter filter, Paging<Order> paging);

    void addAll(Collection<TransferJob> jobs);

    /// Stores state, attempt, end, detail, times and what is verified; of the other components only
    /// the priority ever changes, see [#reprioritise]. Lock them first.
    void updateAll(Collection<TransferJob> jobs);

    /// Forgets ended jobs that did not change since, but never the newest of an asset on a server;
    /// says how many.
    int removeEnded(Instant changedBefore, int limit);

    /// Which ones to list.
    ///
    /// @param states any when empty
    /// @param where holds besides all others
    record Filter(
            Optional<AssetId> asset,
            Optional<ServerId> server,
            Set<JobState> states,
            Optional<JobKind> kind,
            Optional<JobQuery> where) {
        public static final Filter ANY =
                new Filter(
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(),
                        Optional.empty(),
                        Optional.empty());

        public Filter {
            states = Set.copyOf(states);
        }
    }

    enum Order {
        CREATED_AT,
        CHANGED_AT,
        STATE,
        KIND,
        PRIORITY,
        ATTEMPT
    }
}
