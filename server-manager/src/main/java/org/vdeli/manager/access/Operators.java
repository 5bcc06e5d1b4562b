package org.vdeli.manager.access;

import java.util.Optional;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.OperatorId;
import org.vdeli.manager.database.Paging;

/// The operators.
public interface Operators {
    Optional<Operator> find(OperatorId id);

    Optional<Operator> byName(String name);

    long count();

    Page<Operator> page(Filter filter, Paging<Order> paging);

    void add(Operator operator);

    void update(Operator operator);

    void remove(OperatorId id);

    /// Which ones to list.
    ///
    /// @param text part of the name, any case
    record Filter(Optional<String> text) {
        public static final Filter ANY = new Filter(Optional.empty());
    }

    enum Order {
        NAME,
        ROLE,
        CREATED_AT
    }
}
