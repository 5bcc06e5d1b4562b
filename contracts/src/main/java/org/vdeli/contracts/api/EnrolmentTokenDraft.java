package org.vdeli.contracts.api;

import java.time.Duration;
import java.util.Optional;
import org.vdeli.contracts.id.ClusterId;

/// What is needed to make an enrolment token.
///
/// @param cluster which the new server joins
/// @param validFor at most 30 days
/// @param role of the new server; absent: an edge
public record EnrolmentTokenDraft(
        Optional<String> serverName,
        Optional<ClusterId> cluster,
        Duration validFor,
        Optional<ServerRole> role) {
    /// What is needed for an edge.
    public EnrolmentTokenDraft(
            Optional<String> serverName, Optional<ClusterId> cluster, Duration validFor) {
        this(serverName, cluster, validFor, Optional.empty());
    }
}
