package org.vdeli.manager.purge.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "purge_targets")
@IdClass(PurgeTargetKey.class)
final class PurgeTargetRow {
    @Id long purgeId;
    @Id long assetId;
    @Id long serverId;
    long jobId;
    @Nullable Instant receivedAt;
    boolean calledOff;

    PurgeTargetRow() {}
}
