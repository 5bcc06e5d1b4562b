package org.vdeli.manager.events;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.api.ConsoleEvent;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.Id;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.manager.api.ProblemException;
import org.vdeli.manager.change.Changes;

/// Tells consoles what changed. See the package for how.
public final class EventHub implements Changes, AutoCloseable {
    /// What a console that stands still for some minutes in a lively fleet misses.
    static final int QUEUE = 2_000;

    /// More consoles than a NOC has; each costs a connection and its queue.
    static final int MAX_CONSOLES = 200;

    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);
    private static final Duration TURN = Duration.ofMillis(50);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final ConsoleViews views;
    private final Codec codec;
    private final InstantSource clock;
    private final String name;
    private final String version;
    private final Duration heartbeat;
    private final int queue;
    private final Gathered gathered = new Gathered();
    private final Map<Topic, Long> dueAt = new EnumMap<>(Topic.class);
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final ScheduledThreadPoolExecutor pump =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("event-hub").factory());
    private boolean failing;

    /// @param name of this manager, for the snapshot
    /// @param version of this program
    public EventHub(
            ConsoleViews views, Codec codec, InstantSource clock, String name, String version) {
        this(views, codec, clock, name, version, HEARTBEAT, QUEUE);
    }

    EventHub(
            ConsoleViews views,
            Codec codec,
            InstantSource clock,
            String name,
            String version,
            Duration heartbeat,
            int queue) {
        this.views = views;
        this.codec = codec;
        this.clock = clock;
        this.name = name;
        this.version = version;
        this.heartbeat = heartbeat;
        this.queue = queue;
    }

    /// Begins to send.
    public void start() {
        var _ =
                pump.scheduleWithFixedDelay(
                        this::turn, TURN.toMillis(), TURN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Serves one console until it goes, is too slow, or may no longer listen.
    ///
    /// @param allowed asked now and then whether the console may still listen
    public void serve(OutputStream out, BooleanSupplier allowed)
            throws IOException, InterruptedException {
        if (subscriptions.size() >= MAX_CONSOLES) {
            throw ProblemException.unavailable(
                    "could not open an event stream: " + MAX_CONSOLES + " are open");
        }
        Subscription subscription = new Subscription(out, queue);
        subscriptions.add(subscription);
        try {
            subscription.write(
                    encode(new ConsoleEvent.SnapshotBegun(name, version, clock.instant())));
            views.snapshot(event -> subscription.write(encode(event)));
            subscription.write(encode(new ConsoleEvent.SnapshotEnded()));
            out.flush();
            subscription.writeAll(heartbeat, allowed);
        } finally {
            subscriptions.remove(subscription);
        }
    }

    /// Number of consoles that listen.
    public int consoles() {
        return subscriptions.size();
    }

    /// Sends what is due. Consoles that were ended for being slow are forgotten.
    private void turn() {
        long now = System.nanoTime();
        Gathered due;
        synchronized (gathered) {
            if (subscriptions.isEmpty()) {
                gathered.clear();
                return;
            }
            due = gathered.take(due(now));
        }
        if (due.isEmpty()) {
            return;
        }
        try {
            for (ConsoleEvent event : views.events(due)) {
                byte[] bytes = encode(event);
                subscriptions.forEach(subscription -> subscription.offer(bytes));
            }
            postpone(now);
            if (failing) {
                failing = false;
                LOG.info("event-stream-resumed");
            }
        } catch (RuntimeException e) {
            synchronized (gathered) {
                gathered.putBack(due);
            }
            if (!failing) {
                failing = true;
                LOG.warn("event-stream-stalled cause=\"{}\"", e.toString());
            }
        }
    }

    private Set<Topic> due(long now) {
        Set<Topic> due = EnumSet.noneOf(Topic.class);
        for (Topic topic : Topic.values()) {
            Long at = dueAt.get(topic);
            if (gathered.has(topic) && (at == null || now - at >= 0)) {
                due.add(topic);
                dueAt.put(topic, now + topic.pace().toNanos());
            }
        }
        return due;
    }

    /// Where reading the views took long, the next ones wait: at most a fifth of the time is spent
    /// on reading.
    private void postpone(long begun) {
        long took = System.nanoTime() - begun;
        if (took > TURN.toNanos()) {
            long next = System.nanoTime() + 4 * took;
            dueAt.replaceAll((topic, at) -> Math.max(at, next));
        }
    }

    private byte[] encode(ConsoleEvent event) {
        return ("data: " + codec.write(event) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void serversChanged(Collection<ServerId> servers) {
        synchronized (gathered) {
            gathered.note(Topic.SERVERS);
            gathered.servers.addAll(servers);
        }
    }

    @Override
    public void liveChanged(ServerId server) {
        synchronized (gathered) {
            gathered.note(Topic.LIVE);
            gathered.live.add(server);
        }
    }

    @Override
    public void regionsChanged() {
        synchronized (gathered) {
            gathered.note(Topic.REGIONS);
        }
    }

    @Override
    public void clustersChanged() {
        synchronized (gathered) {
            gathered.note(Topic.CLUSTERS);
        }
    }

    @Override
    public void assetsChanged(Collection<AssetId> assets) {
        synchronized (gathered) {
            gathered.note(Topic.ASSETS);
            gathered.assets.addAll(assets);
        }
    }

    @Override
    public void distributionsChanged(Collection<AssetId> assets) {
        synchronized (gathered) {
            gathered.note(Topic.DISTRIBUTIONS);
            gathered.distributions.addAll(assets);
        }
    }

    @Override
    public void replicasChanged(AssetId asset, Collection<ServerId> servers) {
        synchronized (gathered) {
            gathered.noteReplicas(asset, servers);
        }
    }

    @Override
    public void alarmsChanged(Collection<AlarmId> alarms) {
        synchronized (gathered) {
            gathered.note(Topic.ALARMS);
            gathered.alarms.addAll(alarms);
        }
    }

    @Override
    public void removed(ObjectKind kind, Collection<? extends Id> ids) {
        synchronized (gathered) {
            ids.forEach(id -> gathered.noteRemoved(kind, id.toString()));
        }
    }

    /// Consoles come back at once and get a snapshot.
    @Override
    public void missed() {
        subscriptions.forEach(Subscription::end);
    }

    @Override
    public void close() {
        pump.shutdownNow();
        subscriptions.forEach(Subscription::end);
    }
}
