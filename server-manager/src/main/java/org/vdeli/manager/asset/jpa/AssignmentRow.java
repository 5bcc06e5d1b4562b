package org.vdeli.manager.asset.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.asset.Assignment;

@Entity
@Table(name = "assignments")
@IdClass(ReplicaRowKey.class)
final class AssignmentRow {
    @Id long assetId;
    @Id long serverId;
    @Nullable Long policyId;
    Instant decidedAt = Instant.EPOCH;
    @Nullable Boolean pinned;
    @Nullable Instant evictedAt;
    @Nullable Instant leavingSince;
    boolean onMiss;

    AssignmentRow() {}

    Assignment toAssignment() {
        return new Assignment(
                new AssetId(assetId),
                new ServerId(serverId),
                Optional.ofNullable(policyId).map(PolicyId::new),
                decidedAt,
                Optional.ofNullable(pinned),
                Optional.ofNullable(evictedAt),
                Optional.ofNullable(leavingSince),
                onMiss);
    }
}
