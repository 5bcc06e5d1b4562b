package org.vdeli.manager.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.asset.ReplicaKey;
import org.vdeli.manager.change.Replanning;
import org.vdeli.manager.database.DatabaseUnavailable;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;

/// Plans again what a change of policies or of the fleet may have touched (feature F064):
/// back-fills what is missing, takes away what is no longer wanted. Requests are gathered, so a
/// hundred changes in a row cost one or two rounds; the work is done in parts of [#PART] assets,
/// each in a transaction of its own, on one thread.
public final class Replanner implements Replanning, AutoCloseable {
    private static final int PART = 50;
    private static final int READ = 1000;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Logger log = LoggerFactory.getLogger(Replanner.class);

    private final Transactions transactions;
    private final Planning planning;
    private final Semaphore wake = new Semaphore(0);
    private final Thread loop;
    private final Object requests = new Object();
    private boolean everything;
    private final Set<ProjectId> projects = new HashSet<>();
    private final Set<AssetId> assets = new HashSet<>();
    private volatile boolean closed;

    public Replanner(Transactions transactions, Planning planning) {
        this.transactions = transactions;
        this.planning = planning;
        this.loop = Thread.ofVirtual().name("replanner").unstarted(this::run);
    }

    /// Begins, with everything: what changed while no manager ran is found so.
    public void start() {
        topologyChanged();
        loop.start();
    }

    /// Plans all current assets again, soon.
    @Override
    public void topologyChanged() {
        synchronized (requests) {
            everything = true;
        }
        wake.release();
    }

    /// Plans the current assets of a project again, soon.
    @Override
    public void policiesChanged(ProjectId project) {
        synchronized (requests) {
            projects.add(project);
        }
        wake.release();
    }

    /// Plans these assets again, soon.
    @Override
    public void assetsChanged(Collection<AssetId> ids) {
        synchronized (requests) {
            assets.addAll(ids);
        }
        wake.release();
    }

    private record Round(boolean everything, Set<ProjectId> projects, Set<AssetId> assets) {}

    private void run() {
        while (!closed) {
            Round round = null;
            try {
                wake.acquire();
                wake.drainPermits();
                if (closed) {
                    return;
                }
                round = take();
                plan(round);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (e instanceof DatabaseUnavailable) {
                    log.warn("event=replanning-waits cause={}", e.getMessage());
                } else {
                    log.error("event=replanning-failed", e);
                }
                giveBack(round);
            }
        }
    }

    private Round take() {
        synchronized (requests) {
            Round round = new Round(everything, Set.copyOf(projects), Set.copyOf(assets));
            everything = false;
            projects.clear();
            assets.clear();
            return round;
        }
    }

    private void giveBack(@Nullable Round round) {
        if (round == null) {
            return;
        }
        synchronized (requests) {
            everything |= round.everything();
            projects.addAll(round.projects());
            assets.addAll(round.assets());
        }
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        wake.release();
    }

    private void plan(Round round) {
        if (!round.assets().isEmpty()) {
            planParts(List.copyOf(round.assets()), "planned again");
        }
        if (round.everything()) {
            long begin = System.nanoTime();
            int count = planCurrent(Optional.empty());
            planLeftovers();
            log.info(
                    "event=replanned assets={} ms={}",
                    count,
                    (System.nanoTime() - begin) / 1_000_000);
        } else {
            round.projects().forEach(project -> planCurrent(Optional.of(project)));
        }
    }

    private int planCurrent(Optional<ProjectId> project) {
        int count = 0;
        Optional<AssetId> after = Optional.empty();
        while (!closed) {
            Optional<AssetId> from = after;
            List<AssetId> part =
                    transactions
                            .read(stores ->
                                    project.isPresent()
                                            ? stores.assets().currentOf(project.get(), from, PART)
                                            : stores.assets()
                                                    .inState(AssetState.CURRENT, from, PART))
                            .stream()
                            .map(Asset::id)
                            .toList();
            if (part.isEmpty()) {
                break;
            }
            planning.planAll(part, "the policies or the fleet changed");
            count += part.size();
            after = Optional.of(part.getLast());
        }
        return count;
    }

    /// Replicas that nobody asked for any more, of whatever version, and the origins' copies of
    /// what is deleted.
    private void planLeftovers() {
        planAll(
                (stores, after) ->
                        stores.replicas().unassigned(after, READ).stream()
                                .map(Replica::key)
                                .toList(),
                "nobody asks for it any more");
        planAll(
                (stores, after) ->
                        stores.assignments().ofDeleted(after, READ).stream()
                                .map(Assignment::key)
                                .toList(),
                "deleted");
    }

    /// Reads on until nothing is left. What a plan cannot mend is not read a second time.
    private void planAll(
            BiFunction<Stores, Optional<ReplicaKey>, List<ReplicaKey>> next, String reason) {
        Optional<ReplicaKey> after = Optional.empty();
        while (!closed) {
            Optional<ReplicaKey> from = after;
            List<ReplicaKey> left = transactions.read(stores -> next.apply(stores, from));
            if (left.isEmpty()) {
                return;
            }
            planParts(left.stream().map(ReplicaKey::asset).distinct().toList(), reason);
            after = Optional.of(left.getLast());
        }
    }

    private void planParts(List<AssetId> ids, String reason) {
        List<AssetId> left = new ArrayList<>(ids);
        while (!left.isEmpty() && !closed) {
            List<AssetId> part = left.subList(0, Math.min(PART, left.size()));
            planning.planAll(List.copyOf(part), reason);
            part.clear();
        }
    }

    /// Lets the part that is being planned finish for at most five seconds.
    @Override
    public void close() {
        closed = true;
        wake.release();
        try {
            if (!loop.join(Duration.ofSeconds(5))) {
                loop.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
