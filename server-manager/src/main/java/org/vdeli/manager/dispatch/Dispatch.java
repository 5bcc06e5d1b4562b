package org.vdeli.manager.dispatch;

import java.net.URI;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.fleet.LiveFleet;
import org.vdeli.manager.origin.OriginSources;

/// The parts of this package that belong together, put together: planning, feeding, sending,
/// reconciling.
public final class Dispatch implements AutoCloseable {
    private final Planning planning;
    private final Reconciler reconciler;
    private final KeptAside keptAside;
    private final JobOrders orders;
    private final PolicyPreview preview;
    private final OnDemand onDemand;
    private final Dispatcher dispatcher;

    /// Puts the parts together.
    ///
    /// @param tokenKey signs piece tokens
    /// @param origin base address of this manager's origin store, `<public-url>/origin/v1`
    /// @param broker publishes and waits for the confirms
    /// @param unroutable mends what keeps a message from its queue
    /// @param originCopies how many origins shall hold each asset
    /// @param alarms told of what the database does not know
    /// @param unknownGrace how long that is kept
    public Dispatch(
            Transactions transactions,
            Envelopes envelopes,
            PrivateKey tokenKey,
            URI origin,
            OutboxSender.Publishing broker,
            OutboxSender.Unroutable unroutable,
            LiveFleet live,
            AlarmDesk alarms,
            Duration unknownGrace,
            IdMint ids,
            InstantSource time,
            Changes changes,
            int originCopies) {
        JobMessages messages = new JobMessages(envelopes, tokenKey, new OriginSources(origin));
        JobFeeder feeder = new JobFeeder(transactions, messages, time, changes);
        OutboxSender sender = new OutboxSender(transactions, broker, unroutable, time);
        this.dispatcher = new Dispatcher(feeder, sender, live, time);
        this.planning =
                new Planning(
                        transactions,
                        ids,
                        time,
                        changes,
                        dispatcher::wake,
                        (job, path, at) -> List.of(messages.cancel(job, path, at)),
                        originCopies);
        this.reconciler =
                new Reconciler(
                        transactions,
                        planning,
                        messages,
                        live,
                        ids,
                        unknownGrace,
                        time,
                        dispatcher::wake);
        this.keptAside = new KeptAside(transactions, messages, alarms, ids, time, dispatcher::wake);
        this.preview = new PolicyPreview(transactions, origin, time);
        this.orders = new JobOrders(planning, transactions, messages, ids, time, dispatcher::wake);
        this.onDemand = new OnDemand(transactions, planning, messages, ids, time);
    }

    public Planning planning() {
        return planning;
    }

    public Reconciler reconciler() {
        return reconciler;
    }

    public KeptAside keptAside() {
        return keptAside;
    }

    public JobOrders orders() {
        return orders;
    }

    public PolicyPreview preview() {
        return preview;
    }

    /// Copies that viewers ask for, and operators.
    public OnDemand onDemand() {
        return onDemand;
    }

    /// Something waits to be sent. Returns at once.
    public void wake() {
        dispatcher.wake();
    }

    public void start() {
        dispatcher.start();
    }

    @Override
    public void close() {
        dispatcher.close();
    }
}
