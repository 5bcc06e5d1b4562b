package org.vdeli.contracts.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.retry.Retry;

/// One connection to the broker that comes back by itself, for ever, until it is closed.
///
/// Opening returns at once; whoever needs the broker now waits with [#awaitConnected]. While it is
/// down every publish answers `Failed` at once and consumers wait. A change of state is logged
/// once. All methods may be called from any thread.
public final class BrokerLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerLink.class);
    private static final int HEARTBEAT_SECONDS = 30;
    private static final int CONNECT_MILLIS = 10_000;
    private static final int CLOSE_MILLIS = 5_000;

    /// How often what this program declares is declared again: somebody may delete queues and
    /// exchanges of a running broker. It costs a millisecond for each where they are.
    private static final Duration DECLARE_AGAIN = Duration.ofSeconds(5);

    // RabbitMQ takes no longer bodies than 512 MiB; a lower bound here would end the connection
    // again and again for one long message, which the consumer can refuse instead
    private static final int LONGEST_INBOUND = 512 * 1024 * 1024;

    private final LinkSettings settings;
    private final ConnectionFactory factory;
    // never shut down: it keeps no threads, and the library still hands it the end of a connection
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Consumer<LinkState>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumption> consumptions = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread loop;
    private @Nullable Connection connection;
    private @Nullable ConfirmedChannel publishing;
    private volatile LinkState state;
    private volatile boolean closed;
    private boolean toldDown;
    private boolean toldRefused;
    private final Retry retry;

    private BrokerLink(LinkSettings settings) {
        this.settings = settings;
        this.retry = new Retry(settings.backOff(), settings.random());
        this.factory = factory(settings, executor);
        this.state = new LinkState(false, settings.time().instant(), "not yet connected");
        this.loop = Thread.ofVirtual().name("broker-" + settings.name()).unstarted(this::run);
    }

    /// Opens a link; it connects in the background.
    ///
    /// @param settings how to connect
    /// @return the link
    /// @throws IllegalArgumentException if the address is no AMQP address
    public static BrokerLink open(LinkSettings settings) {
        BrokerLink link = new BrokerLink(settings);
        link.loop.start();
        return link;
    }

    /// Whether the link is connected, and since when.
    public LinkState state() {
        return state;
    }

    /// Tells a listener about each change of state from now on; it must not block.
    ///
    /// @param listener called on the link's own thread
    public void onChange(Consumer<LinkState> listener) {
        listeners.add(listener);
    }

    /// Waits until the link is connected.
    ///
    /// @param within how long at most
    /// @return whether it is
    /// @throws InterruptedException if interrupted
    public boolean awaitConnected(Duration within) throws InterruptedException {
        long left = within.toNanos();
        lock.lock();
        try {
            while (!state.connected() && left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
            return state.connected();
        } finally {
            lock.unlock();
        }
    }

    /// Publishes a message.
    ///
    /// @param exchange to which exchange
    /// @param key routing key
    /// @param body content, not to be changed after this
    /// @param persistent whether it outlives a restart of the broker
    /// @return what became of it; never completes exceptionally
    public CompletableFuture<Published> publish(
            String exchange, String key, byte[] body, boolean persistent) {
        return publish(new Outgoing(exchange, key, body, persistent, false));
    }

    /// Publishes a message.
    ///
    /// @param message the message
    /// @return what became of it; never completes exceptionally
    public CompletableFuture<Published> publish(Outgoing message) {
        return publish(message, Map.of());
    }

    CompletableFuture<Published> publish(Outgoing message, Map<String, Object> headers) {
        return send(message, headers)
                .completeOnTimeout(
                        unconfirmed(), settings.confirmWithin().toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Publishes messages one after the other without waiting in between, and then waits for all
    /// confirms.
    ///
    /// @param messages in the order of publishing
    /// @return what became of each, in the same order
    /// @throws InterruptedException if interrupted; some messages may have been published
    public List<Published> publishAll(List<Outgoing> messages) throws InterruptedException {
        List<CompletableFuture<Published>> answers =
                messages.stream().map(message -> send(message, Map.of())).toList();
        try {
            CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                    .get(settings.confirmWithin().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            LOG.warn("event=confirms-late link={} messages={}", settings.name(), messages.size());
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("answers never fail", e);
        }
        return answers.stream().map(answer -> answer.getNow(unconfirmed())).toList();
    }

    private CompletableFuture<Published> send(Outgoing message, Map<String, Object> headers) {
        ConfirmedChannel channel = publishing();
        return channel == null
                ? CompletableFuture.completedFuture(
                        new Published.Failed("not connected to the broker: " + state.detail()))
                : channel.publish(message, headers);
    }

    private Published unconfirmed() {
        return new Published.Failed(
                "no confirm within " + settings.confirmWithin().toSeconds() + " s");
    }

    /// The channel for publishes; a new one when only the channel has ended, for example because an
    /// exchange does not exist.
    private @Nullable ConfirmedChannel publishing() {
        lock.lock();
        try {
            ConfirmedChannel channel = publishing;
            Connection current = connection;
            if (channel != null && !channel.isOpen() && current != null && current.isOpen()) {
                channel = new ConfirmedChannel(current, settings.user());
                publishing = channel;
            }
            return channel;
        } catch (IOException | ShutdownSignalException e) {
            LOG.debug("event=channel-refused link={}", settings.name(), e);
            return null;
        } finally {
            lock.unlock();
        }
    }

    /// Consumes a queue, one message at a time; after each loss of the connection anew.
    ///
    /// @param queue an existing queue; the consumer waits for it
    /// @param prefetch how many messages may be on the way or waiting here, 1 to 65535
    /// @param handler called on one thread; the order of the queue is kept, but for messages that
    ///   come again
    /// @return the running consumer, which ends with the link
    public Subscription consume(String queue, int prefetch, Handler handler) {
        return subscribe(
                queue,
                prefetch,
                1,
                Duration.ZERO,
                deliveries -> List.of(handler.handle(deliveries.getFirst())));
    }

    /// Consumes a queue in batches; after each loss of the connection anew.
    ///
    /// @param queue an existing queue; the consumer waits for it
    /// @param maxBatch how many messages at most, 1 to 10 000; twice as many are fetched
    /// @param maxWait how long after its first message a batch stays open for more
    /// @param handler called on one thread
    /// @return the running consumer, which ends with the link
    public Subscription consumeBatches(
            String queue, int maxBatch, Duration maxWait, BatchHandler handler) {
        return subscribe(queue, 2 * maxBatch, maxBatch, maxWait, handler);
    }

    private Subscription subscribe(
            String queue, int prefetch, int maxBatch, Duration maxWait, BatchHandler handler) {
        Consumption consumption =
                new Consumption(
                        this,
                        settings,
                        new Consumption.Source(queue, prefetch, maxBatch, maxWait),
                        handler);
        consumptions.add(consumption);
        consumption.start();
        return () -> {
            consumptions.remove(consumption);
            consumption.close();
        };
    }

    /// The open connection; waits for it. Null once this link is closed, or the one who waits has
    /// had enough and was woken with [#wake].
    @Nullable Connection awaitConnection(BooleanSupplier enough) throws InterruptedException {
        lock.lock();
        try {
            while (!closed && !enough.getAsBoolean()) {
                Connection current = connection;
                if (current != null && current.isOpen()) {
                    return current;
                }
                changed.await();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /// Makes all who wait for a connection ask whether they have had enough.
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Tries to connect at once if it waits to: there is reason to believe that the broker is back.
    /// No effect while it is connected.
    public void retryNow() {
        retry.hint();
    }

    private void run() {
        try {
            while (!closed) {
                attempt();
                retry.pause();
            }
        } catch (InterruptedException _) {
            // close interrupts this thread, and nobody else does
        }
    }

    /// Connects, and returns when the connection has ended or none was possible.
    private void attempt() throws InterruptedException {
        Connection opened = null;
        try {
            opened = connect();
            enter(opened, true, "connected to " + factory.getHost() + ":" + factory.getPort());
            awaitEnd(opened);
            retry.worked();
        } catch (IOException | TimeoutException | RuntimeException e) {
            LOG.debug("event=broker-attempt-failed link={}", settings.name(), e);
            enter(null, false, cause(e));
        } finally {
            if (opened != null) {
                opened.abort(CLOSE_MILLIS);
            }
        }
    }

    private Connection connect() throws IOException, TimeoutException {
        Connection opened = factory.newConnection(executor, settings.name());
        try {
            try (Channel channel = opened.createChannel()) {
                settings.declare().on(channel);
            }
            ConfirmedChannel channel = new ConfirmedChannel(opened, settings.user());
            lock.lock();
            try {
                publishing = channel;
            } finally {
                lock.unlock();
            }
            return opened;
        } catch (IOException | TimeoutException | RuntimeException e) {
            opened.abort(CLOSE_MILLIS);
            throw e;
        }
    }

    private void awaitEnd(Connection opened) throws InterruptedException {
        CompletableFuture<ShutdownSignalException> end = new CompletableFuture<>();
        opened.addShutdownListener(end::complete);
        while (true) {
            try {
                ShutdownSignalException signal =
                        end.get(DECLARE_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                if (!closed) {
                    enter(null, false, cause(signal));
                }
                return;
            } catch (TimeoutException _) {
                declareAgain(opened);
            } catch (java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException("a listener never fails", e);
            }
        }
    }

    private void declareAgain(Connection opened) {
        if (settings.declare().equals(LinkSettings.Declaration.NOTHING)) {
            return;
        }
        try (Channel channel = opened.createChannel()) {
            settings.declare().on(channel);
            toldRefused = false;
        } catch (IOException | TimeoutException | RuntimeException e) {
            if (!toldRefused && opened.isOpen()) {
                toldRefused = true;
                LOG.warn(
                        "event=declaration-refused link={} cause=\"{}\"",
                        settings.name(),
                        cause(e));
            }
        }
    }

    private void enter(@Nullable Connection current, boolean connected, String detail) {
        boolean changes;
        boolean told;
        lock.lock();
        try {
            changes = state.connected() != connected;
            // the first failure before any connection is worth a line, too
            told = changes || (!connected && !toldDown && !closed);
            toldDown = !connected;
            connection = current;
            if (current == null) {
                publishing = null;
            }
            state =
                    new LinkState(
                            connected, changes ? settings.time().instant() : state.since(), detail);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (told) {
            if (connected) {
                LOG.info("event=broker-up link={} detail=\"{}\"", settings.name(), detail);
            } else {
                LOG.warn("event=broker-down link={} cause=\"{}\"", settings.name(), detail);
            }
        }
        if (changes) {
            listeners.forEach(listener -> listener.accept(state));
        }
    }

    /// Ends all consumers, lets handlers finish for at most five seconds each, and closes the
    /// connection within five more. Unconfirmed publishes answer `Failed`.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        consumptions.parallelStream().forEach(Consumption::close);
        Connection current;
        lock.lock();
        try {
            closed = true;
            current = connection;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        loop.interrupt();
        if (current != null) {
            current.abort(CLOSE_MILLIS);
        }
        enter(null, false, "closed");
    }

    private static String cause(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getMessage() == null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }

    private static ConnectionFactory factory(LinkSettings settings, ExecutorService executor) {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(settings.uri());
            if (factory.isSSL()) {
                // setUri alone would trust every certificate
                factory.useSslProtocol(
                        settings.tls().isPresent()
                                ? settings.tls().get()
                                : SSLContext.getDefault());
                factory.enableHostnameVerification();
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "no broker address: " + settings.uri() + " (" + e.getMessage() + ")", e);
        }
        factory.setUsername(settings.user());
        factory.setPassword(settings.password().value());
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setConnectionTimeout(CONNECT_MILLIS);
        factory.setHandshakeTimeout(CONNECT_MILLIS);
        factory.setShutdownTimeout(CLOSE_MILLIS);
        factory.setChannelRpcTimeout(CONNECT_MILLIS);
        factory.setMaxInboundMessageBodySize(LONGEST_INBOUND);
        factory.setThreadFactory(Thread.ofVirtual().factory());
        factory.setSharedExecutor(executor);
        settings.heartbeats().ifPresent(factory::setHeartbeatExecutor);
        return factory;
    }
}
