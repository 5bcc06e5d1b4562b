package org.vdeli.installers.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.installers.site.Site;

/// A look into the private database of a site's manager, past the manager.
///
/// What is asked here is counted, so that it can be told apart from the manager's own statements.
final class FleetDatabase implements AutoCloseable {
    private final Connection connection;
    private long asked;

    private FleetDatabase(Connection connection) {
        this.connection = connection;
    }

    /// Opens it as the manager's account.
    static FleetDatabase open(Site site) {
        return open(site, "vdeli", "app.password");
    }

    /// Opens it as root.
    static FleetDatabase openAsRoot(Site site) {
        return open(site, "root", "root.password");
    }

    private static FleetDatabase open(Site site, String user, String secret) {
        Path password = site.managerFolder().resolve("mariadb").resolve(secret);
        try {
            return new FleetDatabase(
                    DriverManager.getConnection(
                            site.addresses().database(), user, Files.readString(password).strip()));
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(
                    "could not open the database of " + site.managerFolder() + ": " + e, e);
        }
    }

    /// Statements that were asked over this connection.
    long asked() {
        return asked;
    }

    /// Statements that the server took since its start, from everybody.
    long questions() {
        return number(
                "SELECT variable_value FROM information_schema.global_status"
                        + " WHERE variable_name = 'QUESTIONS'");
    }

    /// Servers in the state online.
    long online() {
        return number("SELECT COUNT(*) FROM edge_servers WHERE state = 'ONLINE'");
    }

    /// Alarms for silent servers that were raised since a moment.
    long silentAlarmsSince(Instant moment) {
        return number(
                "SELECT COUNT(*) FROM alarms WHERE code = 'server-silent' AND raised_at >= ?",
                LocalDateTime.ofInstant(moment, ZoneOffset.UTC));
    }

    /// Servers that hold an asset, verified.
    long replicas(AssetId asset) {
        return number("SELECT COUNT(*) FROM replicas WHERE asset_id = ?", asset.value());
    }

    /// Jobs of an asset that did not end yet.
    long openJobs(AssetId asset) {
        return number(
                "SELECT COUNT(*) FROM jobs WHERE asset_id = ? AND state NOT IN"
                        + " ('VERIFIED', 'FAILED', 'CANCELLED')",
                asset.value());
    }

    /// Messages that wait to be sent.
    long outbox() {
        return number("SELECT COUNT(*) FROM outbox");
    }

    private long number(String sql, Object... parameters) {
        asked++;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("could not ask the database: " + sql + ": " + e, e);
        }
    }

    /// Notes every statement from now on. For root alone.
    void beginToNote() {
        run("SET GLOBAL log_output = 'TABLE'");
        run("TRUNCATE TABLE mysql.general_log");
        run("SET GLOBAL general_log = ON");
    }

    /// Ends the noting, and counts the statements of those transactions in which one begins with a
    /// text, their commits included.
    ///
    /// @param beginning such as `INSERT INTO replicas`
    long noted(String beginning) {
        run("SET GLOBAL general_log = OFF");
        Map<Long, List<String>> open = new HashMap<>();
        long counted = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT thread_id, argument FROM mysql.general_log"
                                        + " WHERE command_type IN ('Query', 'Execute')"
                                        + " ORDER BY event_time")) {
            while (rows.next()) {
                long thread = rows.getLong(1);
                String text = rows.getString(2).strip();
                List<String> transaction = open.computeIfAbsent(thread, t -> new ArrayList<>());
                transaction.add(text);
                boolean ends = text.equalsIgnoreCase("COMMIT") || text.equalsIgnoreCase("ROLLBACK");
                if (ends) {
                    if (transaction.stream().anyMatch(one -> one.startsWith(beginning))) {
                        counted += transaction.size();
                    }
                    open.remove(thread);
                }
            }
            return counted;
        } catch (SQLException e) {
            throw new IllegalStateException("could not read the statements: " + e, e);
        }
    }

    private void run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("could not " + sql + ": " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("could not close the database: " + e, e);
        }
    }
}
