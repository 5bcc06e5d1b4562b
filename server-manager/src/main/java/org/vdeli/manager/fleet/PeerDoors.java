package org.vdeli.manager.fleet;

import java.net.URI;
import java.util.Collection;
import java.util.Map;
import org.vdeli.contracts.id.ServerId;

/// Where agents hand pieces out to each other. A door goes with its server.
public interface PeerDoors {
    /// The doors of those that have one.
    Map<ServerId, URI> ofServers(Collection<ServerId> servers);

    /// Stores one; an earlier one of the same server is replaced.
    void put(ServerId server, URI address);
}
