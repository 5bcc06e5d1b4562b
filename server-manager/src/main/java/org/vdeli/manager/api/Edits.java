package org.vdeli.manager.api;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.manager.audit.AuditTrail;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;

/// Changes that operators make, each one transaction with its audit entry.
public final class Edits {
    private final Transactions transactions;
    private final AuditTrail audit;
    private final IdMint ids;
    private final InstantSource clock;

    public Edits(Transactions transactions, AuditTrail audit, IdMint ids, InstantSource clock) {
        this.transactions = transactions;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /// An object's view before and after a change.
    public record Changed<V>(V before, V after) {}

    public IdMint ids() {
        return ids;
    }

    public InstantSource clock() {
        return clock;
    }

    /// Reads something that may not be there.
    public <T> T find(String kind, Object id, Function<Stores, Optional<T>> work) {
        return transactions.read(stores -> require(kind, id, work.apply(stores)));
    }

    public <T> T read(Function<Stores, T> work) {
        return transactions.read(work);
    }

    /// Makes a new object.
    public <V> V create(
            Call call, ObjectKind kind, Function<V, Object> id, Function<Stores, V> work) {
        return transactions.write(stores -> {
            V made = work.apply(stores);
            audit.created(stores, actor(call), kind, id.apply(made).toString(), made);
            return made;
        });
    }

    /// Changes an object.
    public <V> Changed<V> update(
            Call call, ObjectKind kind, Object id, Function<Stores, Changed<V>> work) {
        return transactions.write(stores -> {
            Changed<V> changed = work.apply(stores);
            audit.updated(
                    stores,
                    actor(call),
                    kind,
                    id.toString(),
                    (Object) changed.before(),
                    (Object) changed.after());
            return changed;
        });
    }

    /// Removes an object.
    ///
    /// @param work removes it and says what it was
    public <V> V delete(Call call, ObjectKind kind, Object id, Function<Stores, V> work) {
        return transactions.write(stores -> {
            V removed = work.apply(stores);
            audit.deleted(stores, actor(call), kind, id.toString(), removed);
            return removed;
        });
    }

    /// Notes in the audit trail that an object was removed, in a transaction that is open.
    public void deleted(Call call, Stores stores, ObjectKind kind, Object id, Object before) {
        audit.deleted(stores, actor(call), kind, id.toString(), before);
    }

    /// Notes in the audit trail what was ordered, in a transaction that is open.
    public void did(
            Call call, Stores stores, String action, ObjectKind kind, Object id, Object what) {
        audit.did(stores, actor(call), action, kind, id.toString(), what);
    }

    /// Does anything else to an object.
    public <T> T act(
            Call call, String action, ObjectKind kind, Object id, Function<Stores, T> work) {
        return transactions.write(stores -> {
            T result = work.apply(stores);
            audit.did(stores, actor(call), action, kind, id.toString());
            return result;
        });
    }

    /// What was found, or status 404.
    public static <T> T require(String kind, Object id, Optional<T> found) {
        return found.orElseThrow(() -> ProblemException.notFound(kind + " " + id));
    }

    /// Ends the call with status 400 if something that a body refers to is not there.
    public static <T> T refer(String field, Object id, Optional<T> found) {
        return found.orElseThrow(
                () -> ProblemException.invalid(field, "there is no such thing: " + id));
    }

    /// Ends the call with status 409 if another object has the name already.
    ///
    /// @param sameAs whether the one found is the object itself
    public static <T> void requireFree(
            String kind, String name, Optional<T> found, Function<T, Boolean> sameAs) {
        if (found.isPresent() && !sameAs.apply(found.get())) {
            throw ProblemException.conflict(
                    "could not name it '" + name + "': another " + kind + " has that name");
        }
    }

    /// Ends the call with status 409 if anything is in the way of a removal.
    ///
    /// @param name describes one of the things
    public static <T> void requireNone(String what, List<T> inTheWay, Function<T, String> name) {
        if (!inTheWay.isEmpty()) {
            StringBuilder names = new StringBuilder();
            int shown = Math.min(5, inTheWay.size());
            for (int i = 0; i < shown; i++) {
                names.append(i == 0 ? "" : ", ").append(name.apply(inTheWay.get(i)));
            }
            String rest = inTheWay.size() > shown ? " and others" : "";
            throw ProblemException.conflict(
                    "could not delete " + what + ": in the way are " + names + rest);
        }
    }

    private static String actor(Call call) {
        return call.caller().name();
    }
}
