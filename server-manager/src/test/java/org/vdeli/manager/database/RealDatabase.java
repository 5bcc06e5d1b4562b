package org.vdeli.manager.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.vdeli.contracts.config.Secret;
import org.vdeli.services.PrivateMariaDb;

/// A real MariaDB for tests: one server per JVM, one fresh database per caller.
public final class RealDatabase {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private RealDatabase() {}

    /// Opens a fresh database with the whole schema; close it after use.
    public static Database open() {
        return Database.open(settings(), RandomGenerator.getDefault());
    }

    /// The one database that tests of this JVM share; see [#clear].
    public static Database shared() {
        return Shared.OPEN;
    }

    /// Empties all tables of the shared database.
    public static void clear() {
        try (Connection connection = shared().pool().getConnection();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names =
                    statement.executeQuery(
                            "SELECT table_name FROM information_schema.tables"
                                    + " WHERE table_schema = DATABASE()"
                                    + " AND table_name <> 'flyway_schema_history'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            statement.execute("SET foreign_key_checks = 0");
            for (String table : tables) {
                statement.execute("DELETE FROM " + table);
            }
            statement.execute("SET foreign_key_checks = 1");
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("could not empty the tables", e);
        }
    }

    /// How to reach a fresh, empty database.
    public static DatabaseSettings settings() {
        String name = Server.RUNNING.database() + "_" + COUNT.incrementAndGet();
        try (Connection connection =
                        DriverManager.getConnection(
                                Server.RUNNING.jdbcUrl(),
                                Server.RUNNING.user(),
                                Server.RUNNING.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("could not make database " + name, e);
        }
        return new DatabaseSettings(
                Server.RUNNING.jdbcUrl(name),
                Server.RUNNING.user(),
                Secret.of(Server.RUNNING.password()),
                4);
    }

    private static final class Shared {
        static final Database OPEN = open();
    }

    private static final class Server {
        static final PrivateMariaDb RUNNING = start();

        private static PrivateMariaDb start() {
            try {
                Path folder = Files.createDirectories(Path.of("target", "mariadb-tests"));
                PrivateMariaDb started =
                        PrivateMariaDb.start(
                                PrivateMariaDb.Settings.in(
                                                Files.createTempDirectory(
                                                                folder.toAbsolutePath(), "db")
                                                        .resolve("mariadb"))
                                        .with(PrivateMariaDb.Binary.INSTALLED)
                                        .with("--innodb-flush-log-at-trx-commit=0"));
                Runtime.getRuntime().addShutdownHook(new Thread(started::close));
                return started;
            } catch (IOException e) {
                throw new UncheckedIOException("could not start a MariaDB for tests", e);
            }
        }
    }
}
