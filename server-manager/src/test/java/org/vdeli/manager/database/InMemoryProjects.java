package org.vdeli.manager.database;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.manager.publisher.Project;
import org.vdeli.manager.publisher.Projects;

/// The projects in memory.
record InMemoryProjects(InMemoryStores stores) implements Projects {

    @Override
    public Optional<Project> find(ProjectId id) {
        return stores.projectRows.find(id.value());
    }

    @Override
    public Optional<Project> byName(PublisherId publisher, String name) {
        return ofPublisher(publisher).stream().filter(row -> row.name().equals(name)).findFirst();
    }

    @Override
    public Optional<Project> byPath(AssetPath path) {
        return stores.publishers()
                .byName(path.publisher())
                .flatMap(publisher -> byName(publisher.id(), path.project()));
    }

    @Override
    public List<Project> ofPublisher(PublisherId publisher) {
        return stores.projectRows
                .all()
                .filter(row -> row.publisher().equals(publisher))
                .sorted(Comparator.comparing(Project::name))
                .toList();
    }

    @Override
    public Optional<Project> lock(ProjectId id) {
        return find(id);
    }

    @Override
    public Page<Project> page(Filter filter, Paging<Order> paging) {
        Comparator<Project> order =
                switch (paging.order()) {
                    case NAME -> Comparator.comparing(Project::name);
                    case CREATED_AT -> Comparator.comparing(Project::createdAt);
                };
        return InMemoryTable.page(
                stores.projectRows
                        .all()
                        .filter(row -> InMemoryTable.is(filter.publisher(), row.publisher()))
                        .filter(row -> InMemoryTable.contains(filter.text(), row.name())),
                paging,
                order.thenComparingLong(row -> row.id().value()));
    }

    @Override
    public void add(Project added) {
        stores.projectRows.add(added);
    }

    @Override
    public void update(Project changed) {
        stores.projectRows.update(changed);
    }

    @Override
    public void remove(ProjectId id) {
        stores.projectRows.remove(id.value());
    }
}
