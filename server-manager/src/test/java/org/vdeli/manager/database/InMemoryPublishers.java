package org.vdeli.manager.database;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.manager.publisher.Publisher;
import org.vdeli.manager.publisher.Publishers;

/// The publishers in memory.
record InMemoryPublishers(InMemoryStores stores) implements Publishers {

    @Override
    public Optional<Publisher> find(PublisherId id) {
        return stores.publisherRows.find(id.value());
    }

    @Override
    public Optional<Publisher> byName(String name) {
        return stores.publisherRows.all().filter(row -> row.name().equals(name)).findFirst();
    }

    @Override
    public List<Publisher> all() {
        return stores.publisherRows.all().sorted(Comparator.comparing(Publisher::name)).toList();
    }

    @Override
    public Page<Publisher> page(Filter filter, Paging<Order> paging) {
        Comparator<Publisher> order =
                switch (paging.order()) {
                    case NAME -> Comparator.comparing(Publisher::name);
                    case CREATED_AT -> Comparator.comparing(Publisher::createdAt);
                };
        return InMemoryTable.page(
                stores.publisherRows
                        .all()
                        .filter(row -> InMemoryTable.contains(filter.text(), row.name())),
                paging,
                order.thenComparingLong(row -> row.id().value()));
    }

    @Override
    public void add(Publisher added) {
        stores.publisherRows.add(added);
    }

    @Override
    public void update(Publisher changed) {
        stores.publisherRows.update(changed);
    }

    @Override
    public void remove(PublisherId id) {
        stores.publisherRows.remove(id.value());
    }
}
