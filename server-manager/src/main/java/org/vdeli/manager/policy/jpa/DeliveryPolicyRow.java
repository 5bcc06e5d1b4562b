package org.vdeli.manager.policy.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.policy.DeliveryPolicy;

@Entity
@Table(name = "delivery_policies")
final class DeliveryPolicyRow {
    @Id long id;
    long projectId;
    @Nullable Long regionId;
    int rankOrder;

    @Enumerated(EnumType.STRING)
    Spread spread = Spread.NONE;

    int serverCount;
    boolean pinned;
    String limits = "";
    LocalTime windowStart = LocalTime.MIDNIGHT;
    LocalTime windowEnd = LocalTime.MIDNIGHT;
    int priority;
    @Nullable Long keepFor;

    DeliveryPolicyRow() {}

    static DeliveryPolicyRow of(DeliveryPolicy policy) {
        DeliveryPolicyRow row = new DeliveryPolicyRow();
        row.id = policy.id().value();
        row.projectId = policy.project().value();
        row.regionId = policy.region().map(RegionId::value).orElse(null);
        row.rankOrder = policy.order();
        row.spread = policy.spread();
        row.serverCount = policy.count();
        row.pinned = policy.pinned();
        row.limits = Columns.json(policy.limits());
        row.windowStart = policy.windowStart();
        row.windowEnd = policy.windowEnd();
        row.priority = policy.priority();
        row.keepFor = policy.keepFor().map(Duration::toMillis).orElse(null);
        return row;
    }

    DeliveryPolicy toPolicy() {
        return new DeliveryPolicy(
                new PolicyId(id),
                new ProjectId(projectId),
                Optional.ofNullable(regionId).map(RegionId::new),
                rankOrder,
                spread,
                serverCount,
                pinned,
                Columns.fromJson(limits, TransferLimits.class),
                windowStart,
                windowEnd,
                priority,
                Optional.ofNullable(keepFor).map(Duration::ofMillis));
    }
}
