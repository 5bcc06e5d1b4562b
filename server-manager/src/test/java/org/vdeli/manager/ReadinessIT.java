package org.vdeli.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.amqp.BrokerLink;
import org.vdeli.contracts.amqp.LinkSettings;
import org.vdeli.contracts.api.HealthView;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.ingest.DeliveryAnswer;
import org.vdeli.contracts.ingest.LoginAnswer;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.ftp.server.FtpService;
import org.vdeli.ftp.server.FtpSettings;
import org.vdeli.ftp.upload.DiskReserve;
import org.vdeli.manager.api.HealthApi;
import org.vdeli.manager.asset.OriginHealth;
import org.vdeli.manager.asset.OriginStore;
import org.vdeli.manager.database.Database;
import org.vdeli.manager.database.DatabaseSettings;
import org.vdeli.services.FreePorts;
import org.vdeli.services.PrivateMariaDb;

/// Each thing that the manager needs, there and gone. A broker that goes and comes back is in
/// [DispatchFaultIT], the status of the answer in [RestIT].
class ReadinessIT {
    @TempDir private Path folder;
    private final AtomicLong free = new AtomicLong(5_000_000);
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-25T10:00:00Z"));
    private PrivateMariaDb server;
    private Database database;
    private BrokerLink link;
    private FtpService ftp;
    private HealthApi health;

    @BeforeEach
    void start() throws Exception {
        server =
                PrivateMariaDb.start(
                        PrivateMariaDb.Settings.in(folder.resolve("mariadb"))
                                .with(PrivateMariaDb.Binary.INSTALLED));
        database =
                Database.open(
                        new DatabaseSettings(
                                server.jdbcUrl(), server.user(), Secret.of(server.password()), 2),
                        RandomGenerator.getDefault());
        link =
                BrokerLink.open(
                        LinkSettings.manager(
                                "manager",
                                URI.create("amqp://127.0.0.1:" + FreePorts.one()),
                                "nobody",
                                Secret.of("none"),
                                Clock.systemUTC(),
                                RandomGenerator.getDefault()));
        ftp =
                new FtpService(
                        FtpSettings.onFreePorts("127.0.0.1"),
                        folder.resolve("ftp"),
                        check -> new LoginAnswer.Refused("nobody"),
                        (delivery, content) -> new DeliveryAnswer.Rejected("nothing"),
                        Clock.systemUTC());
        OriginHealth origin =
                new OriginHealth(
                        new OriginStore(folder),
                        new DiskReserve(free::get, ByteCount.of(1_000_000)),
                        now::get);
        health =
                new HealthApi(Readiness.checks(database, link, origin, Optional.of(ftp)), now::get);
    }

    @AfterEach
    void stop() throws Exception {
        ftp.close();
        link.close();
        database.close();
        server.close();
    }

    @Test
    void namesEachThingThatIsMissingAndWhy() throws Exception {
        assertThat(missing()).containsExactly("broker", "ftp");
        assertThat(found("broker").detail()).contains("refused");
        assertThat(found("ftp").detail())
                .isEqualTo("does not listen: it is starting, or has ended");

        ftp.start();
        assertThat(missing()).containsExactly("broker");
        assertThat(found("ftp").detail()).isEqualTo("listens on port " + ftp.port());
        assertThat(found("database").detail()).isEqualTo("answers");
        assertThat(found("origin-store").detail())
                .isEqualTo("takes files, 5.0 MB free, of which 1.0 MB are kept free");

        free.set(900_000);
        assertThat(missing()).as("looked at a moment ago").containsExactly("broker");
        later();
        assertThat(missing()).containsExactly("broker", "origin-store");
        assertThat(found("origin-store").detail())
                .isEqualTo(
                        "the disk is full up to its reserve: 900.0 kB free, of which 1.0 MB are"
                                + " kept free");

        free.set(5_000_000);
        Files.delete(folder.resolve("origin/incoming"));
        later();
        assertThat(missing()).containsExactly("broker", "origin-store");
        assertThat(found("origin-store").detail())
                .startsWith("could not write to the disk (java.nio.file.NoSuchFileException: ");

        Files.createDirectory(folder.resolve("origin/incoming"));
        later();
        ftp.close();
        server.close();
        assertThat(missing()).containsExactly("database", "broker", "ftp");
        assertThat(found("database").detail()).startsWith("could not reach the database: ");
        assertThat(folder.resolve("origin/incoming")).isEmptyDirectory();
    }

    private void later() {
        now.updateAndGet(before -> before.plus(OriginHealth.FRESH).plus(Duration.ofMillis(1)));
    }

    private List<String> missing() {
        HealthView view = health.look();
        List<String> missing =
                view.dependencies().stream()
                        .filter(dependency -> !dependency.ok())
                        .map(HealthView.Dependency::name)
                        .toList();
        assertThat(view.ok()).isEqualTo(missing.isEmpty());
        return missing;
    }

    private HealthView.Dependency found(String name) {
        return health.look().dependencies().stream()
                .filter(dependency -> dependency.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
