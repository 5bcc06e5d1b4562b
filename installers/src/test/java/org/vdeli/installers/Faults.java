package org.vdeli.installers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.installers.site.Edge;
import org.vdeli.installers.site.SiteException;

/// What can go wrong at a site, done to it: one fault at a time, chosen by chance. A program that
/// is killed is started again at once, as systemd would; what the manager runs it starts again
/// itself.
final class Faults {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String BROKER = "beam.smp";
    private static final String DATABASE = "mariadbd";

    private final SystemSite system;
    private final List<Edge> edges;
    private final Random chance;

    Faults(SystemSite system, List<Edge> edges, Random chance) {
        this.system = system;
        this.edges = edges;
        this.chance = chance;
    }

    /// The kinds.
    enum Kind {
        KILLED_MANAGER,
        KILLED_BROKER,
        KILLED_DATABASE,
        KILLED_AGENT,
        PAUSED_PROCESS,
        DOUBLED_MESSAGES,
        WIPED_BROKER,
        FLIPPED_BYTE
    }

    /// Does one.
    ///
    /// @param meanwhile what goes on at the site while it has the fault
    void inject(Kind kind, Runnable meanwhile) {
        switch (kind) {
            case KILLED_MANAGER -> {
                system.site().manager().kill();
                system.restartManager();
                meanwhile.run();
            }
            case KILLED_BROKER -> {
                kill(BROKER);
                meanwhile.run();
            }
            case KILLED_DATABASE -> {
                kill(DATABASE);
                meanwhile.run();
            }
            case KILLED_AGENT -> {
                Edge edge = anyEdge();
                system.site().edge(edge.name()).kill();
                meanwhile.run();
                system.startEdge(edge);
            }
            case PAUSED_PROCESS -> pause(meanwhile);
            case DOUBLED_MESSAGES -> doubleMessages(meanwhile);
            case WIPED_BROKER -> {
                wipe();
                meanwhile.run();
            }
            case FLIPPED_BYTE -> {
                flipByte();
                meanwhile.run();
            }
        }
    }

    private Edge anyEdge() {
        return edges.get(chance.nextInt(edges.size()));
    }

    private void kill(String service) {
        service(service).destroyForcibly();
    }

    /// A service of the manager that runs; one that was just killed is waited for.
    private ProcessHandle service(String name) {
        return await().atMost(PATIENCE)
                .until(
                        () ->
                                system.site().processes().running().stream()
                                        .filter(process ->
                                                process.info()
                                                        .command()
                                                        .orElse("")
                                                        .endsWith("/" + name))
                                        .toList(),
                        found -> found.size() == 1)
                .getFirst();
    }

    /// Holds a process for one to five seconds, as a machine does that swaps or migrates.
    private void pause(Runnable meanwhile) {
        long pid =
                switch (chance.nextInt(4)) {
                    case 0 -> system.site().manager().pid();
                    case 1 -> service(BROKER).pid();
                    case 2 -> service(DATABASE).pid();
                    default -> system.site().edge(anyEdge().name()).pid();
                };
        Duration held = Duration.ofMillis(1000 + chance.nextInt(4000));
        signal("-STOP", pid);
        CountDownLatch over = new CountDownLatch(1);
        Thread waker =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                var _ = over.await(held.toMillis(), TimeUnit.MILLISECONDS);
                            } catch (InterruptedException _) {
                                // it goes on at once
                            }
                            signal("-CONT", pid);
                        });
        try {
            meanwhile.run();
            waker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            over.countDown();
        }
    }

    private void signal(String signal, long pid) {
        system.site().output(List.of("kill", signal, Long.toString(pid)), PATIENCE);
    }

    /// Everything that is said meanwhile is said twice.
    private void doubleMessages(Runnable meanwhile) {
        onBroker(channel -> {
            String jobs = Broker.tap(channel, Topology.JOBS);
            String reports = Broker.tap(channel, Topology.REPORTS);
            meanwhile.run();
            var _ = Broker.repeat(channel, jobs);
            var _ = Broker.repeat(channel, reports);
        });
    }

    /// All queues and exchanges go, those of the agents, too.
    private void wipe() {
        List<ServerView> servers =
                await().atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(SiteException.class)
                        .until(() -> system.manager().servers(), found -> !found.isEmpty());
        onBroker(channel -> {
            for (Topology.Queue queue : Topology.QUEUES) {
                channel.queueDelete(queue.name());
            }
            for (ServerView server : servers) {
                channel.queueDelete(Topology.agent(server.id()));
            }
            for (Topology.Exchange exchange : Topology.EXCHANGES) {
                channel.exchangeDelete(exchange.name());
            }
        });
    }

    @FunctionalInterface
    private interface Deed {
        void on(Channel channel) throws IOException;
    }

    private void onBroker(Deed deed) {
        Connection connected =
                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> Broker.of(system.site()).connect(), Connection::isOpen);
        try (Connection connection = connected;
                Channel channel = connection.createChannel()) {
            deed.on(channel);
        } catch (IOException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("could not change the broker", e);
        }
    }

    /// One byte of one stored file, while its agent is down; the agent's round of reading all again
    /// begins anew at its start.
    private void flipByte() {
        Edge edge = anyEdge();
        system.site().edge(edge.name()).kill();
        Path data = system.site().edgeFolder(edge.name());
        anyFile(data.resolve("store")).ifPresent(this::flip);
        try {
            Files.deleteIfExists(data.resolve("scrub.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        system.startEdge(edge);
    }

    private Optional<Path> anyFile(Path store) {
        try (Stream<Path> all = Files.walk(store)) {
            List<Path> files =
                    all.filter(Files::isRegularFile)
                            .filter(file -> file.getFileName().toString().length() == 64)
                            .sorted()
                            .toList();
            return files.isEmpty()
                    ? Optional.empty()
                    : Optional.of(files.get(chance.nextInt(files.size())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void flip(Path file) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            assertThat(channel.size()).isPositive();
            long at = chance.nextLong(channel.size());
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ (1 << chance.nextInt(8))));
            channel.write(one.flip(), at);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
