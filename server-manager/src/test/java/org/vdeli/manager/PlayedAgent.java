package org.vdeli.manager;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.amqp.BrokerLink;
import org.vdeli.contracts.amqp.Delivery;
import org.vdeli.contracts.amqp.Handled;
import org.vdeli.contracts.amqp.LinkSettings;
import org.vdeli.contracts.amqp.Published;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.InventoryDigest;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.Decoded;
import org.vdeli.contracts.wire.Envelope;

/// An agent that only says that it did what it was told: it holds no bytes.
final class PlayedAgent implements AutoCloseable {
    private static final Duration BEAT = Duration.ofMillis(300);

    final Enrolled enrolled;
    final ServerId server;
    final List<Job> jobs = new CopyOnWriteArrayList<>();
    private final Codec codec = new Codec();
    private final BrokerLink link;
    private final Map<AssetPath, Inventory.Entry> held = new HashMap<>();
    private final Set<JobId> done = new HashSet<>();
    private final AtomicLong sequence = new AtomicLong();
    private final Instant startedAt = Instant.now();
    private final ScheduledExecutorService beats =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    private volatile boolean deaf;
    private volatile boolean beating = true;
    private volatile Report.Reason answer = Report.Reason.DONE;
    private volatile Predicate<Job.Fill> fetching = fill -> true;

    PlayedAgent(Enrolled enrolled, URI broker) {
        this.enrolled = enrolled;
        this.server = enrolled.server();
        this.link =
                BrokerLink.open(
                        LinkSettings.agent(
                                enrolled.name(),
                                broker,
                                enrolled.brokerUser(),
                                Secret.of(enrolled.brokerPassword()),
                                Clock.systemUTC(),
                                RandomGenerator.getDefault()));
    }

    /// Begins to take jobs and to send heartbeats.
    PlayedAgent start() {
        link.consume(Topology.agent(server), 10, this::take);
        var _ = beats.scheduleAtFixedRate(this::beat, 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /// From now on acknowledges jobs and forgets them, as one whose journal was lost.
    void beDeaf(boolean nowDeaf) {
        deaf = nowDeaf;
    }

    void beat(boolean nowBeating) {
        beating = nowBeating;
    }

    /// From now on jobs end so.
    void answerWith(Report.Reason reason) {
        answer = reason;
    }

    /// From now on fills end well only if this succeeds.
    void fetchBy(Predicate<Job.Fill> fetch) {
        fetching = fetch;
    }

    /// Loses a published file without a word.
    synchronized void lose(String path) {
        held.remove(AssetPath.parse(path));
    }

    /// Loses a published file and says why.
    synchronized void lose(String path, Report.Loss cause) {
        Inventory.Entry entry = Objects.requireNonNull(held.remove(AssetPath.parse(path)));
        publish(
                Topology.confirmation(server),
                new Report.Lost(
                        server, Instant.now(), entry.asset(), entry.path(), cause, "played"));
    }

    /// Gets a file from nowhere.
    synchronized void invent(AssetId asset, String path, byte[] content) {
        AssetPath at = AssetPath.parse(path);
        held.put(
                at,
                new Inventory.Entry(
                        asset, at, 1L, ByteCount.of(content.length), Checksum.ofContent(content)));
    }

    synchronized Inventory inventory() {
        return new Inventory(Instant.now(), new ArrayList<>(held.values()));
    }

    synchronized Set<String> paths() {
        Set<String> paths = new HashSet<>();
        held.keySet().forEach(path -> paths.add(path.toString()));
        return paths;
    }

    private synchronized Handled take(Delivery delivery) {
        Job job =
                switch (codec.decodeJob(delivery.body())) {
                    case Decoded.Message<Job> message -> message.envelope().body();
                    case Decoded.Malformed<Job> malformed ->
                            throw new IllegalStateException(malformed.reason());
                };
        jobs.add(job);
        if (!deaf) {
            work(job);
        }
        return Handled.ACK;
    }

    private void work(Job job) {
        switch (job) {
            case Job.Fill fill -> {
                Report.Reason end =
                        answer == Report.Reason.DONE && !fetching.test(fill)
                                ? Report.Reason.UNREACHABLE
                                : answer;
                if (end == Report.Reason.DONE) {
                    held.put(
                            fill.path(),
                            new Inventory.Entry(
                                    fill.asset(),
                                    fill.path(),
                                    fill.version(),
                                    fill.size(),
                                    fill.checksum()));
                }
                done.add(fill.job());
                confirm(
                        fill.job(),
                        fill.attempt(),
                        fill.asset(),
                        fill.path(),
                        end,
                        Optional.of(fill.checksum()));
            }
            case Job.Purge purge -> {
                Inventory.Entry entry = held.get(purge.path());
                if (entry != null && entry.asset().equals(purge.asset())) {
                    held.remove(purge.path());
                }
                confirm(
                        purge.job(),
                        purge.attempt(),
                        purge.asset(),
                        purge.path(),
                        Report.Reason.DONE,
                        Optional.empty());
            }
            case Job.Verify _, Job.Cancel _, Job.SendInventory _, Job.Ping _, Job.Unknown _ -> {}
        }
    }

    void confirm(
            JobId job,
            int attempt,
            AssetId asset,
            AssetPath path,
            Report.Reason reason,
            Optional<Checksum> checksum) {
        publish(
                Topology.confirmation(server),
                new Report.Confirmation(
                        server,
                        Instant.now(),
                        job,
                        attempt,
                        asset,
                        path,
                        reason,
                        reason == Report.Reason.DONE ? "" : "played",
                        checksum,
                        ByteCount.ZERO,
                        Duration.ZERO));
    }

    private synchronized void beat() {
        if (!beating) {
            return;
        }
        InventoryDigest digest = InventoryDigest.EMPTY;
        for (Inventory.Entry entry : held.values()) {
            digest = digest.plus(entry.asset(), entry.path(), entry.checksum());
        }
        publish(
                Topology.heartbeat(server),
                new Report.Heartbeat(
                        server,
                        Instant.now(),
                        sequence.incrementAndGet(),
                        startedAt,
                        "1",
                        ByteCount.of(1000),
                        ByteCount.of(500),
                        ByteCount.of(0),
                        digest,
                        0,
                        0,
                        true));
    }

    void sample(long number, Instant from) {
        publish(
                Topology.sample(server),
                new Report.Sample(
                        server,
                        from,
                        Duration.ofSeconds(10),
                        number,
                        new Report.Connections(1, 0, 1, 0, 2L, 2L, 3L),
                        new Report.Traffic(
                                3L,
                                ByteCount.of(300),
                                Report.StatusClasses.NONE,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                0L),
                        new Report.Machine(
                                0.5,
                                1.0,
                                ByteCount.ZERO,
                                ByteCount.ZERO,
                                ByteCount.of(10),
                                ByteCount.of(5)),
                        List.of()));
    }

    private void publish(String key, Report report) {
        var _ =
                link.publish(
                        Topology.REPORTS,
                        key,
                        codec.encode(
                                new Envelope<>(
                                        Codec.VERSION, UUID.randomUUID(), Instant.now(), report)),
                        true);
    }

    /// Publishes anything anywhere, and says what the broker made of it.
    Published publishRaw(String exchange, String key, byte[] body) throws Exception {
        return link.publish(exchange, key, body, true).get(20, TimeUnit.SECONDS);
    }

    BrokerLink link() {
        return link;
    }

    @Override
    public void close() {
        beats.shutdownNow();
        link.close();
    }
}
