package org.vdeli.manager.traffic.jpa;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.SampleView;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.manager.database.Batch;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.traffic.Sample;
import org.vdeli.manager.traffic.Samples;

/// The samples in MariaDB, by plain SQL: rows of a partitioned table that nothing else refers to.
public final class JpaSamples implements Samples {
    private static final String COLUMNS =
            "server_id, from_at, sequence, length_ms, requests, sent, informational, successful,"
                    + " redirected, refused, failed, active, median_us, percentile95_us,"
                    + " percentile99_us, cpu, load_average, network_received, network_sent,"
                    + " disk_size, disk_free, hits, misses";

    private final StatelessSession session;

    public JpaSamples(StatelessSession session) {
        this.session = session;
    }

    @Override
    public void addAll(Collection<Sample> samples) {
        Batch.insert(
                session,
                "INSERT IGNORE INTO samples (" + COLUMNS + ")",
                "",
                samples,
                JpaSamples::fill);
    }

    @Override
    public List<Sample> ofServer(ServerId server, Instant from, Instant to, int limit) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement(
                            "SELECT "
                                    + COLUMNS
                                    + " FROM samples WHERE server_id = ? AND from_at >= ?"
                                    + " AND from_at < ? ORDER BY from_at, sequence"
                                    + " LIMIT ?")) {
                statement.setLong(1, server.value());
                statement.setObject(2, Columns.utc(from));
                statement.setObject(3, Columns.utc(to));
                statement.setInt(4, limit);
                return list(statement, JpaSamples::sample);
            }
        });
    }

    @Override
    public List<SampleView> sums(
            Optional<ServerId> server, Instant from, Instant to, Duration bucket) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement(sumsBy(server.isPresent()))) {
                int parameter = 0;
                statement.setLong(++parameter, bucket.toSeconds());
                statement.setObject(++parameter, Columns.utc(from));
                statement.setObject(++parameter, Columns.utc(to));
                if (server.isPresent()) {
                    statement.setLong(++parameter, server.get().value());
                }
                return list(statement, row -> sum(row, bucket));
            }
        });
    }

    /// First the largest state of each server within a bucket, then the sum over servers.
    private static String sumsBy(boolean oneServer) {
        return """
        SELECT bucket, SUM(requests), SUM(sent), SUM(informational), SUM(successful),
            SUM(redirected), SUM(refused), SUM(failed), SUM(active), MAX(median_us),
            MAX(percentile95_us), MAX(percentile99_us), MAX(cpu), SUM(disk_free),
            SUM(hits), SUM(misses)
        FROM (SELECT
                TIMESTAMPDIFF(SECOND, '1970-01-01', from_at) DIV ? AS bucket,
                server_id, SUM(requests) AS requests, SUM(sent) AS sent,
                SUM(informational) AS informational, SUM(successful) AS successful,
                SUM(redirected) AS redirected, SUM(refused) AS refused,
                SUM(failed) AS failed, MAX(active) AS active,
                MAX(median_us) AS median_us, MAX(percentile95_us) AS percentile95_us,
                MAX(percentile99_us) AS percentile99_us, MAX(cpu) AS cpu,
                MAX(disk_free) AS disk_free, SUM(hits) AS hits, SUM(misses) AS misses
            FROM samples WHERE from_at >= ? AND from_at < ? %s
            GROUP BY bucket, server_id) AS by_server
        GROUP BY bucket ORDER BY bucket\
        """
                .formatted(oneServer ? "AND server_id = ?" : "");
    }

    private static void fill(Batch.Values row, Sample sample) {
        Report.StatusClasses statuses = sample.statuses();
        row.add(sample.server().value())
                .add(Columns.utc(sample.from()))
                .add(sample.sequence())
                .add(sample.length().toMillis())
                .add(sample.requests())
                .add(sample.sent().bytes())
                .add(statuses.informational())
                .add(statuses.successful())
                .add(statuses.redirected())
                .add(statuses.refused())
                .add(statuses.failed())
                .add(sample.active())
                .add(micros(sample.median()))
                .add(micros(sample.percentile95()))
                .add(micros(sample.percentile99()))
                .add(sample.cpu())
                .add(sample.load())
                .add(sample.networkReceived().bytes())
                .add(sample.networkSent().bytes())
                .add(sample.diskSize().bytes())
                .add(sample.diskFree().bytes())
                .add(sample.cache().map(Report.CacheCounts::hits).orElse(null))
                .add(sample.cache().map(Report.CacheCounts::misses).orElse(null));
    }

    private static Sample sample(ResultSet row) throws SQLException {
        return new Sample(
                new ServerId(row.getLong(1)),
                Columns.instant(row.getObject(2, LocalDateTime.class)),
                Duration.ofMillis(row.getInt(4)),
                row.getLong(3),
                row.getLong(5),
                ByteCount.of(row.getLong(6)),
                new Report.StatusClasses(
                        row.getLong(7),
                        row.getLong(8),
                        row.getLong(9),
                        row.getLong(10),
                        row.getLong(11)),
                row.getInt(12),
                duration(row, 13),
                duration(row, 14),
                duration(row, 15),
                row.getDouble(16),
                row.getDouble(17),
                ByteCount.of(row.getLong(18)),
                ByteCount.of(row.getLong(19)),
                ByteCount.of(row.getLong(20)),
                ByteCount.of(row.getLong(21)),
                cache(row, 22));
    }

    private static SampleView sum(ResultSet row, Duration bucket) throws SQLException {
        return new SampleView(
                Instant.ofEpochSecond(row.getLong(1) * bucket.toSeconds()),
                bucket,
                row.getLong(2),
                ByteCount.of(row.getLong(3)),
                new Report.StatusClasses(
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8)),
                row.getInt(9),
                duration(row, 10),
                duration(row, 11),
                duration(row, 12),
                row.getDouble(13),
                ByteCount.of(row.getLong(14)),
                cache(row, 15));
    }

    private static Optional<Report.CacheCounts> cache(ResultSet row, int column)
            throws SQLException {
        long hits = row.getLong(column);
        boolean isCounted = !row.wasNull();
        return isCounted
                ? Optional.of(new Report.CacheCounts(hits, row.getLong(column + 1)))
                : Optional.empty();
    }

    private static @Nullable Long micros(Optional<Duration> duration) {
        return duration.map(some -> some.toNanos() / 1000).orElse(null);
    }

    private static Optional<Duration> duration(ResultSet row, int column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofNanos(micros * 1000));
    }

    private static <T> List<T> list(PreparedStatement statement, RowReader<T> reader)
            throws SQLException {
        List<T> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(reader.read(rows));
            }
        }
        return List.copyOf(found);
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
