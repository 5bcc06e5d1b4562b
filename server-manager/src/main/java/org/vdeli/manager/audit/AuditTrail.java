package org.vdeli.manager.audit;

import java.time.InstantSource;
import java.util.Optional;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AuditId;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.database.Stores;

/// Writes the audit trail, in the transaction that makes the change. What it is given as the object
/// before and after are views: they hold no secrets.
public final class AuditTrail {
    private final IdMint ids;
    private final InstantSource clock;
    private final Codec codec;

    public AuditTrail(IdMint ids, InstantSource clock, Codec codec) {
        this.ids = ids;
        this.clock = clock;
        this.codec = codec;
    }

    public void created(Stores stores, String actor, ObjectKind kind, String object, Object after) {
        add(stores, actor, "create", kind, object, Optional.empty(), Optional.of(after));
    }

    public void updated(
            Stores stores,
            String actor,
            ObjectKind kind,
            String object,
            Object before,
            Object after) {
        add(stores, actor, "update", kind, object, Optional.of(before), Optional.of(after));
    }

    public void deleted(
            Stores stores, String actor, ObjectKind kind, String object, Object before) {
        add(stores, actor, "delete", kind, object, Optional.of(before), Optional.empty());
    }

    /// Anything else that somebody did, such as `login` or `retry`.
    public void did(Stores stores, String actor, String action, ObjectKind kind, String object) {
        add(stores, actor, action, kind, object, Optional.empty(), Optional.empty());
    }

    /// Anything else that somebody did to many things at once, such as `pause`.
    ///
    /// @param what was ordered
    public void did(
            Stores stores,
            String actor,
            String action,
            ObjectKind kind,
            String object,
            Object what) {
        add(stores, actor, action, kind, object, Optional.empty(), Optional.of(what));
    }

    private void add(
            Stores stores,
            String actor,
            String action,
            ObjectKind kind,
            String object,
            Optional<Object> before,
            Optional<Object> after) {
        stores.audit()
                .add(
                        new AuditEntry(
                                new AuditId(ids.next()),
                                clock.instant(),
                                actor,
                                action,
                                kind,
                                object,
                                before.map(codec::write),
                                after.map(codec::write)));
    }
}
