package org.vdeli.manager.presence.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.net.URI;
import java.time.Instant;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.manager.presence.ManagerNode;

@Entity
@Table(name = "managers")
final class ManagerRow {
    @Id long id;
    int number;
    String name = "";
    String url = "";
    Instant startedAt = Instant.EPOCH;
    Instant lastSeen = Instant.EPOCH;

    ManagerRow() {}

    static ManagerRow of(ManagerNode node) {
        ManagerRow row = new ManagerRow();
        row.id = node.id().value();
        row.number = node.number();
        row.name = node.name();
        row.url = node.url().toString();
        row.startedAt = node.startedAt();
        row.lastSeen = node.lastSeen();
        return row;
    }

    ManagerNode toNode() {
        return new ManagerNode(
                new ManagerId(id), number, name, URI.create(url), startedAt, lastSeen);
    }
}
