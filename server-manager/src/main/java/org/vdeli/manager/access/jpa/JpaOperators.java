package org.vdeli.manager.access.jpa;

import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.OperatorId;
import org.vdeli.manager.access.Operator;
import org.vdeli.manager.access.Operators;
import org.vdeli.manager.database.ListQuery;
import org.vdeli.manager.database.Paging;

/// The operators in MariaDB.
public final class JpaOperators implements Operators {
    private final StatelessSession session;

    public JpaOperators(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(OperatorRow.class);
    }

    @Override
    public Optional<Operator> find(OperatorId id) {
        return Optional.ofNullable(session.get(OperatorRow.class, id.value()))
                .map(OperatorRow::toOperator);
    }

    @Override
    public void add(Operator added) {
        session.insert(OperatorRow.of(added));
    }

    @Override
    public Optional<Operator> byName(String name) {
        return session.createSelectionQuery(
                        "from OperatorRow where name = :name", OperatorRow.class)
                .setParameter("name", name)
                .uniqueResultOptional()
                .map(OperatorRow::toOperator);
    }

    @Override
    public long count() {
        return session.createSelectionQuery("select count(*) from OperatorRow", Long.class)
                .getSingleResult();
    }

    @Override
    public Page<Operator> page(Filter filter, Paging<Order> paging) {
        String column =
                switch (paging.order()) {
                    case NAME -> "name";
                    case ROLE -> "role";
                    case CREATED_AT -> "createdAt";
                };
        return new ListQuery<>(session, OperatorRow.class)
                .whereText(filter.text(), "name")
                .page(paging, column, "id", OperatorRow::toOperator);
    }

    @Override
    public void update(Operator changed) {
        session.update(OperatorRow.of(changed));
    }

    @Override
    public void remove(OperatorId id) {
        session.createMutationQuery("delete OperatorRow where id = :id")
                .setParameter("id", id.value())
                .executeUpdate();
    }
}
