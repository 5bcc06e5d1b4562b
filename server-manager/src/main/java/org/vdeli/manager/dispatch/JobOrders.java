package org.vdeli.manager.dispatch;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.database.Transactions;

/// What operators may do with jobs: retry one that failed or waits, cancel one that is open
/// (feature F076), and ping an agent (feature F086).
public final class JobOrders {
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

    /// Tries a job again, now. Empty if there is none.
    ///
    /// @throws ForbiddenChangeException if it is neither FAILED, RETRYING nor SUSPENDED
    public Optional<TransferJob> retry(JobId id) {
        return change(
                id,
                (session, job) -> {
                    if (job.state() == JobState.FAILED) {
                        return due(job, JobState.RETRYING);
                    }
                    if (job.state() == JobState.RETRYING || job.state() == JobState.SUSPENDED) {
                        return due(job, job.state());
                    }
                    throw new ForbiddenChangeException(id, job.state(), JobState.RETRYING);
                });
    }

    /// Withdraws a job. What the agent does already is not called back; its report is taken. Empty
    /// if there is none.
    ///
    /// @throws ForbiddenChangeException if it is not open
    public Optional<TransferJob> cancel(JobId id) {
        return change(
                id,
                (session, job) -> {
                    JobLifecycle.require(job, JobState.CANCELLED);
                    return job.withState(JobState.CANCELLED, time.instant());
                });
    }

    /// Asks an agent for a heartbeat at once.
    public void ping(ServerId server) {
        JobId id = new JobId(ids.next());
        transactions.change(stores ->
                stores.outbox().addAll(List.of(messages.ping(server, id, time.instant()))));
        committed.run();
    }

    private Optional<TransferJob> change(
            JobId id, BiFunction<Planning.Session, TransferJob, TransferJob> work) {
        return planning.inTransaction(session ->
                        session.stores()
                                .jobs()
                                .lock(id)
                                .map(job -> {
                                    TransferJob changed = work.apply(session, job);
                                    session.stores().jobs().updateAll(List.of(changed));
                                    session.touch(job.asset(), List.of(job.server()));
                                    session.jobsWait();
                                    return changed;
                                }))
                .result();
    }

    /// The same job, due now. Attempts only ever count up: to the agent an attempt that is not
    /// higher than the last is a double, which it answers with the end of the last.
    private TransferJob due(TransferJob job, JobState state) {
        return new TransferJob(
                job.id(),
                job.kind(),
                job.asset(),
                job.server(),
                job.policy(),
                job.terms(),
                state,
                job.attempt(),
                job.reason(),
                job.ended(),
                job.detail(),
                time.instant(),
                job.createdAt(),
                time.instant(),
                job.verified());
    }
}
