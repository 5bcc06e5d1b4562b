package org.vdeli.manager.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import org.hibernate.StatelessSession;

/// Plain SQL for many rows, in as few exchanges with the database as its driver can make of it.
public final class Batch {
    private static final int ROWS = 1000;

    private Batch() {}

    /// Runs one statement once for each item.
    public static <T> void run(
            StatelessSession session, String sql, Collection<T> items, Binder<T> binder) {
        if (items.isEmpty()) {
            return;
        }
        session.doWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                int waiting = 0;
                for (T item : items) {
                    binder.bind(statement, item);
                    statement.addBatch();
                    if (++waiting == ROWS) {
                        statement.executeBatch();
                        waiting = 0;
                    }
                }
                if (waiting > 0) {
                    statement.executeBatch();
                }
            }
        });
    }

    /// Fills in the parameters of a statement.
    @FunctionalInterface
    public interface Binder<T> {
        void bind(PreparedStatement statement, T item) throws SQLException;
    }
}
