package org.vdeli.contracts.api;

import java.time.Duration;
import java.util.Optional;
import org.vdeli.contracts.id.ClusterId;

/// What is needed to make an enrolment token.
///
/// @param cluster which the new server joins
/// @param validFor at most 30 days
public record EnrolmentTokenDraft(
        Optional<String> serverName, Optional<ClusterId> cluster, Duration validFor) {}
