package org.vdeli.manager.publisher;

import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.manager.database.Paging;

/// The projects of all publishers.
public interface Projects {
    Optional<Project> find(ProjectId id);

    Optional<Project> byName(PublisherId publisher, String name);

    /// The project that a path belongs to.
    Optional<Project> byPath(AssetPath path);

    /// The project, locked until the transaction ends: new versions of its paths are made by one at
    /// a time.
    Optional<Project> lock(ProjectId id);

    /// By name.
    List<Project> ofPublisher(PublisherId publisher);

    Page<Project> page(Filter filter, Paging<Order> paging);

    void add(Project project);

    void update(Project project);

    void remove(ProjectId id);

    /// Which ones to list.
    ///
    /// @param text part of the name, any case
    record Filter(Optional<PublisherId> publisher, Optional<String> text) {
        public static final Filter ANY = new Filter(Optional.empty(), Optional.empty());
    }

    enum Order {
        NAME,
        CREATED_AT
    }
}
