package org.vdeli.manager.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Transactions in MariaDB, one Hibernate stateless session each.
///
/// Work that writes runs at READ COMMITTED: it reads what others committed up to each statement (a
/// row that was waited for is seen as it is now) and locks no gaps. Work that only reads runs at
/// REPEATABLE READ, on one state. A transaction that the database broke off for a deadlock or a
/// lock that took too long runs again, a few times, after a random pause.
public final class JpaTransactions implements Transactions {
    /// Ten attempts with pauses that double from 5 ms: 5 s in all before the caller hears of it.
    private static final int ATTEMPTS = 10;

    private static final long FIRST_PAUSE_MILLIS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(JpaTransactions.class);
    private static final ScopedValue<Boolean> OPEN = ScopedValue.newInstance();

    private final SessionFactory sessions;
    private final RandomGenerator random;

    public JpaTransactions(SessionFactory sessions, RandomGenerator random) {
        this.sessions = sessions;
        this.random = random;
    }

    @Override
    public <T> T write(Function<Stores, T> work) {
        return repeated(false, work);
    }

    @Override
    public <T> T read(Function<Stores, T> work) {
        return repeated(true, work);
    }

    private <T> T repeated(boolean readOnly, Function<Stores, T> work) {
        if (OPEN.isBound()) {
            throw new IllegalStateException("a transaction is open already: they do not nest");
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return ScopedValue.where(OPEN, true).call(() -> once(readOnly, work));
            } catch (RuntimeException e) {
                switch (Failure.of(e)) {
                    case Failure.Conflict conflict -> {
                        if (attempt == ATTEMPTS) {
                            throw new DatabaseUnavailable(
                                    "could not finish a transaction: "
                                            + conflict.text()
                                            + ", "
                                            + ATTEMPTS
                                            + " times in a row; try again later",
                                    e);
                        }
                        LOG.debug(
                                "event=transaction-repeated attempt={} cause={}",
                                attempt,
                                conflict.text());
                        pause(attempt);
                    }
                    case Failure.Unavailable unavailable ->
                            throw new DatabaseUnavailable(
                                    "could not reach the database: "
                                            + unavailable.text()
                                            + "; try again later",
                                    e);
                    case Failure.Duplicate duplicate -> throw new DuplicateKey(duplicate.key(), e);
                    case Failure.Reference reference -> throw new StillInUse(reference.key(), e);
                    case Failure.Other _ -> throw e;
                }
            }
        }
    }

    private <T> T once(boolean readOnly, Function<Stores, T> work) {
        try (StatelessSession session = sessions.openStatelessSession()) {
            session.getTransaction().begin();
            try {
                if (readOnly) {
                    session.doWork(JpaTransactions::startReading);
                }
                T result = work.apply(JpaStores.of(session));
                session.getTransaction().commit();
                return result;
            } catch (RuntimeException | Error e) {
                rollback(session, e);
                throw e;
            }
        }
    }

    /// Begins the transaction itself as a reading one. Set beforehand, the mode would wait for the
    /// next transaction of the connection: another one's, if the session gives the connection back
    /// in between or the work asks the database nothing.
    private static void startReading(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            statement.execute("START TRANSACTION READ ONLY");
        }
    }

    private static void rollback(StatelessSession session, Throwable cause) {
        try {
            if (session.getTransaction().isActive()) {
                session.getTransaction().rollback();
            }
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private void pause(int attempt) {
        long most = FIRST_PAUSE_MILLIS << attempt;
        try {
            Thread.sleep(random.nextLong(FIRST_PAUSE_MILLIS, most));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("could not repeat a transaction: interrupted", e);
        }
    }
}
