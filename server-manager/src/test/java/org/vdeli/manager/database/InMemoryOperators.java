package org.vdeli.manager.database;

import java.util.Comparator;
import java.util.Optional;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.OperatorId;
import org.vdeli.manager.access.Operator;
import org.vdeli.manager.access.Operators;

/// The operators in memory.
record InMemoryOperators(InMemoryStores stores) implements Operators {

    @Override
    public Optional<Operator> find(OperatorId id) {
        return stores.operatorRows.find(id.value());
    }

    @Override
    public Optional<Operator> byName(String name) {
        return stores.operatorRows.all().filter(row -> row.name().equals(name)).findFirst();
    }

    @Override
    public long count() {
        return stores.operatorRows.size();
    }

    @Override
    public Page<Operator> page(Filter filter, Paging<Order> paging) {
        Comparator<Operator> order =
                switch (paging.order()) {
                    case NAME -> Comparator.comparing(Operator::name);
                    case ROLE -> Comparator.comparing(row -> row.role().name());
                    case CREATED_AT -> Comparator.comparing(Operator::createdAt);
                };
        return InMemoryTable.page(
                stores.operatorRows
                        .all()
                        .filter(row -> InMemoryTable.contains(filter.text(), row.name())),
                paging,
                order.thenComparingLong(row -> row.id().value()));
    }

    @Override
    public void add(Operator added) {
        stores.operatorRows.add(added);
    }

    @Override
    public void update(Operator changed) {
        stores.operatorRows.update(changed);
    }

    @Override
    public void remove(OperatorId id) {
        stores.operatorRows.remove(id.value());
        stores.sessions().removeOf(id);
    }
}
