package org.vdeli.manager.presence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.id.ManagerId;

/// The managers on this database.
public interface Managers {
    /// All, by number and id.
    List<ManagerNode> all();

    Optional<ManagerNode> find(ManagerId id);

    /// Stores one; what was known of it is replaced.
    void put(ManagerNode node);

    /// Notes that one lives. Says whether it is known, and known by this start of it.
    boolean seen(ManagerId id, Instant startedAt, Instant at);

    /// Forgets one. Says whether it was known.
    boolean remove(ManagerId id);
}
