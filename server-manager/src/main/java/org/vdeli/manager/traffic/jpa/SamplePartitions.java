package org.vdeli.manager.traffic.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.manager.database.DatabaseUnavailable;

/// The upkeep of the table of samples: a partition for each of the coming days, and none for days
/// that are too old. A sample without a day of its own goes into the partition `future`, so nothing
/// is lost when the upkeep is late. Several managers may do it: one at a time, by a named lock.
public final class SamplePartitions {
    private static final Logger LOG = LoggerFactory.getLogger(SamplePartitions.class);
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'p'yyyyMMdd");
    private static final int DAYS_AHEAD = 3;

    private final DataSource pool;
    private final Duration retention;

    /// The upkeep of one database.
    ///
    /// @param retention how long samples are kept, in whole days, at least one
    public SamplePartitions(DataSource pool, Duration retention) {
        this.pool = pool;
        this.retention = retention;
    }

    /// Adds the days that are missing and drops those that are too old.
    ///
    /// @throws DatabaseUnavailable if the database cannot be reached
    public void maintain(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            if (!locked(statement)) {
                return;
            }
            try {
                maintain(connection, statement, today);
            } finally {
                statement.execute("DO RELEASE_LOCK(CONCAT(DATABASE(), '.samples'))");
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new DatabaseUnavailable(
                    "could not look after the partitions of the samples: " + e.getMessage(), e);
        }
    }

    /// The days that have a partition, for tests and for people.
    public SortedSet<LocalDate> days() {
        try (Connection connection = pool.getConnection()) {
            SortedSet<LocalDate> days = days(connection);
            connection.rollback();
            return days;
        } catch (SQLException e) {
            throw new DatabaseUnavailable(
                    "could not read the partitions of the samples: " + e.getMessage(), e);
        }
    }

    private void maintain(Connection connection, Statement statement, LocalDate today)
            throws SQLException {
        SortedSet<LocalDate> days = days(connection);
        LocalDate first = today;
        if (!days.isEmpty() && !days.last().isBefore(today)) {
            first = days.last().plusDays(1);
        }
        for (LocalDate day = first;
                !day.isAfter(today.plusDays(DAYS_AHEAD));
                day = day.plusDays(1)) {
            statement.execute(
                    "ALTER TABLE samples REORGANIZE PARTITION future INTO (PARTITION "
                            + NAME.format(day)
                            + " VALUES LESS THAN ('"
                            + day.plusDays(1)
                            + "'), PARTITION future VALUES LESS THAN (MAXVALUE))");
        }
        LocalDate oldest = today.minusDays(Math.max(1, retention.toDays()));
        for (LocalDate day : days.headSet(oldest)) {
            statement.execute("ALTER TABLE samples DROP PARTITION " + NAME.format(day));
            LOG.info("event=samples-dropped day={} retention={}", day, retention);
        }
    }

    private static boolean locked(Statement statement) throws SQLException {
        try (ResultSet answer =
                statement.executeQuery("SELECT GET_LOCK(CONCAT(DATABASE(), '.samples'), 5)")) {
            return answer.next() && answer.getInt(1) == 1;
        }
    }

    private static SortedSet<LocalDate> days(Connection connection) throws SQLException {
        SortedSet<LocalDate> days = new TreeSet<>();
        try (PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT partition_name FROM information_schema.partitions"
                                        + " WHERE table_schema = DATABASE()"
                                        + " AND table_name = 'samples'"
                                        + " AND partition_name RLIKE '^p[0-9]{8}$'");
                ResultSet names = statement.executeQuery()) {
            while (names.next()) {
                days.add(LocalDate.parse(names.getString(1), NAME));
            }
        }
        return days;
    }
}
