package org.vdeli.manager.origin.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.origin.OriginCopy;
import org.vdeli.manager.origin.OriginHolder;

@Entity
@Table(name = "origin_copies")
@IdClass(OriginCopyKey.class)
final class OriginCopyRow {
    @Id String checksum = "";

    @Id
    @Enumerated(EnumType.STRING)
    OriginHolder.Kind holderKind = OriginHolder.Kind.MANAGER;

    @Id long holderId;
    Instant since = Instant.EPOCH;

    OriginCopyRow() {}

    OriginCopy toCopy() {
        return new OriginCopy(Checksum.of(checksum), new OriginHolder(holderKind, holderId), since);
    }
}
