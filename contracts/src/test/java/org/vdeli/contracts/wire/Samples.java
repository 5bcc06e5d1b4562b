package org.vdeli.contracts.wire;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.EnrolmentRequest;
import org.vdeli.contracts.agent.FillWindow;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Manifest;
import org.vdeli.contracts.agent.MissQuestion;
import org.vdeli.contracts.agent.PeerDoor;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.Swarm;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.agent.WanShare;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.contracts.ingest.AccountCheck;
import org.vdeli.contracts.ingest.DeliveryAnswer;
import org.vdeli.contracts.ingest.FtpAccount;
import org.vdeli.contracts.ingest.LoginAnswer;
import org.vdeli.contracts.ingest.UploadDelivery;
import org.vdeli.contracts.ingest.UploadReceived;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.contracts.value.InventoryDigest;

/// One message of every kind, with every component filled, for the golden files.
final class Samples {
    static final Instant AT = Instant.parse("2026-11-20T03:04:05.678Z");
    static final UUID MESSAGE = UUID.fromString("0190f3c0-0000-7000-8000-000000000001");

    private static final JobId JOB = new JobId(101);
    private static final AssetId ASSET = new AssetId(202);
    private static final ServerId SERVER = new ServerId(303);
    private static final AssetPath PATH = AssetPath.parse("acme/films/Ação 2026/cena um.mp4");
    private static final Checksum CHECKSUM = Checksum.ofContent(new byte[] {1, 2, 3});
    private static final ByteCount SIZE = ByteCount.of(5_368_709_120L);

    private Samples() {}

    static Job.Fill fill() {
        return new Job.Fill(
                JOB,
                2,
                ASSET,
                PATH,
                7L,
                SIZE,
                CHECKSUM,
                ByteCount.mebibytes(4),
                List.of(URI.create("http://192.0.2.1:8080/origin/v1")),
                "claims.signature",
                new TransferLimits(
                        TransferMethod.SWARM, 3, ByteCount.of(10_000_000), Bitrate.of(8_000_000)));
    }

    private static Job.Fill evictable() {
        Job.Fill fill = fill();
        return new Job.Fill(
                fill.job(),
                fill.attempt(),
                fill.asset(),
                fill.path(),
                fill.version(),
                fill.size(),
                fill.checksum(),
                fill.pieceSize(),
                fill.sources(),
                fill.token(),
                fill.limits(),
                Optional.of(false),
                Optional.empty(),
                Optional.empty());
    }

    /// What travels to `manager.uploads`.
    static UploadReceived uploadReceived() {
        return new UploadReceived(new UploadId(404), PATH, SIZE, CHECKSUM, AT);
    }

    /// The bodies of the HTTP calls between agents, FTP nodes and the manager.
    static Map<String, Object> bodies() {
        Map<String, Object> bodies = new LinkedHashMap<>();
        bodies.put(
                "enrolment-request",
                new EnrolmentRequest(
                        "one-time",
                        MESSAGE,
                        "edge-1",
                        List.of("192.0.2.1", "2001:db8::1"),
                        8081,
                        "Europe/Lisbon",
                        Optional.of(new GeoPoint(38.72, -9.14)),
                        "0.1.0"));
        bodies.put(
                "enrolled",
                new Enrolled(
                        SERVER,
                        "edge-1",
                        URI.create("amqp://192.0.2.9:5672/%2F"),
                        "agent-303",
                        "broker-password",
                        "secret",
                        "MCowBQYDK2VwAyEA"));
        bodies.put(
                "inventory",
                new Inventory(AT, List.of(new Inventory.Entry(ASSET, PATH, 7L, SIZE, CHECKSUM))));
        bodies.put(
                "inventory-evicted",
                new Inventory(AT, List.of(), Optional.of(List.of(ASSET, new AssetId(203)))));
        bodies.put(
                "miss-question",
                new MissQuestion(PATH, Optional.of(ByteCount.of(1_500_000_000_000L))));
        bodies.put("miss-answer", Objects.requireNonNull(jobs().get("fill")));
        bodies.put(
                "manifest",
                new Manifest(
                        ASSET,
                        ByteCount.of(5),
                        CHECKSUM,
                        ByteCount.of(4),
                        List.of(CHECKSUM, Checksum.ofContent(new byte[] {4}))));
        bodies.put("peer-door", new PeerDoor(URI.create("http://192.0.2.1:8091")));
        bodies.put(
                "swarm",
                new Swarm(
                        ASSET,
                        new ClusterId(606),
                        List.of(
                                new Swarm.Member(
                                        SERVER,
                                        new ClusterId(606),
                                        URI.create("http://192.0.2.1:8091"))),
                        List.of(
                                new Swarm.Member(
                                        new ServerId(304),
                                        new ClusterId(607),
                                        URI.create("http://[2001:db8::1]:8091")))));
        bodies.put("wan-share", new WanShare(Bitrate.of(12_500_000)));
        bodies.put("account-check", new AccountCheck("acme", "word", "192.0.2.7"));
        bodies.put(
                "login-welcome",
                new LoginAnswer.Welcome(
                        new FtpAccount(
                                new PublisherId(505),
                                "acme",
                                List.of("default", "films"),
                                Set.of(FtpAccount.Permission.WRITE),
                                Optional.of("Welcome"),
                                Optional.of("Good bye"),
                                Optional.of("/films"))));
        bodies.put("login-refused", new LoginAnswer.Refused("the password is wrong"));
        bodies.put(
                "upload-delivery",
                new UploadDelivery(
                        MESSAGE,
                        PATH,
                        SIZE,
                        CHECKSUM,
                        ByteCount.mebibytes(4),
                        List.of(CHECKSUM),
                        AT,
                        "192.0.2.7"));
        bodies.put("delivery-taken", new DeliveryAnswer.Taken(new UploadId(404)));
        bodies.put("delivery-rejected", new DeliveryAnswer.Rejected("there is no such project"));
        return bodies;
    }

    static Map<String, Job> jobs() {
        Map<String, Job> jobs = new LinkedHashMap<>();
        jobs.put("fill", fill());
        jobs.put("fill-evictable", evictable());
        Job.Fill plain = fill();
        jobs.put(
                "fill-in-window",
                new Job.Fill(
                        plain.job(),
                        plain.attempt(),
                        plain.asset(),
                        plain.path(),
                        plain.version(),
                        plain.size(),
                        plain.checksum(),
                        plain.pieceSize(),
                        plain.sources(),
                        plain.token(),
                        plain.limits(),
                        Optional.empty(),
                        Optional.of(
                                new FillWindow(
                                        LocalTime.of(23, 0),
                                        LocalTime.of(4, 0),
                                        ZoneId.of("Europe/Lisbon"))),
                        Optional.of(2)));
        jobs.put("purge", new Job.Purge(JOB, 1, ASSET, PATH));
        jobs.put("verify", new Job.Verify(JOB, 1, ASSET, PATH, 7L, SIZE, CHECKSUM));
        jobs.put("cancel", new Job.Cancel(JOB, 2, ASSET, PATH));
        jobs.put("send-inventory", new Job.SendInventory(JOB, 1));
        jobs.put("ping", new Job.Ping(JOB, 1));
        return jobs;
    }

    static Map<String, Report> reports() {
        Map<String, Report> reports = new LinkedHashMap<>();
        reports.put(
                "heartbeat",
                new Report.Heartbeat(
                        SERVER,
                        AT,
                        42L,
                        AT.minusSeconds(210),
                        "0.1.0",
                        ByteCount.of(2_000_000_000_000L),
                        ByteCount.of(1_500_000_000_000L),
                        SIZE,
                        InventoryDigest.EMPTY.plus(ASSET, PATH, CHECKSUM),
                        3,
                        1,
                        true));
        reports.put(
                "heartbeat-instance",
                new Report.Heartbeat(
                        SERVER,
                        AT,
                        1L,
                        AT,
                        "0.1.0",
                        ByteCount.ZERO,
                        ByteCount.ZERO,
                        ByteCount.ZERO,
                        InventoryDigest.EMPTY,
                        0,
                        0,
                        false,
                        Optional.of(MESSAGE)));
        reports.put(
                "lost",
                new Report.Lost(
                        SERVER,
                        AT,
                        ASSET,
                        PATH,
                        Report.Loss.CHECKSUM_MISMATCH,
                        "the file on the disk has checksum " + CHECKSUM));
        reports.put(
                "confirmation-too-large",
                new Report.Confirmation(
                        SERVER,
                        AT,
                        JOB,
                        1,
                        ASSET,
                        PATH,
                        Report.Reason.TOO_LARGE,
                        "it is larger than the quota",
                        Optional.empty(),
                        ByteCount.ZERO,
                        Duration.ofMillis(3)));
        reports.put(
                "progress",
                new Report.Progress(
                        SERVER,
                        AT,
                        JOB,
                        2,
                        ASSET,
                        ByteCount.mebibytes(64),
                        SIZE,
                        Bitrate.of(48_000_000)));
        reports.put(
                "confirmation",
                new Report.Confirmation(
                        SERVER,
                        AT,
                        JOB,
                        2,
                        ASSET,
                        PATH,
                        Report.Reason.DONE,
                        "",
                        Optional.of(CHECKSUM),
                        SIZE,
                        Duration.ofMillis(61_250)));
        reports.put(
                "confirmation-failed",
                new Report.Confirmation(
                        SERVER,
                        AT,
                        JOB,
                        3,
                        ASSET,
                        PATH,
                        Report.Reason.DISK_FULL,
                        "could not reserve 5.4 GB on /var/lib/vdeli: 1.0 GB free",
                        Optional.empty(),
                        ByteCount.ZERO,
                        Duration.ofMillis(3)));
        reports.put(
                "confirmation-cancelled",
                new Report.Confirmation(
                        SERVER,
                        AT,
                        JOB,
                        2,
                        ASSET,
                        PATH,
                        Report.Reason.CANCELLED,
                        "the manager called it off",
                        Optional.empty(),
                        ByteCount.mebibytes(8),
                        Duration.ofMillis(700)));
        reports.put(
                "confirmation-window-closed",
                new Report.Confirmation(
                        SERVER,
                        AT,
                        JOB,
                        2,
                        ASSET,
                        PATH,
                        Report.Reason.WINDOW_CLOSED,
                        "window closed until 2026-11-20T23:00:00Z",
                        Optional.empty(),
                        ByteCount.mebibytes(70),
                        Duration.ofHours(5),
                        Optional.of(ByteCount.mebibytes(64))));
        reports.put(
                "sample",
                new Report.Sample(
                        SERVER,
                        Instant.parse("2026-11-20T03:04:00Z"),
                        Duration.ofSeconds(10),
                        4711L,
                        new Report.Connections(12, 1, 9, 2, 30L, 30L, 250L),
                        new Report.Traffic(
                                250L,
                                ByteCount.of(123_456_789),
                                new Report.StatusClasses(0L, 240L, 5L, 4L, 1L),
                                Optional.of(Duration.ofMillis(4)),
                                Optional.of(Duration.ofMillis(80)),
                                Optional.of(Duration.ofMillis(310)),
                                1L),
                        new Report.Machine(
                                0.25,
                                0.5,
                                ByteCount.of(1_000),
                                ByteCount.of(130_000_000),
                                ByteCount.of(2_000_000_000_000L),
                                ByteCount.of(1_500_000_000_000L)),
                        List.of(
                                new Report.AssetTraffic(
                                        PATH.toString(), 200L, ByteCount.of(100_000_000)))));
        reports.put(
                "sample-cache",
                new Report.Sample(
                        SERVER,
                        Instant.parse("2026-11-20T03:04:00Z"),
                        Duration.ofSeconds(10),
                        4711L,
                        new Report.Connections(12, 1, 9, 2, 30L, 30L, 250L),
                        new Report.Traffic(
                                250L,
                                ByteCount.of(123_456_789),
                                new Report.StatusClasses(0L, 240L, 5L, 4L, 1L),
                                Optional.of(Duration.ofMillis(4)),
                                Optional.of(Duration.ofMillis(80)),
                                Optional.of(Duration.ofMillis(310)),
                                1L,
                                Optional.of(new Report.CacheCounts(230L, 15L))),
                        new Report.Machine(
                                0.25,
                                0.5,
                                ByteCount.of(1_000),
                                ByteCount.of(130_000_000),
                                ByteCount.of(2_000_000_000_000L),
                                ByteCount.of(1_500_000_000_000L)),
                        List.of(
                                new Report.AssetTraffic(
                                        PATH.toString(), 200L, ByteCount.of(100_000_000)))));
        return reports;
    }
}
