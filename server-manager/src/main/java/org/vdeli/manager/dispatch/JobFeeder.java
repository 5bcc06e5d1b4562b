package org.vdeli.manager.dispatch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.ReplicaKey;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.origin.OriginSources;

/// Puts jobs that are due into the outbox: new ones, those whose retry is due, those whose window
/// opened. State and message are stored in one transaction.
public final class JobFeeder {
    /// So many jobs in one transaction: short enough to hold locks for some ten milliseconds.
    static final int BATCH = 500;

    /// With parts of 2000: some hundred milliseconds, every few seconds.
    private static final int PARTS_AT_ONCE = 5;

    private final Transactions transactions;
    private final JobMessages messages;
    private final InstantSource time;
    private final Changes changes;
    private Optional<TransferJob> lookedUpTo = Optional.empty();

    JobFeeder(
            Transactions transactions, JobMessages messages, InstantSource time, Changes changes) {
        this.transactions = transactions;
        this.messages = messages;
        this.time = time;
        this.changes = changes;
    }

    /// Feeds what is due now, batch by batch; says how many messages it made.
    int feed() {
        int made = 0;
        while (true) {
            Fed fed = transactions.write(this::feedBatch);
            made += fed.messages();
            tell(fed.keys());
            if (fed.jobs() < BATCH) {
                return made;
            }
        }
    }

    private record Fed(int jobs, int messages, Set<ReplicaKey> keys) {}

    private Fed feedBatch(Stores stores) {
        Instant now = time.instant();
        List<TransferJob> due = stores.jobs().due(now, BATCH);
        if (due.isEmpty()) {
            return new Fed(0, 0, Set.of());
        }
        Fed fed = hand(stores, due, now);
        return new Fed(due.size(), fed.messages(), fed.keys());
    }

    /// Hands jobs over that the caller has locked.
    private Fed hand(Stores stores, List<TransferJob> jobs, Instant now) {
        Map<AssetId, Asset> assets =
                stores
                        .assets()
                        .findAll(
                                jobs.stream()
                                        .map(TransferJob::asset)
                                        .collect(Collectors.toUnmodifiableSet()))
                        .stream()
                        .collect(Collectors.toMap(Asset::id, Function.identity()));
        Map<ServerId, EdgeServer> servers =
                stores
                        .servers()
                        .findAll(
                                jobs.stream()
                                        .map(TransferJob::server)
                                        .collect(Collectors.toUnmodifiableSet()))
                        .stream()
                        .collect(Collectors.toMap(EdgeServer::id, Function.identity()));
        OriginSources.Found where = messages.where(stores, assets.values(), now);
        List<TransferJob> changed = new ArrayList<>();
        List<OutboxMessage> out = new ArrayList<>();
        Set<ReplicaKey> keys = new HashSet<>();
        for (TransferJob job : jobs) {
            Asset asset = assets.get(job.asset());
            EdgeServer server = servers.get(job.server());
            keys.add(job.key());
            if (asset == null || server == null || server.state() == ServerState.RETIRED) {
                JobLifecycle.require(job, JobState.CANCELLED);
                changed.add(job.withState(JobState.CANCELLED, now));
                continue;
            }
            Optional<Instant> opening =
                    job.kind() == JobKind.FILL
                            ? job.terms()
                                    .window(server.zone())
                                    .flatMap(window -> window.opening(now))
                            : Optional.empty();
            if (opening.isPresent()) {
                changed.add(suspended(job, opening.get(), now));
                continue;
            }
            JobLifecycle.require(job, JobState.PROCESSING);
            TransferJob sent = job.sent(now);
            changed.add(sent);
            out.add(messages.message(sent, asset, server, where, now));
        }
        stores.jobs().updateAll(changed);
        stores.outbox().addAll(out);
        return new Fed(jobs.size(), out.size(), keys);
    }

    /// Sends jobs again that were handed over and of which nothing is heard; says how many. Goes
    /// through all of them, some parts in each call: those that are not lost, of silent servers or
    /// of busy ones, may be many and older than one that is.
    ///
    /// @param quietSince jobs that changed later are left alone
    /// @param part how many to look at in one transaction
    /// @param isLost whether the agent seems not to have the job
    int feedAgain(Instant quietSince, int part, Predicate<TransferJob> isLost) {
        int made = 0;
        for (int i = 0; i < PARTS_AT_ONCE; i++) {
            Optional<TransferJob> after = lookedUpTo;
            Part looked =
                    transactions.write(stores -> feedPart(stores, quietSince, after, part, isLost));
            tell(looked.fed().keys());
            made += looked.fed().messages();
            lookedUpTo = looked.last();
            if (lookedUpTo.isEmpty()) {
                break;
            }
        }
        return made;
    }

    /// @param last the last job that was looked at; absent if there are no more
    private record Part(Fed fed, Optional<TransferJob> last) {}

    private Part feedPart(
            Stores stores,
            Instant quietSince,
            Optional<TransferJob> after,
            int part,
            Predicate<TransferJob> isLost) {
        List<TransferJob> stalled = stores.jobs().stalled(quietSince, after, part);
        List<TransferJob> lost = stalled.stream().filter(isLost).toList();
        return new Part(
                lost.isEmpty() ? new Fed(0, 0, Set.of()) : hand(stores, lost, time.instant()),
                stalled.size() < part ? Optional.empty() : Optional.of(stalled.getLast()));
    }

    private static TransferJob suspended(TransferJob job, Instant until, Instant now) {
        if (job.state() != JobState.SUSPENDED) {
            JobLifecycle.require(job, JobState.SUSPENDED);
        }
        return job.ended(
                JobState.SUSPENDED,
                Report.Reason.WINDOW_CLOSED,
                "window closed until " + until,
                until,
                now);
    }

    private void tell(Set<ReplicaKey> keys) {
        keys.stream()
                .collect(
                        Collectors.groupingBy(
                                ReplicaKey::asset,
                                Collectors.mapping(ReplicaKey::server, Collectors.toSet())))
                .forEach((asset, servers) -> {
                    changes.replicasChanged(asset, servers);
                    changes.distributionsChanged(List.of(asset));
                });
    }
}
