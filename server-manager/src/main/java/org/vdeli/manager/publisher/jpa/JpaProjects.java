package org.vdeli.manager.publisher.jpa;

import java.util.List;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.manager.database.ListQuery;
import org.vdeli.manager.database.Paging;
import org.vdeli.manager.publisher.Project;
import org.vdeli.manager.publisher.Projects;

/// The projects in MariaDB.
public final class JpaProjects implements Projects {
    private final StatelessSession session;

    public JpaProjects(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(ProjectRow.class);
    }

    @Override
    public Optional<Project> find(ProjectId id) {
        return Optional.ofNullable(session.get(ProjectRow.class, id.value()))
                .map(ProjectRow::toProject);
    }

    @Override
    public void add(Project added) {
        session.insert(ProjectRow.of(added));
    }

    @Override
    public Optional<Project> byName(PublisherId publisher, String name) {
        return session.createSelectionQuery(
                        "from ProjectRow where publisherId = :publisher and name = :name",
                        ProjectRow.class)
                .setParameter("publisher", publisher.value())
                .setParameter("name", name)
                .uniqueResultOptional()
                .map(ProjectRow::toProject);
    }

    @Override
    public Optional<Project> byPath(AssetPath path) {
        return session.createSelectionQuery(
                        "select r from ProjectRow r join PublisherRow p on p.id = r.publisherId"
                                + " where p.name = :publisher and r.name = :name",
                        ProjectRow.class)
                .setParameter("publisher", path.publisher())
                .setParameter("name", path.project())
                .uniqueResultOptional()
                .map(ProjectRow::toProject);
    }

    @Override
    public Optional<Project> lock(ProjectId id) {
        return Optional.ofNullable(
                        session.get(ProjectRow.class, id.value(), LockMode.PESSIMISTIC_WRITE))
                .map(ProjectRow::toProject);
    }

    @Override
    public List<Project> ofPublisher(PublisherId publisher) {
        return session
                .createSelectionQuery(
                        "from ProjectRow where publisherId = :publisher order by name",
                        ProjectRow.class)
                .setParameter("publisher", publisher.value())
                .getResultList()
                .stream()
                .map(ProjectRow::toProject)
                .toList();
    }

    @Override
    public Page<Project> page(Filter filter, Paging<Order> paging) {
        String column =
                switch (paging.order()) {
                    case NAME -> "name";
                    case CREATED_AT -> "createdAt";
                };
        return new ListQuery<>(session, ProjectRow.class)
                .where(
                        "publisher",
                        "r.publisherId = :publisher",
                        filter.publisher().map(PublisherId::value))
                .whereText(filter.text(), "name")
                .page(paging, column, "id", ProjectRow::toProject);
    }

    @Override
    public void update(Project changed) {
        session.update(ProjectRow.of(changed));
    }

    @Override
    public void remove(ProjectId id) {
        session.createMutationQuery("delete ProjectRow where id = :id")
                .setParameter("id", id.value())
                .executeUpdate();
    }
}
