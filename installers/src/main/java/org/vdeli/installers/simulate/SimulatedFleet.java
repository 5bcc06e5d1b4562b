package org.vdeli.installers.simulate;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.installers.site.ManagerClient;
import org.vdeli.installers.site.SiteException;

/// The simulated agents of one manager.
public final class SimulatedFleet implements AutoCloseable {
    /// So many connect at once: what comes faster only waits in the broker.
    private static final int CONNECT_AT_ONCE = 100;

    private static final int CLOSE_AT_ONCE = 200;
    private static final Duration CONNECT_WITHIN = Duration.ofMinutes(2);
    private static final int SAY_EVERY = 500;

    private final FleetShape shape;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer =
            Executors.newScheduledThreadPool(1, named("simulated-timer"));
    private final ScheduledExecutorService heartbeats =
            Executors.newScheduledThreadPool(2, named("amqp-heartbeats"));
    private final Codec codec = new Codec();
    private final URI manager;
    private final AgentHttp http;
    private final Shared shared;
    private final ConcurrentLinkedQueue<SimulatedAgent> agents = new ConcurrentLinkedQueue<>();

    private SimulatedFleet(FleetShape shape, Behaviour behaviour, URI manager) {
        this.shape = shape;
        this.manager = manager;
        this.http = new AgentHttp(manager, codec, threads);
        this.shared =
                new Shared(
                        behaviour,
                        codec,
                        http,
                        timer,
                        heartbeats,
                        threads,
                        InstantSource.system(),
                        new FleetFigures());
    }

    private static ThreadFactory named(String name) {
        return Thread.ofPlatform().daemon().name(name, 1).factory();
    }

    /// Enrols all agents and has them connect; returns when they are connected.
    ///
    /// @param folder where their identities are kept
    /// @param say what goes on
    /// @throws SiteException if one cannot enrol or connect
    public static SimulatedFleet start(
            FleetShape shape,
            Behaviour behaviour,
            ManagerClient operator,
            Path folder,
            Consumer<String> say) {
        SimulatedFleet fleet = new SimulatedFleet(shape, behaviour, operator.base());
        try {
            Map<FleetShape.Agent, Enrolled> enrolled = fleet.enrol(operator, folder, say);
            fleet.connect(enrolled, say);
            return fleet;
        } catch (IOException e) {
            fleet.close();
            throw new SiteException("could not keep the agents' identities: " + e, e);
        } catch (RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    private Map<FleetShape.Agent, Enrolled> enrol(
            ManagerClient operator, Path folder, Consumer<String> say) throws IOException {
        FleetFounding founding = new FleetFounding(shape, operator);
        long begun = System.nanoTime();
        Map<Integer, ClusterId> clusters = founding.clusters();
        say.accept(
                "%d regions and %d clusters are there (%.1f s)"
                        .formatted(shape.regions(), shape.clusters(), seconds(begun)));
        Identities identities =
                new Identities(folder.resolve("simulated-agents.json"), manager, codec);
        long enrolling = System.nanoTime();
        Map<FleetShape.Agent, Enrolled> enrolled =
                founding.enrol(
                        clusters,
                        identities.read(),
                        http,
                        count -> {
                            if (count % SAY_EVERY == 0) {
                                say.accept("enrolled " + count + " of " + shape.agents());
                            }
                        });
        Map<UUID, Enrolled> all = new LinkedHashMap<>();
        enrolled.forEach((agent, one) -> all.put(agent.installation(), one));
        identities.write(all);
        say.accept(
                "all %d agents are enrolled (%.1f s)"
                        .formatted(shape.agents(), seconds(enrolling)));
        return enrolled;
    }

    private void connect(Map<FleetShape.Agent, Enrolled> enrolled, Consumer<String> say) {
        long begun = System.nanoTime();
        Semaphore room = new Semaphore(CONNECT_AT_ONCE);
        List<String> failed = new ArrayList<>();
        try {
            for (Map.Entry<FleetShape.Agent, Enrolled> one : enrolled.entrySet()) {
                room.acquire();
                SimulatedAgent agent =
                        new SimulatedAgent(
                                shared, one.getValue(), mixed(shape.seed(), one.getKey().number()));
                agents.add(agent);
                threads.execute(() -> {
                    try {
                        if (!agent.awaitConnected(CONNECT_WITHIN)) {
                            synchronized (failed) {
                                failed.add(one.getKey().name());
                            }
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        room.release();
                    }
                });
                int count = agents.size();
                if (count % SAY_EVERY == 0) {
                    say.accept("connected " + count + " of " + shape.agents());
                }
            }
            room.acquire(CONNECT_AT_ONCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SiteException("interrupted while agents connected", e);
        }
        synchronized (failed) {
            if (!failed.isEmpty()) {
                throw new SiteException(
                        "could not connect "
                                + failed.size()
                                + " agents to the broker within "
                                + CONNECT_WITHIN.toSeconds()
                                + " s, "
                                + failed.getFirst()
                                + " among them; look at the broker's log");
            }
        }
        say.accept(
                "all %d agents are connected (%.1f s)".formatted(shape.agents(), seconds(begun)));
    }

    /// Neighbouring numbers get seeds that have nothing to do with each other.
    private static long mixed(long seed, int number) {
        return new SplittableRandom(seed * 0x9e3779b97f4a7c15L + number).nextLong();
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    public FleetFigures figures() {
        return shared.figures();
    }

    public FleetShape shape() {
        return shape;
    }

    /// Ends all agents, within half a minute.
    @Override
    public void close() {
        timer.shutdownNow();
        Semaphore room = new Semaphore(CLOSE_AT_ONCE);
        for (SimulatedAgent agent : agents) {
            room.acquireUninterruptibly();
            threads.execute(() -> {
                try {
                    agent.close();
                } finally {
                    room.release();
                }
            });
        }
        agents.clear();
        room.acquireUninterruptibly(CLOSE_AT_ONCE);
        threads.shutdownNow();
        heartbeats.shutdownNow();
        http.close();
    }
}
