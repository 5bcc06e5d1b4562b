package org.vdeli.manager.routing.jpa;

import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.NetworkPrefixId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.manager.database.ListQuery;
import org.vdeli.manager.database.Paging;
import org.vdeli.manager.routing.ClientNetwork;
import org.vdeli.manager.routing.ClientNetworks;

/// What operators say of clients' networks, in MariaDB.
public final class JpaClientNetworks implements ClientNetworks {
    private final StatelessSession session;

    public JpaClientNetworks(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(ClientNetworkRow.class);
    }

    @Override
    public Optional<ClientNetwork> find(NetworkPrefixId id) {
        return Optional.ofNullable(session.get(ClientNetworkRow.class, id.value()))
                .map(ClientNetworkRow::toNetwork);
    }

    @Override
    public List<ClientNetwork> all() {
        return session
                .createSelectionQuery("from ClientNetworkRow order by id", ClientNetworkRow.class)
                .getResultList()
                .stream()
                .map(ClientNetworkRow::toNetwork)
                .toList();
    }

    @Override
    public Page<ClientNetwork> page(Filter filter, Paging<Order> paging) {
        String column =
                switch (paging.order()) {
                    case PREFIX -> "prefix";
                };
        return new ListQuery<>(session, ClientNetworkRow.class)
                .where("region", "r.regionId = :region", filter.region().map(RegionId::value))
                .where("cluster", "r.clusterId = :cluster", filter.cluster().map(ClusterId::value))
                .whereText(filter.text(), "prefix")
                .page(paging, column, "id", ClientNetworkRow::toNetwork);
    }

    @Override
    public void add(ClientNetwork added) {
        session.insert(ClientNetworkRow.of(added));
    }

    @Override
    public void update(ClientNetwork changed) {
        session.update(ClientNetworkRow.of(changed));
    }

    @Override
    public void remove(NetworkPrefixId id) {
        session.createMutationQuery("delete ClientNetworkRow where id = :id")
                .setParameter("id", id.value())
                .executeUpdate();
    }
}
