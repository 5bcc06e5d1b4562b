package org.vdeli.manager.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/// Plain SQL for many rows in few statements.
///
/// The statements themselves name many rows. A JDBC batch would not do: the driver sends one as one
/// command only where it is a plain INSERT, and an INSERT that may meet its row, an UPDATE or a
/// DELETE goes out row by row (mariadb-java-client 3.5 with MariaDB before 11.5).
public final class Batch {
    /// Some 300 kB of statement for the widest rows; MariaDB takes 16 MiB as it comes.
    private static final int ROWS = 1000;

    private Batch() {}

    /// The values of one row, in the order of the statement's columns.
    public static final class Values {
        private final List<@Nullable Object> values;

        private Values(List<@Nullable Object> values) {
            this.values = values;
        }

        /// The value of the next column: a number, text, or what [Columns#utc] makes.
        public Values add(@Nullable Object value) {
            values.add(value);
            return this;
        }
    }

    /// Inserts a row for each item.
    ///
    /// @param into up to the names of the columns, such as `INSERT INTO t (a, b)`
    /// @param after what follows the rows, such as `ON DUPLICATE KEY UPDATE b = VALUES(b)`; may be
    ///   empty
    /// @param filler adds the values of an item, as many for each
    public static <T> void insert(
            StatelessSession session,
            String into,
            String after,
            Collection<T> items,
            BiConsumer<Values, T> filler) {
        List<@Nullable Object> values = new ArrayList<>();
        Values row = new Values(values);
        int rows = 0;
        for (T item : items) {
            filler.accept(row, item);
            if (++rows == ROWS) {
                insert(session, into, after, values, rows);
                values.clear();
                rows = 0;
            }
        }
        if (rows > 0) {
            insert(session, into, after, values, rows);
        }
    }

    private static void insert(
            StatelessSession session,
            String into,
            String after,
            List<@Nullable Object> values,
            int rows) {
        String one = "(" + marks(values.size() / rows) + ")";
        String sql = into + " VALUES " + (one + ", ").repeat(rows - 1) + one + " " + after;
        run(session, sql, values);
    }

    /// Runs a statement for the rows of many keys.
    ///
    /// @param statement up to the list of keys, such as `UPDATE t SET a = ? WHERE id IN`
    /// @param values of the parameters before the keys
    public static void forKeys(
            StatelessSession session,
            String statement,
            List<? extends @Nullable Object> values,
            List<Long> keys) {
        for (int from = 0; from < keys.size(); from += ROWS) {
            List<Long> part = keys.subList(from, Math.min(from + ROWS, keys.size()));
            List<@Nullable Object> all = new ArrayList<>(values);
            all.addAll(part);
            run(session, statement + " (" + marks(part.size()) + ")", all);
        }
    }

    private static String marks(int count) {
        return "?, ".repeat(count - 1) + "?";
    }

    private static void run(
            StatelessSession session, String sql, List<? extends @Nullable Object> values) {
        session.doWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(statement, values);
                statement.executeUpdate();
            }
        });
    }

    private static void bind(PreparedStatement statement, List<? extends @Nullable Object> values)
            throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }
}
