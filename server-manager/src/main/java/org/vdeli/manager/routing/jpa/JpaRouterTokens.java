package org.vdeli.manager.routing.jpa;

import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.database.ListQuery;
import org.vdeli.manager.database.Paging;
import org.vdeli.manager.routing.RouterToken;
import org.vdeli.manager.routing.RouterTokens;

/// The credentials of routers in MariaDB.
public final class JpaRouterTokens implements RouterTokens {
    private final StatelessSession session;

    public JpaRouterTokens(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(RouterTokenRow.class);
    }

    @Override
    public Optional<RouterToken> find(Checksum tokenHash) {
        return Optional.ofNullable(session.get(RouterTokenRow.class, tokenHash.hex()))
                .map(RouterTokenRow::toToken);
    }

    @Override
    public Page<RouterToken> page(Paging<Order> paging) {
        String column =
                switch (paging.order()) {
                    case CREATED_AT -> "createdAt";
                    case NAME -> "name";
                };
        return new ListQuery<>(session, RouterTokenRow.class)
                .page(paging, column, "tokenHash", RouterTokenRow::toToken);
    }

    @Override
    public void add(RouterToken added) {
        session.insert(RouterTokenRow.of(added));
    }

    @Override
    public void remove(Checksum tokenHash) {
        session.createMutationQuery("delete RouterTokenRow where tokenHash = :token")
                .setParameter("token", tokenHash.hex())
                .executeUpdate();
    }
}
