package org.vdeli.manager.fleet.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "peer_doors")
final class PeerDoorRow {
    @Id long serverId;
    String address = "";

    PeerDoorRow() {}
}
