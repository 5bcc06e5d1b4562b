package org.vdeli.manager.fleet.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "origin_rests")
final class OriginRestRow {
    @Id long serverId;
    Instant since = Instant.EPOCH;

    OriginRestRow() {}
}
