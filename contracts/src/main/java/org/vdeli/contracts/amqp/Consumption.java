package org.vdeli.contracts.amqp;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One consumer of one queue: a thread that opens a channel on each new connection, gathers
/// messages, has them handled, and settles them.
final class Consumption implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Consumption.class);
    // every end of a session wakes its thread; this is for an end that the library kept to itself
    private static final Duration IDLE_TURN = Duration.ofSeconds(30);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
    // the broker ends a channel that holds a message for 30 minutes (consumer_timeout)
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(10);

    /// A message on which the handler throws alone so often is at fault itself: with the pauses
    /// between, a minute.
    private static final int MOST_ATTEMPTS_ALONE = 5;

    private static final int MOST_REASON = 300;
    private static final int DEAD_BODY_BYTES = 64 * 1024;

    private final BrokerLink link;
    private final LinkSettings settings;
    private final Source source;
    private final BatchHandler handler;
    private final Thread thread;
    private final CountDownLatch closeCalled = new CountDownLatch(1);
    private volatile boolean closing;
    private volatile @Nullable Session session;
    private boolean handlerFails;
    private boolean toldAbsent;

    /// What is consumed.
    record Source(String queue, int prefetch, int maxBatch, Duration maxWait) {}

    /// A message that is not settled yet.
    ///
    /// @param tag its number on the channel
    /// @param attempts how often the handler has thrown on it
    /// @param since when it came, by `System.nanoTime`
    /// @param due when it is handed over again, by `System.nanoTime`
    private record Incoming(long tag, Delivery delivery, int attempts, long since, long due) {
        Incoming again(Duration delay, int attempts) {
            return new Incoming(
                    tag, delivery, attempts, since, System.nanoTime() + delay.toNanos());
        }
    }

    Consumption(BrokerLink link, LinkSettings settings, Source source, BatchHandler handler) {
        this.link = link;
        this.settings = settings;
        this.source = source;
        this.handler = handler;
        this.thread = Thread.ofVirtual().name("consumer-" + source.queue()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closing = true;
        closeCalled.countDown();
        Session current = session;
        if (current != null) {
            current.wake();
        }
        link.wake();
        try {
            if (!Thread.currentThread().equals(thread) && !thread.join(CLOSE_WITHIN)) {
                LOG.warn("event=handler-cut-off queue={} after={}", source.queue(), CLOSE_WITHIN);
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            thread.interrupt();
        }
    }

    private void run() {
        int failures = 0;
        try {
            while (!closing) {
                Connection connection = link.awaitConnection(() -> closing);
                if (connection == null) {
                    return;
                }
                try (Channel channel = connection.createChannel()) {
                    if (channel == null) {
                        throw new IOException("the broker grants no further channel");
                    }
                    Session opened = new Session(channel);
                    session = opened;
                    opened.run();
                    failures = 0;
                } catch (IOException | java.util.concurrent.TimeoutException | RuntimeException e) {
                    failures++;
                    told(e);
                    Duration pause = settings.backOff().after(failures, settings.random());
                    if (closeCalled.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException _) {
            LOG.debug("event=consumer-interrupted queue={}", source.queue());
        }
    }

    private void told(Exception e) {
        if (!toldAbsent && link.state().connected()) {
            toldAbsent = true;
            LOG.warn(
                    "event=consumer-waits queue={} cause=\"{}\"",
                    source.queue(),
                    String.valueOf(e.getCause() == null ? e : e.getCause()));
        } else {
            LOG.debug("event=consumer-ended queue={}", source.queue(), e);
        }
    }

    /// The consumer on one channel; what is not settled when the channel ends comes again.
    private final class Session {
        /// What a thread that waits for messages is woken with; no message has such a tag.
        private static final long WAKE_TAG = -1;

        private final Channel channel;
        private final LinkedBlockingQueue<Incoming> inbox = new LinkedBlockingQueue<>();
        private final PriorityQueue<Incoming> held =
                new PriorityQueue<>(Comparator.comparingLong(Incoming::due));
        private volatile boolean over;
        private boolean thrown; // whether the handler has thrown on the batch in hand

        Session(Channel channel) {
            this.channel = channel;
        }

        void run() throws IOException, InterruptedException {
            channel.basicQos(source.prefetch());
            channel.basicConsume(
                    source.queue(),
                    false,
                    (tag, message) ->
                            inbox.add(
                                    incoming(
                                            message.getEnvelope(),
                                            message.getProperties().getHeaders(),
                                            message.getBody())),
                    tag -> end(),
                    (tag, signal) -> end());
            toldAbsent = false;
            while (!closing && !over && channel.isOpen()) {
                List<Incoming> batch = next();
                if (!batch.isEmpty()) {
                    settle(batch, handled(batch));
                }
            }
        }

        private void end() {
            over = true;
            wake();
        }

        /// Makes the thread look whether it shall end.
        void wake() {
            inbox.add(
                    new Incoming(
                            WAKE_TAG,
                            new Delivery(source.queue(), "", "", new byte[0], false, Map.of()),
                            0,
                            0,
                            0));
        }

        private Incoming incoming(
                Envelope envelope, @Nullable Map<String, Object> headers, byte[] body) {
            return new Incoming(
                    envelope.getDeliveryTag(),
                    new Delivery(
                            source.queue(),
                            envelope.getExchange(),
                            envelope.getRoutingKey(),
                            body,
                            envelope.isRedeliver(),
                            headers == null ? Map.of() : headers),
                    0,
                    System.nanoTime(),
                    System.nanoTime());
        }

        /// Messages that are due again come first; one on which the handler has thrown comes alone,
        /// so that it holds up no others.
        private List<Incoming> next() throws InterruptedException {
            List<Incoming> batch = new ArrayList<>();
            long now = System.nanoTime();
            while (!held.isEmpty()
                    && held.peek().due() <= now
                    && batch.size() < source.maxBatch()) {
                if (held.peek().attempts() > 0) {
                    return batch.isEmpty() ? List.of(held.remove()) : batch;
                }
                batch.add(held.remove());
            }
            if (batch.isEmpty()) {
                long wait = IDLE_TURN.toNanos();
                if (!held.isEmpty()) {
                    wait = Math.min(wait, held.peek().due() - now);
                }
                Incoming first = inbox.poll(wait, TimeUnit.NANOSECONDS);
                if (first == null || first.tag() == WAKE_TAG) {
                    return batch;
                }
                batch.add(first);
            }
            long until = System.nanoTime() + source.maxWait().toNanos();
            while (batch.size() < source.maxBatch()) {
                Incoming more =
                        inbox.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (more == null || more.tag() == WAKE_TAG) {
                    break;
                }
                batch.add(more);
            }
            return batch;
        }

        private List<Handled> handled(List<Incoming> batch) throws InterruptedException {
            List<Handled> outcomes = new ArrayList<>(batch.size());
            List<Delivery> fit = new ArrayList<>(batch.size());
            for (Incoming one : batch) {
                if (one.delivery().body().length <= settings.maxBody()) {
                    fit.add(one.delivery());
                }
            }
            List<Handled> answers = fit.isEmpty() ? List.of() : answers(batch, fit);
            int answer = 0;
            for (Incoming one : batch) {
                int length = one.delivery().body().length;
                outcomes.add(
                        length <= settings.maxBody()
                                ? answers.get(answer++)
                                : new Handled.Reject(
                                        "the body has %d bytes, %d are allowed"
                                                .formatted(length, settings.maxBody())));
            }
            return outcomes;
        }

        private List<Handled> answers(List<Incoming> batch, List<Delivery> fit)
                throws InterruptedException {
            try {
                List<Handled> answers = handler.handle(fit);
                if (answers.size() != fit.size()) {
                    throw new IllegalStateException(
                            fit.size() + " messages, but " + answers.size() + " answers");
                }
                handlerFails = false;
                thrown = false;
                return answers;
            } catch (Throwable e) {
                // one of the four rims: whatever a handler throws, the consumer lives on
                if (e instanceof InterruptedException interrupted && closing) {
                    throw interrupted;
                }
                if (!handlerFails) {
                    handlerFails = true;
                    LOG.error(
                            "event=handler-failed queue={} messages={}",
                            source.queue(),
                            fit.size(),
                            e);
                } else {
                    LOG.debug("event=handler-failed-again queue={}", source.queue(), e);
                }
                int attempts = batch.stream().mapToInt(Incoming::attempts).max().orElse(0);
                thrown = true;
                if (batch.size() == 1 && attempts >= MOST_ATTEMPTS_ALONE) {
                    return List.of(new Handled.Reject(failed(e)));
                }
                return fit.stream()
                        .<Handled>map(one -> new Handled.RetryAfter(delay(attempts)))
                        .toList();
            }
        }

        private static String failed(Throwable e) {
            String cause = e.toString();
            return "could not be handled in "
                    + (MOST_ATTEMPTS_ALONE + 1)
                    + " attempts: "
                    + (cause.length() <= MOST_REASON ? cause : cause.substring(0, MOST_REASON));
        }

        private void settle(List<Incoming> batch, List<Handled> outcomes)
                throws IOException, InterruptedException {
            try {
                boolean all =
                        held.isEmpty()
                                && batch.size() > 1
                                && outcomes.stream().allMatch(one -> one instanceof Handled.Ack);
                if (all) {
                    long last = batch.stream().mapToLong(Incoming::tag).max().orElseThrow();
                    channel.basicAck(last, true);
                    return;
                }
                for (int i = 0; i < batch.size(); i++) {
                    settle(batch.get(i), outcomes.get(i));
                }
            } catch (AlreadyClosedException e) {
                LOG.debug(
                        "event=settled-too-late queue={} messages={}",
                        source.queue(),
                        batch.size(),
                        e);
            }
        }

        private void settle(Incoming one, Handled outcome)
                throws IOException, InterruptedException {
            switch (outcome) {
                case Handled.Ack _ -> channel.basicAck(one.tag(), false);
                case Handled.RetryAfter(Duration delay) ->
                        hold(one, delay, thrown ? one.attempts() + 1 : 0);
                case Handled.Reject(String reason) -> reject(one, reason);
            }
        }

        private void hold(Incoming one, Duration delay, int attempts) throws IOException {
            if (System.nanoTime() - one.since() + delay.toNanos() > LONGEST_HOLD.toNanos()) {
                channel.basicNack(one.tag(), false, true);
            } else {
                held.add(one.again(delay, attempts));
            }
        }

        private void reject(Incoming one, String reason) throws IOException, InterruptedException {
            LOG.warn(
                    "event=message-rejected queue={} key={} bytes={} reason=\"{}\"",
                    source.queue(),
                    one.delivery().key(),
                    one.delivery().body().length,
                    reason);
            if (!settings.mayDeadLetter()) {
                channel.basicReject(one.tag(), false);
                return;
            }
            Published published = deadLetter(one.delivery(), reason);
            if (published.confirmed()) {
                channel.basicAck(one.tag(), false);
            } else {
                LOG.debug("event=dead-letter-failed outcome={}", published);
                held.add(one.again(FIRST_RETRY, one.attempts()));
            }
        }

        private Published deadLetter(Delivery delivery, String reason) throws InterruptedException {
            Map<String, Object> headers = new HashMap<>(delivery.headers());
            headers.put(Topology.REASON_HEADER, reason);
            headers.put(Topology.QUEUE_HEADER, delivery.queue());
            headers.put(Topology.KEY_HEADER, delivery.key());
            byte[] body = delivery.body();
            if (body.length > DEAD_BODY_BYTES) {
                body = Arrays.copyOf(body, DEAD_BODY_BYTES);
            }
            try {
                return link.publish(
                                new Outgoing(Topology.DEAD, delivery.key(), body, true, false),
                                headers)
                        .get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("answers never fail", e);
            }
        }
    }

    private static Duration delay(int attempts) {
        Duration doubled = FIRST_RETRY.multipliedBy(1L << Math.min(attempts, 10));
        return doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
    }
}
