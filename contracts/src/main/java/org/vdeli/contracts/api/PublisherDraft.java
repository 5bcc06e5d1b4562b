package org.vdeli.contracts.api;

import java.util.Optional;
import java.util.Set;
import org.vdeli.contracts.ingest.FtpAccount.Permission;

/// What is needed to create or change a publisher. A new publisher gets a project `default`.
///
/// @param name see [org.vdeli.contracts.value.AssetPath]
/// @param password required to create, at least 10 characters; absent leaves it as it is
/// @param permissions absent: all
public record PublisherDraft(
        String name,
        Optional<String> password,
        Boolean disabled,
        Optional<Set<Permission>> permissions,
        Optional<String> welcome,
        Optional<String> farewell,
        Optional<String> home) {
    @Override
    public String toString() {
        return "PublisherDraft[name=" + name + "]";
    }
}
