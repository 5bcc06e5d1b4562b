package org.vdeli.contracts.api;

import java.util.Optional;

/// Body of `POST /api/v1/alarms/{id}/acknowledgement`.
public record Acknowledgement(Optional<String> comment) {}
