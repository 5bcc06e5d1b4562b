package org.vdeli.manager.fleet.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.fleet.EnrolmentToken;

@Entity
@Table(name = "enrolment_tokens")
final class EnrolmentTokenRow {
    @Id String tokenHash = "";
    @Nullable String serverName;
    @Nullable Long clusterId;
    Instant createdAt = Instant.EPOCH;
    Instant expiresAt = Instant.EPOCH;
    @Nullable Long usedBy;

    @Enumerated(EnumType.STRING)
    ServerRole role = ServerRole.EDGE;

    EnrolmentTokenRow() {}

    static EnrolmentTokenRow of(EnrolmentToken token) {
        EnrolmentTokenRow row = new EnrolmentTokenRow();
        row.tokenHash = token.tokenHash().hex();
        row.serverName = token.serverName().orElse(null);
        row.clusterId = token.cluster().map(ClusterId::value).orElse(null);
        row.createdAt = token.createdAt();
        row.expiresAt = token.expiresAt();
        row.usedBy = token.usedBy().map(ServerId::value).orElse(null);
        row.role = token.role();
        return row;
    }

    EnrolmentToken toToken() {
        return new EnrolmentToken(
                Checksum.of(tokenHash),
                Optional.ofNullable(serverName),
                Optional.ofNullable(clusterId).map(ClusterId::new),
                createdAt,
                expiresAt,
                Optional.ofNullable(usedBy).map(ServerId::new),
                role);
    }
}
