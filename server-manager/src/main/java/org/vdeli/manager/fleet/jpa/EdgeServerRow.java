package org.vdeli.manager.fleet.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.fleet.EdgeServer;

@Entity
@Table(name = "edge_servers")
final class EdgeServerRow {
    @Id long id;
    @Nullable Long clusterId;
    String name = "";
    String addresses = "[]";
    int httpPort;
    @Nullable Double latitude;
    @Nullable Double longitude;
    String zone = "";

    @Enumerated(EnumType.STRING)
    ServerRole role = ServerRole.EDGE;

    long capacity;

    @Enumerated(EnumType.STRING)
    ServerState state = ServerState.JOINING;

    @Nullable String agentVersion;
    @Nullable UUID installation;
    @Nullable String secretHash;
    @Nullable Instant lastHeartbeat;
    Instant createdAt = Instant.EPOCH;

    EdgeServerRow() {}

    static EdgeServerRow of(EdgeServer server) {
        EdgeServerRow row = new EdgeServerRow();
        row.id = server.id().value();
        row.clusterId = server.cluster().map(ClusterId::value).orElse(null);
        row.name = server.name();
        row.addresses = Columns.json(server.addresses());
        row.httpPort = server.httpPort();
        row.latitude = server.position().map(GeoPoint::latitude).orElse(null);
        row.longitude = server.position().map(GeoPoint::longitude).orElse(null);
        row.zone = server.zone().getId();
        row.role = server.role();
        row.capacity = server.capacity().bitsPerSecond();
        row.state = server.state();
        row.agentVersion = server.agentVersion().orElse(null);
        row.installation = server.installation().orElse(null);
        row.secretHash = server.secretHash().map(Checksum::hex).orElse(null);
        row.lastHeartbeat = server.lastHeartbeat().orElse(null);
        row.createdAt = server.createdAt();
        return row;
    }

    EdgeServer toServer() {
        return new EdgeServer(
                new ServerId(id),
                Optional.ofNullable(clusterId).map(ClusterId::new),
                name,
                Columns.listFromJson(addresses, String[].class),
                httpPort,
                latitude == null || longitude == null
                        ? Optional.empty()
                        : Optional.of(new GeoPoint(latitude, longitude)),
                ZoneId.of(zone),
                role,
                Bitrate.of(capacity),
                state,
                Optional.ofNullable(agentVersion),
                Optional.ofNullable(installation),
                Optional.ofNullable(secretHash).map(Checksum::of),
                Optional.ofNullable(lastHeartbeat),
                createdAt);
    }
}
