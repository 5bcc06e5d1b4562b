package org.vdeli.manager;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.vdeli.contracts.config.ConfigReader;
import org.vdeli.contracts.config.Default;
import org.vdeli.contracts.config.Describe;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.ftp.server.FtpSettings;
import org.vdeli.manager.database.DatabaseSettings;
import org.vdeli.manager.dispatch.RetryRule;
import org.vdeli.manager.fleet.OriginWatch;
import org.vdeli.router.http.RouterSettings;

/// What an operator may set on the manager.
///
/// @param data folder for everything that the manager keeps on disk
/// @param number tells managers on one database apart: it goes into the ids that they mint
/// @param keys absent: `secrets` in the data folder
/// @param database absent: an embedded MariaDB in the data folder
/// @param broker absent: a private RabbitMQ node in the data folder
/// @param privateBroker how that one is reached by agents
public record ManagerConfig(
        @Describe("folder for everything that the manager keeps on disk") Path data,
        @Default("0") @Describe("of this manager among those on one database, 0 to 1023")
                int number,
        @Describe("folder of the keys that all managers on one database share, if not in data")
                Optional<Path> keys,
        Http http,
        FtpSettings ftp,
        RouterSettings router,
        Optional<DatabaseAccess> database,
        Optional<BrokerAccess> broker,
        PrivateBroker privateBroker,
        Fleet fleet,
        Origin origin,
        Retry retry,
        Reconcile reconcile,
        Traffic traffic) {
    public ManagerConfig {
        if (number < 0 || number > 1023) {
            throw new IllegalArgumentException("number must be 0 to 1023, not " + number);
        }
        if (broker.isPresent() && !privateBroker.equals(PrivateBroker.ON_LOOPBACK)) {
            throw new IllegalArgumentException(
                    "private-broker.* is for the broker that the manager starts where no"
                            + " broker.uri is given; remove one or the other");
        }
    }

    /// Reads it; `VDELI_JAVA_OPTS` and the like belong to the launcher.
    public static ConfigReader<ManagerConfig> reader() {
        return ConfigReader.of(ManagerConfig.class)
                .ignoring("VDELI_JAVA_OPTS", "VDELI_NO_INSTALL", "VDELI_NO_BUILD");
    }

    /// The REST API, the event stream and the origin store.
    ///
    /// @param publicUrl how agents and consoles reach it, if not by host and port
    /// @param keystore PKCS #12 file with key and certificate; plain HTTP without
    public record Http(
            @Default("127.0.0.1") @Describe("address to listen on") String host,
            @Default("8080") @Describe("port, 0 for a free one") int port,
            @Describe("how agents and consoles reach it, if not by host and port")
                    Optional<URI> publicUrl,
            @Describe("PKCS #12 file with key and certificate; plain HTTP without")
                    Optional<Path> keystore,
            @Describe("password of the keystore") Optional<Secret> keystorePassword,
            @Default("0")
                    @Describe(
                            "what the origin store hands out at most, such as 100Mbit/s, 0 for"
                                    + " no limit; of each manager")
                    Bitrate originRate) {
        public Http {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("http.port must be 0 to 65535, not " + port);
            }
            if (keystore.isPresent() && keystorePassword.isEmpty()) {
                throw new IllegalArgumentException("http.keystore needs http.keystore-password");
            }
        }
    }

    /// An operator's own MariaDB.
    public record DatabaseAccess(
            @Describe("such as jdbc:mariadb://db:3306/vdeli?sslMode=verify-full") String url,
            @Describe("account that owns the database") String user,
            @Describe("password of the account") Secret password,
            @Default("10") @Describe("connections at most") int connections) {
        public DatabaseAccess {
            DatabaseSettings.check(url, connections);
        }

        DatabaseSettings settings() {
            return new DatabaseSettings(url, user, password, connections);
        }
    }

    /// An operator's own RabbitMQ.
    ///
    /// @param agentUri what agents are told to connect to, if other than `uri`
    public record BrokerAccess(
            @Describe("such as amqps://broker:5671/%2F, without credentials") URI uri,
            @Describe("management API, such as https://broker:15671") URI managementUri,
            @Describe("account with the tag administrator") String user,
            @Describe("password of the account") Secret password,
            @Describe("what agents connect to, if other than broker.uri") Optional<URI> agentUri) {
        public BrokerAccess {
            requireScheme("broker.uri", uri, "amqp", "amqps");
            requireScheme("broker.management-uri", managementUri, "http", "https");
            agentUri.ifPresent(
                    agents -> requireScheme("broker.agent-uri", agents, "amqp", "amqps"));
        }

        private static void requireScheme(String key, URI uri, String plain, String secured) {
            if (!plain.equals(uri.getScheme()) && !secured.equals(uri.getScheme())) {
                throw new IllegalArgumentException(
                        key + " must begin with " + plain + ":// or " + secured + "://");
            }
            if (uri.getUserInfo() != null) {
                throw new IllegalArgumentException(
                        key + " must hold no credentials; broker.user and broker.password do");
            }
        }
    }

    /// How agents reach the broker that the manager starts itself. It speaks AMQP without TLS: on
    /// any address but loopback it is for a network that is closed to others.
    ///
    /// @param host besides loopback
    /// @param port 0: a free one, the same from start to start
    /// @param agentUri what agents are told to connect to, if other than host and port
    /// @param startWithin 5 s are usual; a busy machine needs many times that
    public record PrivateBroker(
            @Default("127.0.0.1")
                    @Describe("IP address on which agents are heard, without TLS; 0.0.0.0 for all")
                    String host,
            @Default("0") @Describe("port, 0 for a free one that is kept") int port,
            @Describe("what agents connect to, if not host and port, such as amqp://cdn:5672")
                    Optional<URI> agentUri,
            @Default("90s") @Describe("how long it may take to start") Duration startWithin) {
        static final PrivateBroker ON_LOOPBACK =
                new PrivateBroker("127.0.0.1", 0, Optional.empty(), Duration.ofSeconds(90));

        public PrivateBroker {
            if (!host.matches("[0-9A-Fa-f.:]+")) {
                throw new IllegalArgumentException(
                        "private-broker.host must be an IP address, not " + host);
            }
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException(
                        "private-broker.port must be 0 to 65535, not " + port);
            }
            if (startWithin.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException(
                        "private-broker.start-within must be at least 1s");
            }
            agentUri.ifPresent(uri ->
                    BrokerAccess.requireScheme("private-broker.agent-uri", uri, "amqp", "amqps"));
            if (agentUri.isEmpty() && (host.equals("0.0.0.0") || host.equals("::"))) {
                throw new IllegalArgumentException(
                        "private-broker.host "
                                + host
                                + " needs private-broker.agent-uri: it does not say which address"
                                + " agents shall connect to");
            }
        }

        /// What agents connect to, where the node listens on a port.
        URI agentsAddress(int actualPort) {
            String literal = host.contains(":") ? "[" + host + "]" : host;
            return agentUri.orElseGet(() -> URI.create("amqp://" + literal + ":" + actualPort));
        }
    }

    /// How the fleet is watched.
    ///
    /// @param silentAfter at least three times the agents' `report.heartbeat-interval`, so that a
    ///   heartbeat that is lost is no alarm
    /// @param heardWithin more than the agents' `report.heartbeat-interval`; viewers of a server
    ///   that is late go to another one meanwhile, which costs nothing
    public record Fleet(
            @Default("30s")
                    @Describe(
                            "a server that is not heard for longer is silent; at least three"
                                    + " times the agents' report.heartbeat-interval")
                    Duration silentAfter,
            @Default("8s")
                    @Describe(
                            "a server that is not heard for longer gets no viewers; more than the"
                                    + " agents' report.heartbeat-interval")
                    Duration heardWithin) {
        public Fleet {
            if (silentAfter.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("fleet.silent-after must be at least 1s");
            }
            if (heardWithin.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("fleet.heard-within must be at least 1s");
            }
        }
    }

    /// How servers in the role of origin hold the authoritative copies. The same on all managers of
    /// a site.
    ///
    /// @param copies of each asset, on as many origins; where no server has the role, the manager's
    ///   own store is the origin
    /// @param replaceAfter well above `fleet.silentAfter`: a restart moves nothing
    public record Origin(
            @Default("2")
                    @Describe(
                            "how many origins shall hold each asset, 1 to 16; the same on all"
                                    + " managers of a site")
                    int copies,
            @Default("10m")
                    @Describe("an origin that is silent for longer has its copies placed on others")
                    Duration replaceAfter) {
        public Origin {
            if (copies < 1 || copies > 16) {
                throw new IllegalArgumentException("origin.copies must be 1 to 16, not " + copies);
            }
            if (replaceAfter.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("origin.replace-after must be at least 1s");
            }
        }

        OriginWatch.Settings settings() {
            return new OriginWatch.Settings(copies, replaceAfter);
        }
    }

    /// Whether and when a job that ended badly is tried again.
    ///
    /// @param first gap after the first attempt; each one more doubles it
    /// @param longest gap of all
    /// @param attempts that errors of content and agent have; errors of the surroundings have any
    ///   number
    public record Retry(
            @Default("5s") @Describe("gap after a job's first bad end; each one more doubles it")
                    Duration first,
            @Default("10m") @Describe("longest gap between two attempts of a job") Duration longest,
            @Default("10")
                    @Describe(
                            "attempts before a job fails for good; without limit where no source"
                                    + " answers or the disk is full")
                    int attempts) {
        public Retry {
            if (first.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("retry.first must be at least 1s");
            }
            if (longest.compareTo(first) < 0) {
                throw new IllegalArgumentException("retry.longest must be at least retry.first");
            }
            if (attempts < 1) {
                throw new IllegalArgumentException(
                        "retry.attempts must be at least 1, not " + attempts);
            }
        }

        RetryRule rule() {
            return new RetryRule(first, longest, attempts);
        }
    }

    /// What is done where the edge servers hold something else than the database says.
    ///
    /// @param unknownGrace of contents, on edge servers and in the origin store, of which the
    ///   database never heard: after a restore from an older backup there are some
    public record Reconcile(
            @Default("7d")
                    @Describe(
                            "how long contents are kept of which the database never heard, as after"
                                    + " it was restored from an older backup")
                    Duration unknownGrace) {
        public Reconcile {
            if (unknownGrace.compareTo(Duration.ofHours(1)) < 0) {
                throw new IllegalArgumentException("reconcile.unknown-grace must be at least 1h");
            }
        }
    }

    /// How long statistics are kept.
    public record Traffic(
            @Default("30d") @Describe("how long samples are kept, in whole days")
                    Duration keepSamples) {
        public Traffic {
            if (keepSamples.compareTo(Duration.ofDays(1)) < 0) {
                throw new IllegalArgumentException("traffic.keep-samples must be at least 1d");
            }
        }
    }
}
