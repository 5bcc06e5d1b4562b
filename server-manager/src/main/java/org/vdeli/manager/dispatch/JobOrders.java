package org.vdeli.manager.dispatch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.vdeli.contracts.api.JobAction;
import org.vdeli.contracts.api.JobActionView;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobSelector;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.ReplicaKey;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;

/// What operators may do with jobs: try again, call off, pause, resume and reprioritise (features
/// F071, F076 and N26), one or as many as a selector means; and ping an agent (feature F086).
///
/// Many jobs are changed in parts of [#PART], each one transaction with a handful of statements,
/// whatever the number of servers. An action that is interrupted has done its first parts; ordering
/// it again does the rest.
///
/// What an agent has already is taken back by a message that may get lost, as any may: then the
/// agent ends the job all the same, and its report is taken. What it fetched and verified stays on
/// its disk, so a job that is resumed goes on from there. An agent of an older version does not
/// know the message and refuses it.
public final class JobOrders {
    /// Some hundred milliseconds; agents and other managers wait for these rows no longer.
    static final int PART = 1000;

    private final Planning planning;
    private final Transactions transactions;
    private final JobMessages messages;
    private final IdMint ids;
    private final InstantSource time;
    private final Runnable committed;

    JobOrders(
            Planning planning,
            Transactions transactions,
            JobMessages messages,
            IdMint ids,
            InstantSource time,
            Runnable committed) {
        this.planning = planning;
        this.transactions = transactions;
        this.messages = messages;
        this.ids = ids;
        this.time = time;
        this.committed = committed;
    }

    /// An action on many jobs.
    ///
    /// @param actor who orders it, for the jobs' detail
    /// @param priority the new one, for [JobAction#REPRIORITISE]
    public record Order(
            JobAction action, JobSelector selector, String actor, Optional<Integer> priority) {
        public Order {
            if (priority.isPresent() != (action == JobAction.REPRIORITISE)) {
                throw new IllegalArgumentException(
                        "a priority belongs to REPRIORITISE and to nothing else, not " + action);
            }
        }
    }

    /// The states in which an action can be done.
    static Set<JobState> allowedIn(JobAction action) {
        Set<JobState> allowed = EnumSet.noneOf(JobState.class);
        for (JobState state : JobState.values()) {
            boolean isAllowed =
                    switch (action) {
                        case RETRY ->
                                TransferJob.OPEN_STATES.contains(state)
                                        ? state == JobState.RETRYING || state == JobState.SUSPENDED
                                        : JobLifecycle.allows(state, JobState.RETRYING);
                        case CANCEL -> JobLifecycle.allows(state, JobState.CANCELLED);
                        case PAUSE ->
                                state == JobState.SUSPENDED
                                        || JobLifecycle.allows(state, JobState.SUSPENDED);
                        case RESUME -> state == JobState.SUSPENDED;
                        case REPRIORITISE -> TransferJob.OPEN_STATES.contains(state);
                    };
            if (isAllowed) {
                allowed.add(state);
            }
        }
        return allowed;
    }

    /// Counts what an action would do.
    public JobActionView count(Order order) {
        Set<JobState> allowed = allowedIn(order.action());
        record Counted(Map<JobState, Long> states, long paused) {}
        Counted counted =
                transactions.read(stores ->
                        new Counted(
                                stores.jobs().count(order.selector()),
                                stores.jobs().countPaused(order.selector())));
        long changed =
                counted.states().entrySet().stream()
                        .filter(entry -> allowed.contains(entry.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        long changes =
                switch (order.action()) {
                    case PAUSE -> changed - counted.paused();
                    case RESUME -> counted.paused();
                    case RETRY, CANCEL, REPRIORITISE -> changed;
                };
        return view(order, true, counted.states(), changes);
    }

    /// Does an action.
    ///
    /// @param entry writes the entry of the audit trail, in the transaction of the first part
    public JobActionView act(Order order, Consumer<Stores> entry) {
        Set<JobState> allowed = allowedIn(order.action());
        Set<JobState> meant = EnumSet.copyOf(allowed);
        order.selector().states().ifPresent(meant::retainAll);
        Map<JobState, Long> before =
                transactions.read(stores -> stores.jobs().count(order.selector()));
        long changed = 0;
        Optional<JobId> last = Optional.empty();
        boolean isFirst = true;
        while (true) {
            Optional<JobId> after = last;
            boolean first = isFirst;
            Part part =
                    planning.inTransaction(
                                    session -> {
                                        if (first) {
                                            entry.accept(session.stores());
                                        }
                                        return act(
                                                session, order, order.selector().in(meant), after);
                                    })
                            .result();
            changed += part.changed();
            last = part.last();
            isFirst = false;
            if (last.isEmpty()) {
                return view(order, false, before, changed);
            }
        }
    }

    /// @param last the last job that was looked at; absent if there are no more
    private record Part(long changed, Optional<JobId> last) {}

    private Part act(
            Planning.Session session, Order order, JobSelector selector, Optional<JobId> after) {
        if (selector.states().filter(Set::isEmpty).isPresent()) {
            return new Part(0, Optional.empty());
        }
        Stores stores = session.stores();
        List<JobId> selected = stores.jobs().select(selector, after, PART);
        Set<JobState> meant = selector.states().orElseThrow();
        List<TransferJob> before =
                notObsolete(
                        stores,
                        order,
                        stores.jobs().lockAll(selected).stream()
                                .filter(job -> meant.contains(job.state()))
                                .filter(job -> concerns(order, job))
                                .toList());
        if (order.action() == JobAction.REPRIORITISE) {
            stores.jobs()
                    .reprioritise(
                            before.stream().map(TransferJob::id).toList(),
                            order.priority().orElseThrow());
        } else {
            store(session, before, job -> changed(order, job));
        }
        return new Part(
                before.size(),
                selected.size() < PART ? Optional.empty() : Optional.of(selected.getLast()));
    }

    /// Without failed jobs that nobody wants any more: a fill where the asset is not assigned now,
    /// a purge where it is, unless an operator's purge waits for it.
    private static List<TransferJob> notObsolete(
            Stores stores, Order order, List<TransferJob> jobs) {
        List<TransferJob> failed =
                jobs.stream().filter(job -> job.state() == JobState.FAILED).toList();
        if (order.action() != JobAction.RETRY || failed.isEmpty()) {
            return jobs;
        }
        Set<ReplicaKey> wanted =
                stores
                        .assignments()
                        .of(
                                failed.stream()
                                        .map(TransferJob::asset)
                                        .collect(Collectors.toUnmodifiableSet()),
                                failed.stream()
                                        .map(TransferJob::server)
                                        .collect(Collectors.toUnmodifiableSet()))
                        .stream()
                        .map(Assignment::key)
                        .collect(Collectors.toUnmodifiableSet());
        Set<JobId> awaited = stores.purges().awaited(failed.stream().map(TransferJob::id).toList());
        return jobs.stream()
                .filter(job ->
                        job.state() != JobState.FAILED
                                || (job.kind() == JobKind.PURGE
                                        ? awaited.contains(job.id()) || !wanted.contains(job.key())
                                        : wanted.contains(job.key())))
                .toList();
    }

    private static boolean concerns(Order order, TransferJob job) {
        return switch (order.action()) {
            case PAUSE -> !job.isPaused();
            case RESUME -> job.isPaused();
            case REPRIORITISE -> !order.priority().equals(Optional.of(job.terms().priority()));
            case RETRY, CANCEL -> true;
        };
    }

    private TransferJob changed(Order order, TransferJob job) {
        Instant now = time.instant();
        return switch (order.action()) {
            case RETRY -> retried(job, now);
            case CANCEL -> cancelled(job, now);
            case PAUSE -> {
                if (job.state() != JobState.SUSPENDED) {
                    JobLifecycle.require(job, JobState.SUSPENDED);
                }
                yield job.waiting(
                        JobState.SUSPENDED,
                        "paused by operator " + order.actor(),
                        TransferJob.WHEN_RESUMED,
                        now);
            }
            case RESUME -> job.waiting(JobState.SUSPENDED, "", now, now);
            case REPRIORITISE -> job;
        };
    }

    private static TransferJob retried(TransferJob job, Instant now) {
        JobState waits = job.state() == JobState.FAILED ? JobState.RETRYING : job.state();
        if (waits != JobState.RETRYING && waits != JobState.SUSPENDED) {
            throw new ForbiddenChangeException(job.id(), job.state(), JobState.RETRYING);
        }
        // Attempts only ever count up: to the agent an attempt that is not higher than the last is
        // a double, which it answers with the end of the last.
        return job.waiting(waits, job.isPaused() ? "" : job.detail(), now, now);
    }

    private static TransferJob cancelled(TransferJob job, Instant now) {
        JobLifecycle.require(job, JobState.CANCELLED);
        return job.withState(JobState.CANCELLED, now);
    }

    /// Stores changed jobs, and takes back from the agents what they have.
    private void store(
            Planning.Session session, List<TransferJob> before, UnaryOperator<TransferJob> change) {
        if (before.isEmpty()) {
            return;
        }
        Stores stores = session.stores();
        Instant now = time.instant();
        List<TransferJob> after = before.stream().map(change).toList();
        stores.jobs().updateAll(after);
        List<TransferJob> back = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            TransferJob changed = after.get(i);
            boolean isTakenBack = changed.isPaused() || changed.state() == JobState.CANCELLED;
            if (before.get(i).isHandedOver() && isTakenBack) {
                back.add(changed);
            }
        }
        Map<AssetId, Asset> assets =
                stores
                        .assets()
                        .findAll(
                                back.stream()
                                        .map(TransferJob::asset)
                                        .collect(Collectors.toUnmodifiableSet()))
                        .stream()
                        .collect(Collectors.toMap(Asset::id, Function.identity()));
        stores.outbox()
                .addAll(
                        back.stream()
                                .flatMap(job ->
                                        Optional.ofNullable(assets.get(job.asset())).stream()
                                                .map(asset ->
                                                        messages.cancel(job, asset.path(), now)))
                                .toList());
        after.forEach(job -> session.touch(job.asset(), List.of(job.server())));
        session.jobsWait();
    }

    private static JobActionView view(
            Order order, boolean dryRun, Map<JobState, Long> before, long changed) {
        Set<JobState> allowed = allowedIn(order.action());
        return new JobActionView(
                order.action(),
                dryRun,
                before.values().stream().mapToLong(Long::longValue).sum(),
                changed,
                before.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry ->
                                new JobActionView.StateCount(
                                        entry.getKey(),
                                        entry.getValue(),
                                        allowed.contains(entry.getKey())))
                        .toList());
    }

    /// Tries a job again, now. Empty if there is none.
    ///
    /// @throws ForbiddenChangeException if it is neither FAILED, RETRYING nor SUSPENDED
    public Optional<TransferJob> retry(JobId id) {
        return change(id, job -> retried(job, time.instant()));
    }

    /// Calls a job off, at its agent, too. Empty if there is none.
    ///
    /// @throws ForbiddenChangeException if it is not open
    public Optional<TransferJob> cancel(JobId id) {
        return change(id, job -> cancelled(job, time.instant()));
    }

    /// Asks an agent for a heartbeat at once.
    public void ping(ServerId server) {
        JobId id = new JobId(ids.next());
        transactions.change(stores ->
                stores.outbox().addAll(List.of(messages.ping(server, id, time.instant()))));
        committed.run();
    }

    private Optional<TransferJob> change(JobId id, UnaryOperator<TransferJob> work) {
        return planning.inTransaction(
                        session -> {
                            Optional<TransferJob> job = session.stores().jobs().lock(id);
                            store(session, job.stream().toList(), work);
                            return session.stores().jobs().find(id);
                        })
                .result();
    }
}
