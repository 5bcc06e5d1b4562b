package org.vdeli.manager.policy.jpa;

import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.manager.database.ListQuery;
import org.vdeli.manager.database.Paging;
import org.vdeli.manager.policy.DeliveryPolicies;
import org.vdeli.manager.policy.DeliveryPolicy;

/// The delivery policies in MariaDB.
public final class JpaDeliveryPolicies implements DeliveryPolicies {
    private final StatelessSession session;

    public JpaDeliveryPolicies(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(DeliveryPolicyRow.class);
    }

    @Override
    public Optional<DeliveryPolicy> find(PolicyId id) {
        return Optional.ofNullable(session.get(DeliveryPolicyRow.class, id.value()))
                .map(DeliveryPolicyRow::toPolicy);
    }

    @Override
    public void add(DeliveryPolicy added) {
        session.insert(DeliveryPolicyRow.of(added));
    }

    @Override
    public List<DeliveryPolicy> ofProject(ProjectId project) {
        return session
                .createSelectionQuery(
                        "from DeliveryPolicyRow where projectId = :project order by rankOrder, id",
                        DeliveryPolicyRow.class)
                .setParameter("project", project.value())
                .getResultList()
                .stream()
                .map(DeliveryPolicyRow::toPolicy)
                .toList();
    }

    @Override
    public List<DeliveryPolicy> all() {
        return session
                .createSelectionQuery(
                        "from DeliveryPolicyRow order by rankOrder, id", DeliveryPolicyRow.class)
                .getResultList()
                .stream()
                .map(DeliveryPolicyRow::toPolicy)
                .toList();
    }

    @Override
    public Page<DeliveryPolicy> page(Filter filter, Paging<Order> paging) {
        String column =
                switch (paging.order()) {
                    case ORDER -> "rankOrder";
                    case PRIORITY -> "priority";
                };
        return new ListQuery<>(session, DeliveryPolicyRow.class)
                .where("project", "r.projectId = :project", filter.project().map(ProjectId::value))
                .where("region", "r.regionId = :region", filter.region().map(RegionId::value))
                .page(paging, column, "id", DeliveryPolicyRow::toPolicy);
    }

    @Override
    public void update(DeliveryPolicy changed) {
        session.update(DeliveryPolicyRow.of(changed));
    }

    @Override
    public void remove(PolicyId id) {
        session.createMutationQuery("delete DeliveryPolicyRow where id = :id")
                .setParameter("id", id.value())
                .executeUpdate();
    }
}
