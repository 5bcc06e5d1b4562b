package org.vdeli.manager.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.hibernate.SessionFactory;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.stat.Statistics;
import org.hibernate.tool.schema.Action;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connection to MariaDB: pool, schema and Hibernate.
///
/// Opening it brings the schema up to date (several managers may do so at once: Flyway lets one go
/// first) and checks that the rows of this program fit it. While it is open, connections come and
/// go as the server does; [#check] tells which.
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final HikariDataSource pool;
    private final SessionFactory sessions;
    private final Transactions transactions;

    private Database(HikariDataSource pool, SessionFactory sessions, RandomGenerator random) {
        this.pool = pool;
        this.sessions = sessions;
        this.transactions = new JpaTransactions(sessions, random);
    }

    /// Connects, migrates and checks.
    ///
    /// @throws DatabaseUnavailable if the server cannot be reached
    /// @throws IllegalStateException if its schema is not one that this program can work with
    public static Database open(DatabaseSettings settings, RandomGenerator random) {
        HikariDataSource pool = poolOf(settings);
        SessionFactory sessions = null;
        try {
            reach(pool, settings);
            migrate(pool, settings);
            sessions = sessionsOf(pool);
            return new Database(pool, sessions, random);
        } finally {
            if (sessions == null) {
                pool.close();
            }
        }
    }

    public Transactions transactions() {
        return transactions;
    }

    /// Asks the server for an answer, within the pool's patience (5 s).
    ///
    /// @throws DatabaseUnavailable if there is none
    public void check() {
        reach(pool);
    }

    /// The pool itself, for what is no transaction: the upkeep of partitions.
    public DataSource pool() {
        return pool;
    }

    /// What Hibernate counts.
    Statistics statistics() {
        return sessions.getStatistics();
    }

    @Override
    public void close() {
        sessions.close();
        pool.close();
    }

    private static HikariDataSource poolOf(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("vdeli");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password().value());
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(Math.min(2, settings.connections()));
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionTimeout(5_000);
        config.setValidationTimeout(3_000);
        config.setInitializationFailTimeout(-1);
        config.setThreadFactory(Thread.ofVirtual().name("database-pool-", 0).factory());
        // A batch goes out as one COM_STMT_BULK_EXECUTE instead of row by row.
        config.addDataSourceProperty("useBulkStmts", "true");
        config.addDataSourceProperty("connectTimeout", "5000");
        // Every blocking call has a deadline; no statement of ours takes a minute.
        config.addDataSourceProperty("socketTimeout", "60000");
        config.addDataSourceProperty("timezone", "UTC");
        config.addDataSourceProperty("sessionVariables", "innodb_lock_wait_timeout=10");
        return new HikariDataSource(config);
    }

    private static void reach(DataSource pool, DatabaseSettings settings) {
        try {
            reach(pool);
        } catch (DatabaseUnavailable e) {
            throw new DatabaseUnavailable(
                    "could not reach the database "
                            + settings.shownUrl()
                            + ": "
                            + rootText(e)
                            + "; check database.url, user and password, and that the server runs",
                    e);
        }
    }

    private static void reach(DataSource pool) {
        try (Connection connection = pool.getConnection()) {
            if (!connection.isValid(3)) {
                throw new DatabaseUnavailable(
                        "could not reach the database: no answer within 3 s; try again later",
                        new SQLException("no answer"));
            }
        } catch (SQLException e) {
            throw new DatabaseUnavailable(
                    "could not reach the database: " + rootText(e) + "; try again later", e);
        }
    }

    private static void migrate(DataSource pool, DatabaseSettings settings) {
        try {
            var result =
                    Flyway.configure()
                            .dataSource(pool)
                            .locations("classpath:db/migration")
                            .cleanDisabled(true)
                            .load()
                            .migrate();
            if (result.migrationsExecuted > 0) {
                LOG.info(
                        "event=schema-migrated database={} migrations={} version={}",
                        settings.shownUrl(),
                        result.migrationsExecuted,
                        result.targetSchemaVersion);
            }
        } catch (FlywayException e) {
            if (Failure.of(e) instanceof Failure.Unavailable) {
                throw new DatabaseUnavailable(
                        "could not migrate the database "
                                + settings.shownUrl()
                                + ": "
                                + rootText(e)
                                + "; try again later",
                        e);
            }
            throw new IllegalStateException(
                    "could not migrate the database "
                            + settings.shownUrl()
                            + ": "
                            + e.getMessage()
                            + "; mend what the migration says, or restore a backup",
                    e);
        }
    }

    private static SessionFactory sessionsOf(DataSource pool) {
        return new HibernatePersistenceConfiguration("vdeli")
                .managedClasses(JpaStores.rows())
                .property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool)
                .property(AvailableSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, true)
                .property(AvailableSettings.JDBC_TIME_ZONE, "UTC")
                .property(AvailableSettings.PREFER_NATIVE_ENUM_TYPES, false)
                .property(
                        AvailableSettings.PHYSICAL_NAMING_STRATEGY,
                        new PhysicalNamingStrategySnakeCaseImpl())
                .property(AvailableSettings.QUERY_PLAN_CACHE_ENABLED, true)
                // One prepared statement per list length would fill the plan cache.
                .property(AvailableSettings.IN_CLAUSE_PARAMETER_PADDING, true)
                .collectStatistics(true)
                .schemaToolingAction(Action.VALIDATE)
                .createEntityManagerFactory();
    }

    private static String rootText(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return String.valueOf(at.getMessage());
    }
}
