package org.vdeli.manager;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.config.Secret;
import org.vdeli.manager.database.DatabaseSettings;
import org.vdeli.services.PrivateMariaDb;
import org.vdeli.services.PrivateRabbitMq;

/// The database and the broker that the manager works with: those of the operator, or private ones
/// in the data folder where no address is configured.
final class Backing {
    private static final Logger LOG = LoggerFactory.getLogger(Backing.class);

    /// The road's loops and consumers, and as many calls of operators at once.
    private static final int CONNECTIONS = 16;

    private Backing() {}

    /// How to reach the database, which runs by then if it is a private one.
    static DatabaseSettings database(
            Optional<ManagerConfig.DatabaseAccess> configured, DataFolder folder, Services services)
            throws Exception {
        if (configured.isPresent()) {
            return configured.get().settings();
        }
        LOG.info(
                "event=private-database reason=\"no database.url is configured\" folder={}",
                folder.path().resolve("mariadb"));
        PrivateMariaDb.Settings settings =
                PrivateMariaDb.Settings.in(folder.path().resolve("mariadb"));
        PrivateMariaDb server =
                services.open(
                                "private-mariadb",
                                Duration.ofSeconds(40),
                                () ->
                                        Supervised.start(
                                                "mariadb",
                                                () -> PrivateMariaDb.start(settings),
                                                first ->
                                                        PrivateMariaDb.start(
                                                                settings.onPort(first.port())),
                                                PrivateMariaDb::isAlive,
                                                services::isClosing))
                        .first();
        return new DatabaseSettings(
                server.jdbcUrl(), server.user(), Secret.of(server.password()), CONNECTIONS);
    }

    /// How to reach the broker, which runs by then if it is a private one.
    static ManagerConfig.BrokerAccess broker(
            Optional<ManagerConfig.BrokerAccess> configured,
            ManagerConfig.PrivateBroker own,
            DataFolder folder,
            Services services)
            throws Exception {
        if (configured.isPresent()) {
            return configured.get();
        }
        LOG.info(
                "event=private-broker reason=\"no broker.uri is configured\" folder={} host={}",
                folder.path().resolve("rabbitmq"),
                own.host());
        PrivateRabbitMq.Settings settings =
                PrivateRabbitMq.Settings.in(folder.path().resolve("rabbitmq"))
                        .listeningAt(
                                own.host(),
                                own.port() == 0 ? OptionalInt.empty() : OptionalInt.of(own.port()));
        PrivateRabbitMq node =
                services.open(
                                "private-rabbitmq",
                                Duration.ofSeconds(30),
                                () ->
                                        Supervised.start(
                                                "rabbitmq",
                                                () -> PrivateRabbitMq.start(settings),
                                                first ->
                                                        PrivateRabbitMq.start(
                                                                settings.onPorts(
                                                                        first.port(),
                                                                        first.managementPort())),
                                                PrivateRabbitMq::isAlive,
                                                services::isClosing))
                        .first();
        return new ManagerConfig.BrokerAccess(
                node.uri(),
                URI.create("http://127.0.0.1:" + node.managementPort()),
                node.user(),
                Secret.of(node.password()),
                Optional.of(own.agentsAddress(node.port())));
    }
}
