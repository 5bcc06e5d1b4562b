package org.vdeli.manager.routing.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.NetworkPrefixId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.manager.routing.ClientNetwork;
import org.vdeli.router.net.IpPrefix;

@Entity
@Table(name = "network_prefixes")
final class ClientNetworkRow {
    @Id long id;
    String prefix = "";
    @Nullable Long regionId;
    @Nullable Long clusterId;

    ClientNetworkRow() {}

    static ClientNetworkRow of(ClientNetwork network) {
        ClientNetworkRow row = new ClientNetworkRow();
        row.id = network.id().value();
        row.prefix = network.prefix().toString();
        row.regionId = network.region().map(RegionId::value).orElse(null);
        row.clusterId = network.cluster().map(ClusterId::value).orElse(null);
        return row;
    }

    ClientNetwork toNetwork() {
        return new ClientNetwork(
                new NetworkPrefixId(id),
                IpPrefix.parse(prefix).orElseThrow(),
                Optional.ofNullable(regionId).map(RegionId::new),
                Optional.ofNullable(clusterId).map(ClusterId::new));
    }
}
