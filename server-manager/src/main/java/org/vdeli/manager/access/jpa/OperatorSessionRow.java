package org.vdeli.manager.access.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.vdeli.contracts.id.OperatorId;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.access.OperatorSession;

@Entity
@Table(name = "operator_sessions")
final class OperatorSessionRow {
    @Id String tokenHash = "";
    long operatorId;
    Instant createdAt = Instant.EPOCH;
    Instant expiresAt = Instant.EPOCH;

    OperatorSessionRow() {}

    static OperatorSessionRow of(OperatorSession session) {
        OperatorSessionRow row = new OperatorSessionRow();
        row.tokenHash = session.tokenHash().hex();
        row.operatorId = session.operator().value();
        row.createdAt = session.createdAt();
        row.expiresAt = session.expiresAt();
        return row;
    }

    OperatorSession toSession() {
        return new OperatorSession(
                Checksum.of(tokenHash), new OperatorId(operatorId), createdAt, expiresAt);
    }
}
