package org.vdeli.manager.asset.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.asset.Replica;

@Entity
@Table(name = "replicas")
@IdClass(ReplicaRowKey.class)
final class ReplicaRow {
    @Id long assetId;
    @Id long serverId;
    String checksum = "";
    Instant verifiedAt = Instant.EPOCH;

    ReplicaRow() {}

    Replica toReplica() {
        return new Replica(
                new AssetId(assetId), new ServerId(serverId), Checksum.of(checksum), verifiedAt);
    }
}
