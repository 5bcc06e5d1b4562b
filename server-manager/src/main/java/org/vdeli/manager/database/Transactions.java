package org.vdeli.manager.database;

import java.util.function.Consumer;
import java.util.function.Function;

/// The only door to the database.
///
/// The work of a transaction may run several times (after a deadlock, for one), so it must do
/// nothing but read and write the stores: no messages, files or clocks' side effects. What it
/// returns is the outcome of the run that was committed.
///
/// All methods throw [DatabaseUnavailable] when the database cannot be reached; the caller backs
/// off and tries again. Transactions do not nest: opening one inside another throws
/// [IllegalStateException].
public interface Transactions {
    /// Runs the work and commits; any exception rolls everything back and goes on to the caller.
    ///
    /// @throws DuplicateKey if a row with the same unique key is there already
    /// @throws StillInUse if something to be removed is referred to
    <T> T write(Function<Stores, T> work);

    /// Runs work that only reads, all of it on one consistent state.
    <T> T read(Function<Stores, T> work);

    /// As [#write], for work without a result.
    default void change(Consumer<Stores> work) {
        write(stores -> {
            work.accept(stores);
            return true;
        });
    }
}
