package org.vdeli.manager.access.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.id.OperatorId;
import org.vdeli.manager.access.Operator;

@Entity
@Table(name = "operators")
final class OperatorRow {
    @Id long id;
    String name = "";

    @Enumerated(EnumType.STRING)
    Role role = Role.VIEWER;

    String passwordHash = "";
    boolean disabled;
    Instant createdAt = Instant.EPOCH;

    OperatorRow() {}

    static OperatorRow of(Operator operator) {
        OperatorRow row = new OperatorRow();
        row.id = operator.id().value();
        row.name = operator.name();
        row.role = operator.role();
        row.passwordHash = operator.passwordHash();
        row.disabled = operator.disabled();
        row.createdAt = operator.createdAt();
        return row;
    }

    Operator toOperator() {
        return new Operator(new OperatorId(id), name, role, passwordHash, disabled, createdAt);
    }
}
