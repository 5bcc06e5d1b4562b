package org.vdeli.manager.publisher;

import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.manager.database.Paging;

/// The publishers.
public interface Publishers {
    Optional<Publisher> find(PublisherId id);

    Optional<Publisher> byName(String name);

    List<Publisher> all();

    Page<Publisher> page(Filter filter, Paging<Order> paging);

    void add(Publisher publisher);

    void update(Publisher publisher);

    void remove(PublisherId id);

    /// Which ones to list.
    ///
    /// @param text part of the name, any case
    record Filter(Optional<String> text) {
        public static final Filter ANY = new Filter(Optional.empty());
    }

    enum Order {
        NAME,
        CREATED_AT
    }
}
