package org.vdeli.manager.database;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.access.Operator;
import org.vdeli.manager.access.OperatorSession;
import org.vdeli.manager.access.OperatorSessions;
import org.vdeli.manager.access.Operators;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.Alarms;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assets;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Assignments;
import org.vdeli.manager.asset.Distributions;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.asset.ReplicaKey;
import org.vdeli.manager.asset.Replicas;
import org.vdeli.manager.asset.UnknownContent;
import org.vdeli.manager.asset.UnknownContents;
import org.vdeli.manager.audit.AuditEntries;
import org.vdeli.manager.audit.AuditEntry;
import org.vdeli.manager.dispatch.Jobs;
import org.vdeli.manager.dispatch.Outbox;
import org.vdeli.manager.dispatch.OutboxMessage;
import org.vdeli.manager.dispatch.TransferJob;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.Clusters;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.fleet.EdgeServers;
import org.vdeli.manager.fleet.EnrolmentToken;
import org.vdeli.manager.fleet.EnrolmentTokens;
import org.vdeli.manager.fleet.OriginRests;
import org.vdeli.manager.fleet.PeerDoors;
import org.vdeli.manager.fleet.Region;
import org.vdeli.manager.fleet.Regions;
import org.vdeli.manager.fleet.SharedKeys;
import org.vdeli.manager.ingest.Upload;
import org.vdeli.manager.ingest.Uploads;
import org.vdeli.manager.origin.OriginCopies;
import org.vdeli.manager.origin.OriginCopy;
import org.vdeli.manager.policy.DeliveryPolicies;
import org.vdeli.manager.policy.DeliveryPolicy;
import org.vdeli.manager.presence.ManagerNode;
import org.vdeli.manager.presence.Managers;
import org.vdeli.manager.publisher.Project;
import org.vdeli.manager.publisher.Projects;
import org.vdeli.manager.publisher.Publisher;
import org.vdeli.manager.publisher.Publishers;
import org.vdeli.manager.purge.Purge;
import org.vdeli.manager.purge.Purges;
import org.vdeli.manager.routing.ClientNetwork;
import org.vdeli.manager.routing.ClientNetworks;
import org.vdeli.manager.routing.RouterToken;
import org.vdeli.manager.routing.RouterTokens;
import org.vdeli.manager.traffic.Sample;
import org.vdeli.manager.traffic.Samples;

/// The stores in memory.
final class InMemoryStores implements Stores {
    final InMemoryTable<Long, Operator> operatorRows =
            new InMemoryTable<Long, Operator>(row -> row.id().value())
                    .unique("operator_name", Operator::name);
    final InMemoryTable<String, OperatorSession> sessionRows =
            new InMemoryTable<String, OperatorSession>(row -> row.tokenHash().hex());
    final InMemoryTable<Long, Publisher> publisherRows =
            new InMemoryTable<Long, Publisher>(row -> row.id().value())
                    .unique("publisher_name", Publisher::name);
    final InMemoryTable<Long, Project> projectRows =
            new InMemoryTable<Long, Project>(row -> row.id().value())
                    .unique("project_name", row -> List.of(row.publisher(), row.name()));
    final InMemoryTable<Long, Region> regionRows =
            new InMemoryTable<Long, Region>(row -> row.id().value())
                    .unique("region_name", Region::name);
    final InMemoryTable<Long, Cluster> clusterRows =
            new InMemoryTable<Long, Cluster>(row -> row.id().value())
                    .unique("cluster_name", Cluster::name);
    final InMemoryTable<Long, EdgeServer> serverRows =
            new InMemoryTable<Long, EdgeServer>(row -> row.id().value())
                    .unique("server_name", EdgeServer::name)
                    .uniqueIfPresent("server_installation", EdgeServer::installation);
    final InMemoryTable<String, EnrolmentToken> tokenRows =
            new InMemoryTable<String, EnrolmentToken>(row -> row.tokenHash().hex());
    final InMemoryTable<Long, Door> doorRows = new InMemoryTable<>(row -> row.server().value());
    final InMemoryTable<Long, Rest> restRows = new InMemoryTable<>(row -> row.server().value());
    final InMemoryTable<Long, DeliveryPolicy> policyRows =
            new InMemoryTable<Long, DeliveryPolicy>(row -> row.id().value());
    final InMemoryTable<Long, Upload> uploadRows =
            new InMemoryTable<Long, Upload>(row -> row.id().value())
                    .unique("upload_receipt", Upload::receipt);
    final InMemoryTable<Long, Asset> assetRows =
            new InMemoryTable<Long, Asset>(row -> row.id().value())
                    .unique("asset_version", row -> List.of(row.path(), row.version()));
    final InMemoryTable<String, Assignment> assignmentRows =
            new InMemoryTable<String, Assignment>(row -> keyOf(row.key()));
    final InMemoryTable<String, Replica> replicaRows =
            new InMemoryTable<String, Replica>(row -> keyOf(row.key()));
    final InMemoryTable<String, OriginCopy> copyRows =
            new InMemoryTable<String, OriginCopy>(
                    row -> InMemoryOriginCopies.keyOf(row.checksum(), row.holder()));
    final InMemoryTable<Long, ManagerNode> managerRows =
            new InMemoryTable<Long, ManagerNode>(row -> row.id().value());
    final InMemoryTable<Long, ClientNetwork> networkRows =
            new InMemoryTable<Long, ClientNetwork>(row -> row.id().value())
                    .unique("network_prefix", ClientNetwork::prefix);
    final InMemoryTable<String, RouterToken> routerTokenRows =
            new InMemoryTable<String, RouterToken>(row -> row.tokenHash().hex());
    final InMemoryTable<String, Key> keyRows = new InMemoryTable<>(Key::name);
    final InMemoryTable<String, UnknownContent> unknownRows =
            new InMemoryTable<String, UnknownContent>(row -> keyOf(row.key()));
    final InMemoryTable<Long, TransferJob> jobRows =
            new InMemoryTable<Long, TransferJob>(row -> row.id().value());
    final InMemoryTable<Long, Purge> purgeRows =
            new InMemoryTable<Long, Purge>(row -> row.id().value());
    final InMemoryTable<String, PurgeTarget> targetRows =
            new InMemoryTable<String, PurgeTarget>(row ->
                    row.target().purge()
                            + "/"
                            + row.target().asset()
                            + "/"
                            + row.target().server());
    final InMemoryTable<Long, OutboxMessage> outboxRows =
            new InMemoryTable<Long, OutboxMessage>(OutboxMessage::id);
    final InMemoryTable<String, Sample> sampleRows =
            new InMemoryTable<String, Sample>(
                    row -> row.server() + "/" + row.from() + "/" + row.sequence());
    final InMemoryTable<Long, Alarm> alarmRows =
            new InMemoryTable<Long, Alarm>(row -> row.id().value())
                    .uniqueIfPresent(
                            "alarm_open",
                            row ->
                                    row.isOpen()
                                            ? Optional.of(
                                                    List.of(row.kind(), row.object(), row.code()))
                                            : Optional.empty());
    final InMemoryTable<Long, AuditEntry> auditRows =
            new InMemoryTable<Long, AuditEntry>(row -> row.id().value());
    final InMemoryTable<Long, Pieces> pieceRows = new InMemoryTable<>(Pieces::owner);

    /// A copy that a purge removes.
    record PurgeTarget(Purges.Target target, Optional<Instant> receivedAt, boolean calledOff) {}

    /// What a shared key is known by.
    record Key(String name, Checksum fingerprint) {}

    /// Where an agent hands pieces out.
    record Door(ServerId server, URI address) {}

    /// An origin that rests.
    record Rest(ServerId server, Instant since) {}

    /// Piece checksums of an upload or asset.
    record Pieces(Long owner, List<Checksum> checksums) {}

    static String keyOf(ReplicaKey key) {
        return key.asset() + "/" + key.server();
    }

    /// Whether a row comes after the last one that was read, in the order of asset and server.
    static boolean isAfter(ReplicaKey key, Optional<ReplicaKey> last) {
        return last.filter(before -> keyOf(key).compareTo(keyOf(before)) <= 0).isEmpty();
    }

    Runnable savepoint() {
        List<Runnable> undo =
                Stream.of(
                                operatorRows,
                                sessionRows,
                                publisherRows,
                                projectRows,
                                regionRows,
                                clusterRows,
                                serverRows,
                                tokenRows,
                                doorRows,
                                restRows,
                                policyRows,
                                uploadRows,
                                assetRows,
                                assignmentRows,
                                replicaRows,
                                copyRows,
                                managerRows,
                                keyRows,
                                networkRows,
                                routerTokenRows,
                                unknownRows,
                                jobRows,
                                purgeRows,
                                targetRows,
                                outboxRows,
                                sampleRows,
                                alarmRows,
                                auditRows,
                                pieceRows)
                        .map(InMemoryTable::savepoint)
                        .toList();
        return () -> undo.forEach(Runnable::run);
    }

    @Override
    public Operators operators() {
        return new InMemoryOperators(this);
    }

    @Override
    public OperatorSessions sessions() {
        return new InMemoryOperatorSessions(this);
    }

    @Override
    public Publishers publishers() {
        return new InMemoryPublishers(this);
    }

    @Override
    public Projects projects() {
        return new InMemoryProjects(this);
    }

    @Override
    public Regions regions() {
        return new InMemoryRegions(this);
    }

    @Override
    public Clusters clusters() {
        return new InMemoryClusters(this);
    }

    @Override
    public EdgeServers servers() {
        return new InMemoryEdgeServers(this);
    }

    @Override
    public EnrolmentTokens enrolmentTokens() {
        return new InMemoryEnrolmentTokens(this);
    }

    @Override
    public PeerDoors peerDoors() {
        return new InMemoryPeerDoors(this);
    }

    @Override
    public OriginRests originRests() {
        return new InMemoryOriginRests(this);
    }

    @Override
    public DeliveryPolicies policies() {
        return new InMemoryDeliveryPolicies(this);
    }

    @Override
    public Uploads uploads() {
        return new InMemoryUploads(this);
    }

    @Override
    public Assets assets() {
        return new InMemoryAssets(this);
    }

    @Override
    public Assignments assignments() {
        return new InMemoryAssignments(this);
    }

    @Override
    public Replicas replicas() {
        return new InMemoryReplicas(this);
    }

    @Override
    public OriginCopies originCopies() {
        return new InMemoryOriginCopies(this);
    }

    @Override
    public SharedKeys sharedKeys() {
        return new InMemorySharedKeys(this);
    }

    @Override
    public ClientNetworks clientNetworks() {
        return new InMemoryClientNetworks(this);
    }

    @Override
    public RouterTokens routerTokens() {
        return new InMemoryRouterTokens(this);
    }

    @Override
    public Managers managers() {
        return new InMemoryManagers(this);
    }

    @Override
    public UnknownContents unknownContents() {
        return new InMemoryUnknownContents(this);
    }

    @Override
    public Distributions distributions() {
        return new InMemoryDistributions(this);
    }

    @Override
    public Jobs jobs() {
        return new InMemoryJobs(this);
    }

    @Override
    public Purges purges() {
        return new InMemoryPurges(this);
    }

    @Override
    public Outbox outbox() {
        return new InMemoryOutbox(this);
    }

    @Override
    public Samples samples() {
        return new InMemorySamples(this);
    }

    @Override
    public Alarms alarms() {
        return new InMemoryAlarms(this);
    }

    @Override
    public AuditEntries audit() {
        return new InMemoryAuditEntries(this);
    }
}
