package org.vdeli.manager;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.amqp.BrokerLink;
import org.vdeli.contracts.amqp.LinkSettings;
import org.vdeli.contracts.api.LiveView;
import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.config.ExitCode;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.OperatorId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.ftp.server.FtpService;
import org.vdeli.ftp.upload.DiskReserve;
import org.vdeli.manager.access.Operator;
import org.vdeli.manager.access.Passwords;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.api.HttpServer;
import org.vdeli.manager.api.HttpSettings;
import org.vdeli.manager.asset.OriginHealth;
import org.vdeli.manager.change.ToldToAll;
import org.vdeli.manager.database.Database;
import org.vdeli.manager.database.DatabaseSettings;
import org.vdeli.manager.database.DatabaseUnavailable;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.database.TsidMint;
import org.vdeli.manager.fleet.BrokerManagement;
import org.vdeli.manager.fleet.KeyFolder;
import org.vdeli.manager.fleet.LiveFleet;
import org.vdeli.manager.presence.ManagerNode;
import org.vdeli.manager.presence.Presence;
import org.vdeli.manager.traffic.LiveFigures;
import org.vdeli.manager.traffic.jpa.SamplePartitions;
import org.vdeli.services.FreePorts;

/// Puts the program together, by hand, in the order in which its services start. The only place
/// with a real clock and real chance.
final class Wiring {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
    private static final Duration QUICK = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration SAY_AGAIN = Duration.ofSeconds(30);
    private static final Duration PRESENCE = ManagerNode.LIVES.dividedBy(5);
    private static final Duration UPKEEP = Duration.ofMinutes(10);

    /// Ended jobs are history; the newest of each replica stays whatever its age.
    private static final Duration KEEP_ENDED_JOBS = Duration.ofDays(30);

    private static final String FIRST_ADMIN = "admin";

    private final ManagerConfig config;
    private final Services services;
    private final SecureRandom random = new SecureRandom();

    /// Microseconds, as the database keeps them.
    private final InstantSource time = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000));

    private final Codec codec = new Codec();

    Wiring(ManagerConfig config, Services services) {
        this.config = config;
        this.services = services;
    }

    /// Ends the program, because it must not go on. Not on the thread that says so, which is one of
    /// those that are waited for.
    private static void end(String cause) {
        LOG.error("event=manager-ends cause=\"{}\"", cause);
        Thread.ofPlatform().name("end").start(() -> System.exit(ExitCode.FAILED.status()));
    }

    /// Starts everything; returns when the manager is ready.
    ///
    /// @throws java.util.concurrent.CancellationException if it is told to stop meanwhile
    void start() throws Exception {
        DataFolder folder =
                services.open("data-folder", QUICK, () -> DataFolder.open(config.data()));
        Foundation foundation = found(folder);
        Database database = foundation.database();
        ManagerConfig.BrokerAccess brokerAccess = foundation.broker();
        Transactions transactions = database.transactions();
        IdMint ids = new TsidMint(config.number(), time, random);
        ManagerId id = folder.managerId(ids);
        KeyFolder keys = new KeyFolder(config.keys().orElse(folder.path().resolve("secrets")));
        keys.agree(transactions, time.instant());
        SamplePartitions partitions =
                new SamplePartitions(database.pool(), config.traffic().keepSamples());
        services.open(
                "upkeep",
                QUICK,
                () -> Loop.start("upkeep", UPKEEP, () -> upkeep(transactions, partitions)));

        BrokerLink link =
                services.open(
                        "broker-link",
                        Duration.ofSeconds(20),
                        () ->
                                BrokerLink.open(
                                        LinkSettings.manager(
                                                        "vdeli manager",
                                                        brokerAccess.uri(),
                                                        brokerAccess.user(),
                                                        brokerAccess.password(),
                                                        time,
                                                        random)
                                                .of(id)));
        BrokerManagement management =
                services.open(
                        "broker-management",
                        QUICK,
                        () ->
                                new BrokerManagement(
                                        brokerAccess.managementUri(),
                                        brokerAccess.user(),
                                        brokerAccess.password().value()));

        LiveFleet live = new LiveFleet(time);
        ApiWiring api =
                new ApiWiring(
                        transactions,
                        ids,
                        time,
                        codec,
                        figures(live),
                        "manager-" + config.number());
        RoutingWiring routing =
                services.open(
                        "routing",
                        QUICK,
                        () ->
                                new RoutingWiring(
                                        config.router(),
                                        transactions,
                                        live,
                                        config.fleet().heardWithin(),
                                        () -> link.state().connected(),
                                        time,
                                        ids.next()));
        makeFirstAdmin(folder, transactions, ids, api.passwords());
        services.open("events", QUICK, () -> started(api.events(), api.events()::start));

        int httpPort = config.http().port() == 0 ? FreePorts.one() : config.http().port();
        URI publicUrl = config.http().publicUrl().orElseGet(() -> addressOf(httpPort));
        Presence presence =
                new Presence(
                        transactions,
                        new AlarmDesk(transactions, ids, time, api.events()),
                        id,
                        config.number(),
                        publicUrl,
                        time,
                        Thread::sleep,
                        Wiring::end);
        presence.register();
        DispatchWiring road =
                services.open(
                        "road",
                        Duration.ofSeconds(30),
                        () ->
                                new DispatchWiring(
                                        new DispatchWiring.Settings(
                                                presence.self(),
                                                keys,
                                                folder.path(),
                                                brokerAccess.agentUri().orElse(brokerAccess.uri()),
                                                config.fleet().silentAfter(),
                                                DiskReserve.of(
                                                        folder.path(), config.ftp().diskReserve()),
                                                config.http().originRate(),
                                                config.retry().rule(),
                                                config.origin().settings(),
                                                config.reconcile().unknownGrace()),
                                        transactions,
                                        ids,
                                        time,
                                        random,
                                        random,
                                        codec,
                                        new ToldToAll(List.of(api.events(), routing.feed())),
                                        live,
                                        link,
                                        management));
        Optional<FtpService> ftp = ftp(folder, api, road);
        HttpServer http =
                services.open(
                        "http",
                        QUICK,
                        () -> {
                            HttpServer server =
                                    api.server(
                                            httpSettings(httpPort),
                                            folder.path(),
                                            keys.nodeToken(),
                                            keys.tokenKey().getPublic(),
                                            Readiness.checks(
                                                    database,
                                                    link,
                                                    new OriginHealth(
                                                            road.originStore(),
                                                            road.diskReserve(),
                                                            time),
                                                    ftp),
                                            road,
                                            routing);
                            return started(server, server::start);
                        });
        services.open("presence", QUICK, () -> Loop.start("presence", PRESENCE, presence::turn));
        road.start();
        routing.start();
        if (ftp.isPresent()) {
            FtpService service = ftp.get();
            services.open(
                    "ftp",
                    QUICK,
                    () -> {
                        service.start();
                        return service;
                    });
        }

        awaitBroker(link);
        Announcement announcement =
                new Announcement(
                        ProcessHandle.current().pid(),
                        http.address(),
                        ftp.map(service ->
                                new Announcement.Ftp(
                                        reachable(config.ftp().host()), service.port())),
                        brokerAccess.uri(),
                        brokerAccess.managementUri(),
                        foundation.databaseAddress());
        services.open(
                "announcement",
                QUICK,
                () -> {
                    folder.announce(codec.write(announcement));
                    return folder::withdraw;
                });
        LOG.info(
                "event=manager-ready http={} ftp={} broker={} database={}",
                announcement.http(),
                announcement.ftp().map(Announcement.Ftp::toString).orElse("off"),
                announcement.broker(),
                announcement.database());
    }

    private record Foundation(
            Database database, String databaseAddress, ManagerConfig.BrokerAccess broker) {}

    /// Database and broker start at the same time: a private broker takes its 5 to 15 s.
    private Foundation found(DataFolder folder) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ManagerConfig.BrokerAccess> broker =
                    threads.submit(() ->
                            Backing.broker(
                                    config.broker(), config.privateBroker(), folder, services));
            DatabaseSettings settings = Backing.database(config.database(), folder, services);
            Database database = services.open("database", QUICK, () -> reach(settings));
            return new Foundation(database, settings.shownUrl(), broker.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    /// What `manager.json` says of a manager that is ready.
    record Announcement(
            Long pid, URI http, Optional<Ftp> ftp, URI broker, URI management, String database) {
        /// Where the FTP service listens.
        record Ftp(String host, Integer port) {
            @Override
            public String toString() {
                return host + ":" + port;
            }
        }
    }

    private Database reach(DatabaseSettings settings) throws InterruptedException {
        Duration pause = Duration.ofMillis(250);
        Instant said = Instant.MIN;
        while (true) {
            try {
                Database database = Database.open(settings, random);
                if (!said.equals(Instant.MIN)) {
                    LOG.info("event=database-reached database={}", settings.shownUrl());
                }
                return database;
            } catch (DatabaseUnavailable e) {
                if (said.isBefore(time.instant().minus(SAY_AGAIN))) {
                    said = time.instant();
                    LOG.warn("event=waiting-for-database cause=\"{}\"", e.getMessage());
                }
            }
            services.check();
            Thread.sleep(pause);
            services.check();
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        }
    }

    private void awaitBroker(BrokerLink link) throws InterruptedException {
        Instant said = time.instant();
        while (!link.awaitConnected(Duration.ofMillis(200))) {
            services.check();
            if (said.isBefore(time.instant().minus(SAY_AGAIN))) {
                said = time.instant();
                LOG.warn("event=waiting-for-broker cause=\"{}\"", link.state().detail());
            }
        }
    }

    private void makeFirstAdmin(
            DataFolder folder, Transactions transactions, IdMint ids, Passwords passwords)
            throws IOException {
        if (transactions.<Long>read(stores -> stores.operators().count()) > 0) {
            return;
        }
        String password = Passwords.random();
        Path file = folder.keepSecret("first-admin-password", password);
        Operator admin =
                new Operator(
                        new OperatorId(ids.next()),
                        FIRST_ADMIN,
                        Role.ADMIN,
                        passwords.hash(password),
                        false,
                        time.instant());
        boolean made =
                transactions.<Boolean>write(stores -> {
                    boolean none = stores.operators().count() == 0;
                    if (none) {
                        stores.operators().add(admin);
                    }
                    return none;
                });
        if (made) {
            LOG.info("event=first-operator-made name={} password-file={}", FIRST_ADMIN, file);
        }
    }

    private void upkeep(Transactions transactions, SamplePartitions partitions) {
        Instant now = time.instant();
        partitions.maintain(now);
        transactions.change(stores -> {
            stores.sessions().removeExpired(now);
            stores.enrolmentTokens().removeExpired(now.minus(KEEP_ENDED_JOBS));
            stores.jobs().removeEnded(now.minus(KEEP_ENDED_JOBS), 5000);
        });
    }

    private HttpSettings httpSettings(int port) {
        return HttpSettings.plain(config.http().host(), port)
                .withTls(
                        config.http()
                                .keystore()
                                .map(keystore ->
                                        new HttpSettings.Tls(
                                                keystore,
                                                config.http()
                                                        .keystorePassword()
                                                        .orElseThrow()
                                                        .value())));
    }

    /// The FTP service, not listening yet.
    private Optional<FtpService> ftp(DataFolder folder, ApiWiring api, DispatchWiring road) {
        return config.ftp().enabled()
                ? Optional.of(
                        new FtpService(
                                config.ftp(),
                                folder.path().resolve("ftp"),
                                api.accounts(),
                                road.uploads(),
                                time))
                : Optional.empty();
    }

    private URI addressOf(int port) {
        String scheme = config.http().keystore().isPresent() ? "https" : "http";
        return URI.create(scheme + "://" + reachable(config.http().host()) + ":" + port);
    }

    /// An address to connect to for one to listen on.
    private static String reachable(String host) {
        return host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    }

    private static LiveFigures figures(LiveFleet live) {
        return new LiveFigures() {
            @Override
            public Optional<LiveView> live(ServerId server) {
                return live.live(server);
            }

            @Override
            public List<LiveView> allLive() {
                return live.allLive();
            }

            @Override
            public Collection<Report.Progress> progress(AssetId asset) {
                return live.progress(asset);
            }
        };
    }

    private static <T> T started(T service, Runnable start) {
        start.run();
        return service;
    }
}
