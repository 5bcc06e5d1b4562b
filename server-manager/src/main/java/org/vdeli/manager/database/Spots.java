package org.vdeli.manager.database;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;

/// Some assets on some servers, to read the rows about them in one statement. Only for rows with
/// `assetId` and `serverId`.
public final class Spots {
    /// A longer list of servers costs more in the statement than it spares in rows.
    private static final int MANY_SERVERS = 500;

    private final List<Long> assets;
    private final Set<ServerId> servers;

    private Spots(List<Long> assets, Set<ServerId> servers) {
        this.assets = assets;
        this.servers = servers;
    }

    public static Spots of(Collection<AssetId> assets, Collection<ServerId> servers) {
        return new Spots(
                assets.stream().map(AssetId::value).sorted().toList(), Set.copyOf(servers));
    }

    /// The rows about them.
    ///
    /// @param more further conditions about the row `r`, such as `and r.state = :state`; may be
    ///   empty
    /// @param values of their parameters
    /// @param order columns to sort by
    public <R, T> List<T> list(
            StatelessSession session,
            Class<R> row,
            String more,
            Map<String, Object> values,
            String order,
            Function<R, T> toDomain,
            Function<T, ServerId> server) {
        if (assets.isEmpty() || servers.isEmpty()) {
            return List.of();
        }
        boolean few = servers.size() <= MANY_SERVERS;
        SelectionQuery<R> query =
                session.createSelectionQuery(
                                "select r from "
                                        + row.getSimpleName()
                                        + " r where r.assetId in (:assets) "
                                        + (few ? "and r.serverId in (:servers) " : "")
                                        + more
                                        + " order by "
                                        + order,
                                row)
                        .setParameterList("assets", assets);
        values.forEach((name, value) -> {
            if (value instanceof Collection<?> many) {
                query.setParameterList(name, many);
            } else {
                query.setParameter(name, value);
            }
        });
        if (few) {
            query.setParameterList(
                    "servers", servers.stream().map(ServerId::value).sorted().toList());
        }
        return query.getResultList().stream()
                .map(toDomain)
                .filter(item -> servers.contains(server.apply(item)))
                .toList();
    }
}
