package org.vdeli.contracts.api;

import java.time.Instant;
import org.vdeli.contracts.id.OperatorId;

/// A person who works at the console.
public record OperatorView(
        OperatorId id, String name, Role role, Boolean disabled, Instant createdAt) {}
