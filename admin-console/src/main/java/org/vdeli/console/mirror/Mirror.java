package org.vdeli.console.mirror;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.api.ConsoleEvent;
import org.vdeli.contracts.api.LiveView;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;

/// Turns events into a [World]. Safe for any thread.
public final class Mirror {
    private final InstantSource clock;
    private final Map<ServerId, Trace> traces = new ConcurrentHashMap<>();
    private final ReplicaBoard replicas = new ReplicaBoard();

    private volatile World shown = new World("", "", Duration.ZERO);
    private final AtomicLong generation = new AtomicLong();
    private volatile boolean complete;
    private @Nullable World incoming;

    public Mirror(InstantSource clock) {
        this.clock = clock;
    }

    /// The newest complete picture; empty before the first snapshot.
    public World world() {
        return shown;
    }

    /// Whether a snapshot is complete, so that what is missing in the world is not there.
    public boolean isComplete() {
        return complete;
    }

    /// Counts the complete snapshots: when it moves, what was asked for by REST is void too.
    public long generation() {
        return generation.get();
    }

    /// A server's recent past.
    public Trace trace(ServerId server) {
        return traces.computeIfAbsent(server, id -> new Trace());
    }

    /// The replicas of the asset that is looked at.
    public ReplicaBoard replicas() {
        return replicas;
    }

    /// Forgets everything, for another operator or manager.
    public synchronized void clear() {
        incoming = null;
        complete = false;
        shown = new World("", "", Duration.ZERO);
        traces.clear();
        replicas.watch(null);
        generation.incrementAndGet();
    }

    public synchronized void accept(ConsoleEvent event) {
        World current = incoming == null ? shown : incoming;
        switch (event) {
            case ConsoleEvent.SnapshotBegun begun ->
                    incoming =
                            new World(
                                    begun.manager(),
                                    begun.version(),
                                    Duration.between(clock.instant(), begun.at()));
            case ConsoleEvent.SnapshotEnded() -> show();
            case ConsoleEvent.RegionsChanged(var regions) ->
                    regions.forEach(region -> current.regions.put(region.id(), region));
            case ConsoleEvent.ClustersChanged(var clusters) ->
                    clusters.forEach(cluster -> current.clusters.put(cluster.id(), cluster));
            case ConsoleEvent.ServersChanged(var servers) ->
                    servers.forEach(server -> putServer(current, server));
            case ConsoleEvent.LiveChanged(var live) ->
                    live.forEach(figures -> putLive(current, figures));
            case ConsoleEvent.AssetsChanged(var assets) ->
                    assets.forEach(asset -> current.assets.put(asset.id(), asset));
            case ConsoleEvent.DistributionsChanged(var distributions) ->
                    distributions.forEach(d -> current.distributions.put(d.asset(), d));
            case ConsoleEvent.AlarmsChanged(var alarms) ->
                    alarms.forEach(alarm -> current.alarms.put(alarm.id(), alarm));
            case ConsoleEvent.ReplicasChanged(var changed) -> replicas.accept(changed);
            case ConsoleEvent.Removed(var kind, var ids) -> remove(current, kind, ids);
            case ConsoleEvent.Unknown() -> {
                // told by a newer manager; nothing here can show it
            }
        }
    }

    private void show() {
        World whole = incoming;
        if (whole == null) {
            return;
        }
        traces.keySet().retainAll(whole.servers.keySet());
        shown = whole;
        incoming = null;
        complete = true;
        generation.incrementAndGet();
    }

    private static void putServer(World world, ServerView server) {
        world.servers.put(server.id(), server);
        world.states.put(server.id(), server.state());
    }

    private void putLive(World world, LiveView live) {
        Instant now = clock.instant();
        Figures figures = Figures.of(live);
        world.live.put(live.server(), new ServerLive(live, now, figures));
        world.states.put(live.server(), live.state());
        live.sample()
                .ifPresent(sample ->
                        trace(live.server()).add(sample.from().plus(sample.length()), figures));
    }

    private static void remove(World world, ObjectKind kind, List<String> ids) {
        switch (kind) {
            case REGION -> removeAll(world.regions, ids, RegionId::of);
            case CLUSTER -> removeAll(world.clusters, ids, ClusterId::of);
            case SERVER -> {
                removeAll(world.servers, ids, ServerId::of);
                removeAll(world.states, ids, ServerId::of);
                removeAll(world.live, ids, ServerId::of);
            }
            case ASSET -> {
                removeAll(world.assets, ids, AssetId::of);
                removeAll(world.distributions, ids, AssetId::of);
            }
            case ALARM -> removeAll(world.alarms, ids, AlarmId::of);
            case OPERATOR,
                    PUBLISHER,
                    PROJECT,
                    POLICY,
                    UPLOAD,
                    JOB,
                    PURGE,
                    ENROLMENT_TOKEN,
                    MANAGER,
                    NETWORK_PREFIX,
                    ROUTER_TOKEN -> {
                // not part of the picture
            }
        }
    }

    private static <I> void removeAll(Map<I, ?> objects, List<String> ids, Function<String, I> of) {
        ids.forEach(id -> objects.remove(of.apply(id)));
    }
}
