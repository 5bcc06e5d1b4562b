package org.vdeli.manager.database;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Transactions in memory, one at a time: for unit tests of what works with the stores.
public final class InMemoryTransactions implements Transactions {
    private final InMemoryStores stores = new InMemoryStores();
    private boolean open;
    private @Nullable RuntimeException outage;

    @Override
    public synchronized <T> T write(Function<Stores, T> work) {
        return run(work);
    }

    @Override
    public synchronized <T> T read(Function<Stores, T> work) {
        return run(work);
    }

    /// From now on every transaction fails as if the database were down.
    public synchronized void breakDown() {
        outage = new DatabaseUnavailable("broken down by the test", new IllegalStateException());
    }

    /// The database is there again.
    public synchronized void recover() {
        outage = null;
    }

    private <T> T run(Function<Stores, T> work) {
        if (outage != null) {
            throw outage;
        }
        if (open) {
            throw new IllegalStateException("a transaction is open already: they do not nest");
        }
        open = true;
        Runnable undo = stores.savepoint();
        try {
            return work.apply(stores);
        } catch (RuntimeException | Error e) {
            undo.run();
            throw e;
        } finally {
            open = false;
        }
    }
}
