package org.vdeli.manager.publisher.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.manager.publisher.Project;

@Entity
@Table(name = "projects")
final class ProjectRow {
    @Id long id;
    long publisherId;
    String name = "";
    Instant createdAt = Instant.EPOCH;

    ProjectRow() {}

    static ProjectRow of(Project project) {
        ProjectRow row = new ProjectRow();
        row.id = project.id().value();
        row.publisherId = project.publisher().value();
        row.name = project.name();
        row.createdAt = project.createdAt();
        return row;
    }

    Project toProject() {
        return new Project(new ProjectId(id), new PublisherId(publisherId), name, createdAt);
    }
}
