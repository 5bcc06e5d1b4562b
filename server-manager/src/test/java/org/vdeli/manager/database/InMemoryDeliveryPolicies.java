package org.vdeli.manager.database;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.manager.policy.DeliveryPolicies;
import org.vdeli.manager.policy.DeliveryPolicy;

/// The policies in memory.
record InMemoryDeliveryPolicies(InMemoryStores stores) implements DeliveryPolicies {

    @Override
    public Optional<DeliveryPolicy> find(PolicyId id) {
        return stores.policyRows.find(id.value());
    }

    @Override
    public List<DeliveryPolicy> ofProject(ProjectId project) {
        return all().stream().filter(row -> row.project().equals(project)).toList();
    }

    @Override
    public List<DeliveryPolicy> all() {
        return stores.policyRows
                .all()
                .sorted(
                        Comparator.comparingInt(DeliveryPolicy::order)
                                .thenComparingLong(row -> row.id().value()))
                .toList();
    }

    @Override
    public Page<DeliveryPolicy> page(Filter filter, Paging<Order> paging) {
        Comparator<DeliveryPolicy> order =
                switch (paging.order()) {
                    case ORDER -> Comparator.comparingInt(DeliveryPolicy::order);
                    case PRIORITY -> Comparator.comparingInt(DeliveryPolicy::priority);
                };
        return InMemoryTable.page(
                stores.policyRows
                        .all()
                        .filter(row -> InMemoryTable.is(filter.project(), row.project()))
                        .filter(row ->
                                filter.region().isEmpty() || filter.region().equals(row.region())),
                paging,
                order.thenComparingLong(row -> row.id().value()));
    }

    @Override
    public void add(DeliveryPolicy added) {
        stores.policyRows.add(added);
    }

    @Override
    public void update(DeliveryPolicy changed) {
        stores.policyRows.update(changed);
    }

    @Override
    public void remove(PolicyId id) {
        stores.policyRows.remove(id.value());
    }
}
