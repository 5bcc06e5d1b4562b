package org.vdeli.manager.publisher.jpa;

import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.manager.database.ListQuery;
import org.vdeli.manager.database.Paging;
import org.vdeli.manager.publisher.Publisher;
import org.vdeli.manager.publisher.Publishers;

/// The publishers in MariaDB.
public final class JpaPublishers implements Publishers {
    private final StatelessSession session;

    public JpaPublishers(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(PublisherRow.class);
    }

    @Override
    public Optional<Publisher> find(PublisherId id) {
        return Optional.ofNullable(session.get(PublisherRow.class, id.value()))
                .map(PublisherRow::toPublisher);
    }

    @Override
    public void add(Publisher added) {
        session.insert(PublisherRow.of(added));
    }

    @Override
    public Optional<Publisher> byName(String name) {
        return session.createSelectionQuery(
                        "from PublisherRow where name = :name", PublisherRow.class)
                .setParameter("name", name)
                .uniqueResultOptional()
                .map(PublisherRow::toPublisher);
    }

    @Override
    public List<Publisher> all() {
        return session
                .createSelectionQuery("from PublisherRow order by name", PublisherRow.class)
                .getResultList()
                .stream()
                .map(PublisherRow::toPublisher)
                .toList();
    }

    @Override
    public Page<Publisher> page(Filter filter, Paging<Order> paging) {
        String column =
                switch (paging.order()) {
                    case NAME -> "name";
                    case CREATED_AT -> "createdAt";
                };
        return new ListQuery<>(session, PublisherRow.class)
                .whereText(filter.text(), "name")
                .page(paging, column, "id", PublisherRow::toPublisher);
    }

    @Override
    public void update(Publisher changed) {
        session.update(PublisherRow.of(changed));
    }

    @Override
    public void remove(PublisherId id) {
        session.createMutationQuery("delete PublisherRow where id = :id")
                .setParameter("id", id.value())
                .executeUpdate();
    }
}
