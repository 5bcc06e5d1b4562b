package org.vdeli.contracts.api;

import java.util.Optional;

/// What is needed to create or change an operator.
///
/// @param name 1 to 63 letters, digits, `.`, `_` or `-`
/// @param password required to create, at least 10 characters; absent leaves it as it is
public record OperatorDraft(String name, Role role, Optional<String> password, Boolean disabled) {
    @Override
    public String toString() {
        return "OperatorDraft[name=" + name + ", role=" + role + "]";
    }
}
