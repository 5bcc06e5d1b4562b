package org.vdeli.manager.dispatch;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.amqp.Outgoing;
import org.vdeli.contracts.amqp.Published;
import org.vdeli.manager.database.Transactions;

/// Tells the broker what stands in the outbox, and forgets only what the broker confirmed.
///
/// A batch is taken and postponed in one transaction, published without waiting in between, and
/// what was confirmed is removed in another. Dying in between sends the batch again after [#LEASE];
/// whoever reads the messages must stand doubles.
public final class OutboxSender {
    /// So many messages are on the way at a time: 2 MiB at most.
    static final int BATCH = 500;

    /// For how long a batch belongs to the manager that took it: longer than the broker may take to
    /// confirm (30 s, see `LinkSettings`).
    static final Duration LEASE = Duration.ofSeconds(45);

    /// A message that no queue took is tried again after this.
    static final Duration UNROUTABLE_PAUSE = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(OutboxSender.class);

    private final Transactions transactions;
    private final Publishing broker;
    private final Unroutable unroutable;
    private final InstantSource time;

    /// Publishes and waits for the confirms: `BrokerLink::publishAll`.
    @FunctionalInterface
    public interface Publishing {
        List<Published> publishAll(List<Outgoing> messages) throws InterruptedException;
    }

    /// Mends what keeps a message from its queue, such as an agent's queue that expired.
    @FunctionalInterface
    public interface Unroutable {
        void mend(String exchange, String routingKey);
    }

    public OutboxSender(
            Transactions transactions,
            Publishing broker,
            Unroutable unroutable,
            InstantSource time) {
        this.transactions = transactions;
        this.broker = broker;
        this.unroutable = unroutable;
        this.time = time;
    }

    /// What came of a turn.
    ///
    /// @param sent confirmed by the broker
    /// @param brokerTakes whether the broker takes messages now
    public record Turn(int sent, boolean brokerTakes) {}

    /// Sends what may be sent now, batch by batch, until nothing is left or the broker fails.
    public Turn send() throws InterruptedException {
        int sent = 0;
        while (true) {
            List<OutboxMessage> batch = take();
            if (batch.isEmpty()) {
                return new Turn(sent, true);
            }
            int confirmed = publish(batch);
            sent += confirmed;
            if (confirmed < 0) {
                return new Turn(sent + 1, false);
            }
            if (batch.size() < BATCH) {
                return new Turn(sent, true);
            }
        }
    }

    private List<OutboxMessage> take() {
        return transactions.write(stores -> {
            Instant now = time.instant();
            List<OutboxMessage> batch = stores.outbox().nextBatch(now, BATCH);
            stores.outbox()
                    .postpone(batch.stream().map(OutboxMessage::id).toList(), now.plus(LEASE));
            return batch;
        });
    }

    /// Publishes a batch; says how many were confirmed, or -1 if the broker failed.
    private int publish(List<OutboxMessage> batch) throws InterruptedException {
        List<Published> outcomes;
        try {
            outcomes = broker.publishAll(batch.stream().map(OutboxSender::outgoing).toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveBack(batch.stream().map(OutboxMessage::id).toList());
            throw e;
        }
        List<Long> confirmed = new ArrayList<>();
        List<Long> failed = new ArrayList<>();
        List<Long> lost = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            OutboxMessage message = batch.get(i);
            switch (outcomes.get(i)) {
                case Published.Confirmed _ -> confirmed.add(message.id());
                case Published.Failed _ -> failed.add(message.id());
                case Published.Unroutable _ -> {
                    lost.add(message.id());
                    log.warn(
                            "event=message-unroutable exchange={} key={}",
                            message.exchange(),
                            message.routingKey());
                    mend(message);
                }
            }
        }
        transactions.change(stores -> {
            Instant now = time.instant();
            stores.outbox().removeAll(confirmed);
            stores.outbox().postpone(failed, now);
            stores.outbox().postpone(lost, now.plus(UNROUTABLE_PAUSE));
        });
        return failed.isEmpty() ? confirmed.size() : -1;
    }

    private void mend(OutboxMessage message) {
        try {
            unroutable.mend(message.exchange(), message.routingKey());
        } catch (RuntimeException e) {
            log.warn("event=mend-failed key={}", message.routingKey(), e);
        }
    }

    private void giveBack(List<Long> ids) {
        try {
            transactions.change(stores -> stores.outbox().postpone(ids, time.instant()));
        } catch (RuntimeException e) {
            log.debug("event=give-back-failed messages={}", ids.size(), e);
        }
    }

    private static Outgoing outgoing(OutboxMessage message) {
        return new Outgoing(
                message.exchange(),
                message.routingKey(),
                message.body().getBytes(StandardCharsets.UTF_8),
                message.persistent(),
                true);
    }
}
