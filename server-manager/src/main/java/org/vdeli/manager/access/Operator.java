package org.vdeli.manager.access;

import java.time.Instant;
import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.id.OperatorId;

/// A person who works at the console.
///
/// @param name unique, 1 to 63 letters, digits, `.`, `_` or `-`
/// @param passwordHash text form of a slow hash, with its parameters
/// @param disabled may not log in
public record Operator(
        OperatorId id,
        String name,
        Role role,
        String passwordHash,
        boolean disabled,
        Instant createdAt) {
    @Override
    public String toString() {
        return "Operator[id=" + id + ", name=" + name + ", role=" + role + "]";
    }
}
