package org.vdeli.manager.fleet;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.database.Paging;

/// The edge servers and origins.
public interface EdgeServers {
    Optional<EdgeServer> find(ServerId id);

    List<EdgeServer> findAll(Collection<ServerId> ids);

    Optional<EdgeServer> byName(String name);

    Optional<EdgeServer> byInstallation(UUID installation);

    /// The server, locked until the transaction ends.
    Optional<EdgeServer> lock(ServerId id);

    /// By id, retired ones included.
    List<EdgeServer> all();

    /// All in the role of origin, retired ones included, by id.
    List<EdgeServer> origins();

    Page<EdgeServer> page(Filter filter, Paging<Order> paging);

    void add(EdgeServer server);

    void update(EdgeServer server);

    /// Stores when servers were heard last, and nothing else of them.
    void heard(Map<ServerId, Instant> lastHeartbeats);

    /// Stores a new state of all those that are still in the old one, and says how many were.
    int changeState(Collection<ServerId> ids, ServerState from, ServerState to);

    void remove(ServerId id);

    /// Which ones to list.
    ///
    /// @param region of the server's cluster
    /// @param states any when empty
    /// @param text part of the name or of an address, any case
    record Filter(
            Optional<ClusterId> cluster,
            Optional<RegionId> region,
            Set<ServerState> states,
            Optional<ServerRole> role,
            Optional<String> text) {
        public static final Filter ANY =
                new Filter(
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(),
                        Optional.empty(),
                        Optional.empty());

        public Filter {
            states = Set.copyOf(states);
        }
    }

    enum Order {
        NAME,
        STATE,
        LAST_HEARTBEAT,
        CREATED_AT
    }
}
