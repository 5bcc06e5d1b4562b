package org.vdeli.contracts.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Answer of `/health/ready` and `/health/live`.
public record HealthView(Boolean ok, List<Dependency> dependencies) {
    public HealthView {
        dependencies = List.copyOf(dependencies);
    }

    /// One thing that the program needs.
    ///
    /// @param detail its state in words
    public record Dependency(String name, Boolean ok, String detail, Optional<Instant> since) {}
}
