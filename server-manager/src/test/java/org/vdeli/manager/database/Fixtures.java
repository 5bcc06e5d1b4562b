package org.vdeli.manager.database;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.AlarmState;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.api.UploadState;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.OperatorId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.contracts.ingest.FtpAccount.Permission;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.contracts.value.PieceLayout;
import org.vdeli.manager.access.Operator;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.dispatch.JobTerms;
import org.vdeli.manager.dispatch.OutboxMessage;
import org.vdeli.manager.dispatch.TransferJob;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.fleet.Region;
import org.vdeli.manager.ingest.Upload;
import org.vdeli.manager.policy.DeliveryPolicy;
import org.vdeli.manager.publisher.Project;
import org.vdeli.manager.publisher.Publisher;

/// Sample objects, told apart by a number that is also their id.
public final class Fixtures {
    public static final Instant T0 = Instant.parse("2026-11-20T12:00:00.123456Z");
    public static final Checksum SUM = Checksum.ofContent(new byte[] {1});

    private Fixtures() {}

    public static Operator operator(long id, String name) {
        return new Operator(new OperatorId(id), name, Role.OPERATOR, "hash", false, T0);
    }

    public static Publisher publisher(long id, String name) {
        return new Publisher(
                new PublisherId(id),
                name,
                "hash",
                Set.of(Permission.WRITE, Permission.LIST),
                Optional.of("Hello"),
                Optional.empty(),
                Optional.of("/default"),
                false,
                T0);
    }

    public static Project project(long id, long publisher, String name) {
        return new Project(new ProjectId(id), new PublisherId(publisher), name, T0);
    }

    public static Region region(long id, String name) {
        return new Region(
                new RegionId(id),
                name,
                List.of(new GeoPoint(1.5, 2.0), new GeoPoint(3.0, 4.0), new GeoPoint(0.0, 9.0)),
                7);
    }

    public static Cluster cluster(long id, long region, String name) {
        return new Cluster(
                new ClusterId(id),
                new RegionId(region),
                name,
                new GeoPoint(38.7, -9.1),
                List.of("10.1.0.0/16", "2001:db8::/32"),
                Bitrate.megabits(50),
                Optional.of(Bitrate.megabits(40)));
    }

    public static EdgeServer server(long id, long cluster, String name) {
        return new EdgeServer(
                new ServerId(id),
                Optional.of(new ClusterId(cluster)),
                name,
                List.of("192.0.2." + id % 250, "2001:db8::1"),
                8080,
                Optional.of(new GeoPoint(38.7, -9.1)),
                ZoneId.of("Europe/Lisbon"),
                ServerRole.EDGE,
                Bitrate.megabits(1000),
                ServerState.ONLINE,
                Optional.of("0.1.0"),
                Optional.of(new UUID(1, id)),
                Optional.of(SUM),
                Optional.of(T0),
                T0);
    }

    /// The same server in another role and state.
    public static EdgeServer as(EdgeServer server, ServerRole role, ServerState state) {
        return new EdgeServer(
                server.id(),
                server.cluster(),
                server.name(),
                server.addresses(),
                server.httpPort(),
                server.position(),
                server.zone(),
                role,
                server.capacity(),
                state,
                server.agentVersion(),
                server.installation(),
                server.secretHash(),
                server.lastHeartbeat(),
                server.createdAt());
    }

    public static DeliveryPolicy policy(
            long id, long project, Optional<RegionId> region, int order) {
        return new DeliveryPolicy(
                new PolicyId(id),
                new ProjectId(project),
                region,
                order,
                Spread.PER_CLUSTER,
                2,
                true,
                TransferMethod.SWARM.preset(),
                LocalTime.of(22, 30),
                LocalTime.of(6, 0),
                3);
    }

    public static Upload upload(long id, long publisher, String path) {
        return new Upload(
                new UploadId(id),
                new UUID(2, id),
                new PublisherId(publisher),
                path,
                ByteCount.of(6L << 30),
                SUM,
                PieceLayout.FINE,
                UploadState.RECEIVED,
                "",
                "192.0.2.9",
                T0.plusSeconds(id),
                Optional.empty(),
                Optional.empty());
    }

    public static Asset asset(long id, long project, String path, long version) {
        return new Asset(
                new AssetId(id),
                new ProjectId(project),
                AssetPath.parse(path),
                version,
                ByteCount.of(2 * PieceLayout.FINE.bytes()),
                SUM,
                PieceLayout.FINE,
                AssetState.CURRENT,
                T0.plusSeconds(id));
    }

    public static List<Checksum> pieces() {
        return List.of(SUM, Checksum.ofContent(new byte[] {2}));
    }

    public static TransferJob job(long id, long asset, long server, JobState state) {
        return new TransferJob(
                new JobId(id),
                JobKind.FILL,
                new AssetId(asset),
                new ServerId(server),
                Optional.of(new PolicyId(77)),
                JobTerms.USUAL,
                state,
                1,
                "assigned by policy",
                Optional.of(Report.Reason.UNREACHABLE),
                "no source answered",
                T0,
                T0,
                T0.plusSeconds(id));
    }

    public static Assignment assignment(long asset, long server) {
        return new Assignment(
                new AssetId(asset), new ServerId(server), Optional.of(new PolicyId(77)), T0);
    }

    public static Replica replica(long asset, long server) {
        return new Replica(new AssetId(asset), new ServerId(server), SUM, T0.plusSeconds(server));
    }

    public static OutboxMessage message(long id) {
        return new OutboxMessage(id, "vdeli.jobs", "agent." + id, "{\"n\":\"ä\"}", true, T0, T0);
    }

    public static Alarm alarm(long id, String server) {
        return new Alarm(
                new AlarmId(id),
                AlarmSeverity.WARNING,
                AlarmState.RAISED,
                ObjectKind.SERVER,
                server,
                "server-silent",
                "no heartbeat for 30 s",
                T0.plusSeconds(id),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// Publisher 1 `acme`, project 2 `default`, region 3, cluster 4, servers 11, 12, 13, and asset
    /// 21 `acme/default/a.mp4`.
    public static void world(Stores stores) {
        stores.publishers().add(publisher(1, "acme"));
        stores.projects().add(project(2, 1, "default"));
        stores.regions().add(region(3, "North"));
        stores.clusters().add(cluster(4, 3, "Lisbon"));
        for (long id = 11; id <= 13; id++) {
            stores.servers().add(server(id, 4, "edge-" + id));
        }
        stores.assets().add(asset(21, 2, "acme/default/a.mp4", 1), pieces());
    }
}
