package org.vdeli.manager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.EnrolmentRequest;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.amqp.BrokerLink;
import org.vdeli.contracts.amqp.LinkSettings;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.ingest.DeliveryAnswer;
import org.vdeli.contracts.ingest.UploadDelivery;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.ftp.upload.DiskReserve;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Database;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.database.RealDatabase;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.dispatch.RetryRule;
import org.vdeli.manager.fleet.AgentSecrets;
import org.vdeli.manager.fleet.BrokerManagement;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.Enrolment;
import org.vdeli.manager.fleet.EnrolmentToken;
import org.vdeli.manager.fleet.KeyFolder;
import org.vdeli.manager.fleet.LiveFleet;
import org.vdeli.manager.fleet.OriginWatch;
import org.vdeli.manager.fleet.Region;
import org.vdeli.manager.policy.DeliveryPolicy;
import org.vdeli.manager.presence.ManagerNode;
import org.vdeli.manager.publisher.Project;
import org.vdeli.manager.publisher.Publisher;
import org.vdeli.manager.traffic.jpa.SamplePartitions;

/// The manager's road on a real database of its own and a real broker, with one publisher, one
/// region and one cluster, and agents that the test plays.
final class DispatchSite implements AutoCloseable {
    static final ByteCount PIECE = ByteCount.of(1024);
    static final ManagerId MANAGER = new ManagerId(1);
    static final Duration SILENT_AFTER = Duration.ofSeconds(3);

    /// Silence is noticed after [#SILENT_AFTER]; then it is not waited for long.
    static final OriginWatch.Settings ORIGINS = new OriginWatch.Settings(2, Duration.ofSeconds(4));

    final Path data;
    final Database database;
    final LiveFleet live = new LiveFleet(Clock.systemUTC());
    private final AtomicLong numbers = new AtomicLong(1000);
    final IdMint ids = numbers::incrementAndGet;
    final SharedBroker broker;
    private BrokerLink link;
    private BrokerManagement management;
    DispatchWiring road;
    final ClusterId cluster = new ClusterId(21);

    DispatchSite(Path folder, SharedBroker broker) {
        this.data = folder.resolve("data");
        this.database = RealDatabase.open();
        this.broker = broker;
        new SamplePartitions(database.pool(), Duration.ofDays(30)).maintain(Instant.now());
        transactions().change(DispatchSite::found);
        this.link = openLink();
        this.management = broker.management();
        this.road = openRoad(URI.create("http://127.0.0.1:1"));
    }

    Transactions transactions() {
        return database.transactions();
    }

    <T> T read(Function<Stores, T> work) {
        return transactions().read(work);
    }

    /// One publisher with a project, one region with one cluster, and a policy for all its servers.
    static void found(Stores stores) {
        Instant now = Instant.parse("2026-11-20T10:00:00Z");
        stores.publishers()
                .add(
                        new Publisher(
                                new PublisherId(11),
                                "acme",
                                "x",
                                Set.of(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                now));
        stores.projects().add(new Project(new ProjectId(12), new PublisherId(11), "default", now));
        stores.regions().add(new Region(new RegionId(20), "North", List.of(), 1));
        stores.clusters()
                .add(
                        new Cluster(
                                new ClusterId(21),
                                new RegionId(20),
                                "n1",
                                new GeoPoint(1.0, 2.0),
                                List.of(),
                                Bitrate.ZERO));
        stores.policies()
                .add(
                        new DeliveryPolicy(
                                new PolicyId(30),
                                new ProjectId(12),
                                Optional.of(new RegionId(20)),
                                1,
                                Spread.ALL,
                                0,
                                false,
                                TransferMethod.SWARM.preset(),
                                LocalTime.MIDNIGHT,
                                LocalTime.MIDNIGHT,
                                5));
    }

    private BrokerLink openLink() {
        return BrokerLink.open(
                LinkSettings.manager(
                                "manager",
                                broker.uri(),
                                broker.user(),
                                Secret.of(broker.password()),
                                Clock.systemUTC(),
                                RandomGenerator.getDefault())
                        .of(MANAGER));
    }

    DispatchWiring openRoad(URI publicUrl) {
        return new DispatchWiring(
                new DispatchWiring.Settings(
                        new ManagerNode(
                                MANAGER, 0, "manager-0", publicUrl, Instant.now(), Instant.now()),
                        new KeyFolder(data.resolve("secrets")),
                        data,
                        broker.uri(),
                        SILENT_AFTER,
                        DiskReserve.of(data, ByteCount.ZERO),
                        Bitrate.ZERO,
                        RetryRule.USUAL,
                        ORIGINS,
                        Duration.ofDays(7)),
                transactions(),
                ids,
                Clock.systemUTC(),
                RandomGenerator.getDefault(),
                new SecureRandom(),
                new Codec(),
                Changes.IGNORED,
                live,
                link,
                management);
    }

    BrokerLink link() {
        return link;
    }

    BrokerManagement management() {
        return management;
    }

    /// Enrols an agent that the test plays.
    PlayedAgent enrol(String name) {
        Enrolled enrolled = enrol(name, UUID.randomUUID());
        return new PlayedAgent(enrolled, broker.uri());
    }

    /// Enrols an agent in the role of origin, without a cluster.
    PlayedAgent enrolOrigin(String name) {
        return new PlayedAgent(
                enrol(name, UUID.randomUUID(), Optional.empty(), ServerRole.ORIGIN), broker.uri());
    }

    Enrolled enrol(String name, UUID installation) {
        return enrol(name, installation, Optional.of(cluster), ServerRole.EDGE);
    }

    private Enrolled enrol(
            String name, UUID installation, Optional<ClusterId> into, ServerRole role) {
        String token = "token-" + ids.next();
        Instant now = Instant.now();
        transactions()
                .change(stores ->
                        stores.enrolmentTokens()
                                .add(
                                        new EnrolmentToken(
                                                AgentSecrets.hash(token),
                                                Optional.of(name),
                                                into,
                                                now,
                                                now.plusSeconds(600),
                                                Optional.empty(),
                                                role)));
        return switch (road.enrolment()
                .enrol(
                        new EnrolmentRequest(
                                token,
                                installation,
                                name,
                                List.of(name + ".example.org"),
                                8081,
                                "Europe/Lisbon",
                                Optional.empty(),
                                "1"))) {
            case Enrolment.Outcome.Welcome welcome -> welcome.enrolled();
            case Enrolment.Outcome.Refused refused ->
                    throw new IllegalStateException(refused.detail());
        };
    }

    /// Delivers an upload, as the FTP side does.
    DeliveryAnswer deliver(String path, byte[] content, UUID receipt) {
        try {
            Path file = Files.createTempFile(data, "upload", "");
            Files.write(file, content);
            List<Checksum> pieces = new ArrayList<>();
            for (int i = 0; i < content.length; i += (int) PIECE.bytes()) {
                pieces.add(
                        Checksum.ofContent(
                                Arrays.copyOfRange(
                                        content,
                                        i,
                                        Math.min(content.length, i + (int) PIECE.bytes()))));
            }
            DeliveryAnswer answer =
                    road.uploads()
                            .deliver(
                                    new UploadDelivery(
                                            receipt,
                                            AssetPath.parse(path),
                                            ByteCount.of(content.length),
                                            Checksum.ofContent(content),
                                            PIECE,
                                            pieces,
                                            Instant.now(),
                                            "127.0.0.1"),
                                    file);
            Files.deleteIfExists(file);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<AssetId> current(String path) {
        return transactions()
                .read(stores ->
                        stores.assets().current(AssetPath.parse(path)).map(asset -> asset.id()));
    }

    /// Makes the database what a backup would restore that was taken when an asset was the last
    /// one: all about later ones is gone, and the asset and its replicas are as they were.
    void forgetWhatCameAfter(AssetId asset) throws SQLException {
        long last = asset.value();
        try (Connection connection = database.pool().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("jobs", "assignments", "replicas", "asset_pieces")) {
                statement.execute("DELETE FROM " + table + " WHERE asset_id > " + last);
            }
            statement.execute("DELETE FROM uploads WHERE asset_id > " + last);
            statement.execute("DELETE FROM assets WHERE id > " + last);
            statement.execute("DELETE FROM outbox");
            statement.execute("UPDATE assets SET state = 'CURRENT' WHERE id = " + last);
            statement.execute(
                    "INSERT INTO assignments (asset_id, server_id, policy_id, decided_at)"
                            + " SELECT a.id, s.id, 30, a.accepted_at FROM assets a, edge_servers s"
                            + " WHERE a.id = "
                            + last);
            statement.execute(
                    "INSERT INTO replicas (asset_id, server_id, checksum, verified_at)"
                            + " SELECT a.id, s.id, a.checksum, a.accepted_at"
                            + " FROM assets a, edge_servers s WHERE a.id = "
                            + last);
            connection.commit();
        }
    }

    /// Names of the servers that hold an asset.
    Set<String> holders(AssetId asset) {
        return transactions()
                .read(stores -> {
                    Map<Object, String> names = new HashMap<>();
                    stores.servers().all().forEach(server -> names.put(server.id(), server.name()));
                    Set<String> holders = new TreeSet<>();
                    stores.replicas()
                            .ofAsset(asset)
                            .forEach(replica ->
                                    holders.add(names.getOrDefault(replica.server(), "?")));
                    return holders;
                });
    }

    @Override
    public void close() {
        road.close();
        link.close();
        management.close();
        broker.empty();
        database.close();
    }
}
