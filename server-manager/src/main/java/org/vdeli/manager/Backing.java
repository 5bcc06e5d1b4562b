package org.vdeli.manager;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.config.Secret;
import org.vdeli.manager.database.DatabaseSettings;
import org.vdeli.services.PrivateMariaDb;
import org.vdeli.services.PrivateRabbitMq;

/// The database and the broker that the manager works with: those of the operator, or private ones
/// in the data folder where no address is configured.
///
/// @param broker where it is and as whom to log in
record Backing(DatabaseSettings database, ManagerConfig.BrokerAccess broker) {
    private static final Logger LOG = LoggerFactory.getLogger(Backing.class);

    /// One manager, with the pool's usual size.
    private static final int CONNECTIONS = 16;

    /// Starts what is not configured, both at the same time, and waits for it.
    static Backing start(ManagerConfig config, DataFolder folder, Services services)
            throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<DatabaseSettings> database =
                    threads.submit(() -> database(config.database(), folder, services));
            Future<ManagerConfig.BrokerAccess> broker =
                    threads.submit(() -> broker(config.broker(), folder, services));
            return new Backing(result(database), result(broker));
        }
    }

    private static DatabaseSettings database(
            Optional<ManagerConfig.DatabaseAccess> configured, DataFolder folder, Services services)
            throws Exception {
        if (configured.isPresent()) {
            return configured.get().settings();
        }
        LOG.info(
                "event=private-database reason=\"no database.url is configured\" folder={}",
                folder.path().resolve("mariadb"));
        PrivateMariaDb server =
                services.open(
                        "private-mariadb",
                        Duration.ofSeconds(40),
                        () ->
                                PrivateMariaDb.start(
                                        PrivateMariaDb.Settings.in(
                                                folder.path().resolve("mariadb"))));
        return new DatabaseSettings(
                server.jdbcUrl(), server.user(), Secret.of(server.password()), CONNECTIONS);
    }

    private static ManagerConfig.BrokerAccess broker(
            Optional<ManagerConfig.BrokerAccess> configured, DataFolder folder, Services services)
            throws Exception {
        if (configured.isPresent()) {
            return configured.get();
        }
        LOG.info(
                "event=private-broker reason=\"no broker.uri is configured\" folder={}",
                folder.path().resolve("rabbitmq"));
        PrivateRabbitMq node =
                services.open(
                        "private-rabbitmq",
                        Duration.ofSeconds(30),
                        () ->
                                PrivateRabbitMq.start(
                                        PrivateRabbitMq.Settings.in(
                                                folder.path().resolve("rabbitmq"))));
        return new ManagerConfig.BrokerAccess(
                node.uri(),
                URI.create("http://127.0.0.1:" + node.managementPort()),
                node.user(),
                Secret.of(node.password()),
                Optional.empty());
    }

    private static <T> T result(Future<T> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }
}
