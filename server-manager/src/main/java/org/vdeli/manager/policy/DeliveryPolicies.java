package org.vdeli.manager.policy;

import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.manager.database.Paging;

/// The delivery policies.
public interface DeliveryPolicies {
    Optional<DeliveryPolicy> find(PolicyId id);

    /// By order, then id.
    List<DeliveryPolicy> ofProject(ProjectId project);

    /// By order, then id.
    List<DeliveryPolicy> all();

    Page<DeliveryPolicy> page(Filter filter, Paging<Order> paging);

    void add(DeliveryPolicy policy);

    void update(DeliveryPolicy policy);

    void remove(PolicyId id);

    /// Which ones to list.
    record Filter(Optional<ProjectId> project, Optional<RegionId> region) {
        public static final Filter ANY = new Filter(Optional.empty(), Optional.empty());
    }

    enum Order {
        ORDER,
        PRIORITY
    }
}
