package org.vdeli.manager.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an exception of Hibernate or the driver means to the caller of a transaction. The numbers
/// are MariaDB's error codes (Knowledge Base, "MariaDB Error Code Reference").
sealed interface Failure {
    /// ER_CHECKREAD (with snapshot isolation), ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK.
    Set<Integer> CONFLICTS = Set.of(1020, 1205, 1213);

    /// ER_CON_COUNT_ERROR, ER_WSREP_NOT_READY, ER_SERVER_SHUTDOWN, ER_CONNECTION_KILLED (70100),
    /// read-only (a failover under way) and the like.
    Set<Integer> UNAVAILABLE = Set.of(1040, 1047, 1053, 1129, 1203, 1290, 1836, 1927, 4150);

    Pattern DUPLICATE = Pattern.compile("for key '(?:[^'.]*\\.)?([^']*)'");
    Pattern REFERENCE = Pattern.compile("CONSTRAINT `([^`]*)`");

    /// Another transaction was in the way; doing it again helps.
    record Conflict(String text) implements Failure {}

    /// The database is not there.
    record Unavailable(String text) implements Failure {}

    /// A unique key is taken.
    record Duplicate(String key) implements Failure {}

    /// A foreign key does not allow it.
    record Reference(String key) implements Failure {}

    /// Anything else: a mistake of ours, or an exception of the work itself.
    record Other() implements Failure {}

    static Failure of(Throwable failure) {
        SQLException cause = sqlCauseOf(failure);
        if (cause == null) {
            return new Other();
        }
        String text = String.valueOf(cause.getMessage());
        String state = String.valueOf(cause.getSQLState());
        int code = cause.getErrorCode();
        if (CONFLICTS.contains(code)) {
            return new Conflict(text);
        }
        if (UNAVAILABLE.contains(code)
                || state.startsWith("08")
                || state.startsWith("70100")
                || cause instanceof SQLTransientConnectionException
                || cause instanceof SQLNonTransientConnectionException) {
            return new Unavailable(text);
        }
        return switch (code) {
            case 1062 -> new Duplicate(found(DUPLICATE, text));
            case 1451, 1452 -> new Reference(found(REFERENCE, text));
            default -> new Other();
        };
    }

    private static @Nullable SQLException sqlCauseOf(Throwable failure) {
        SQLException found = null;
        int depth = 0;
        for (Throwable at = failure; at != null && depth < 20; at = at.getCause(), depth++) {
            if (at instanceof SQLException sql) {
                found = sql;
                if (sql.getErrorCode() != 0) {
                    return sql;
                }
            }
        }
        return found;
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }
}
