package org.vdeli.manager.dispatch.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.vdeli.manager.dispatch.OutboxMessage;

@Entity
@Table(name = "outbox")
final class OutboxRow {
    @Id long id;
    String exchange = "";
    String routingKey = "";
    String body = "";
    boolean persistent;
    Instant createdAt = Instant.EPOCH;
    Instant notBefore = Instant.EPOCH;

    OutboxRow() {}

    OutboxMessage toMessage() {
        return new OutboxMessage(id, exchange, routingKey, body, persistent, createdAt, notBefore);
    }
}
