package org.vdeli.manager.publisher;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.ingest.FtpAccount.Permission;

/// Who uploads.
///
/// @param name unique, first part of all paths, see [org.vdeli.contracts.value.AssetPath]
/// @param passwordHash text form of a slow hash, with its parameters
/// @param permissions of FTP sessions
/// @param welcome text after login, if other than the server's
/// @param farewell text at QUIT, if other than the server's
/// @param home folder that a session starts in, if not the root
/// @param disabled may not log in
public record Publisher(
        PublisherId id,
        String name,
        String passwordHash,
        Set<Permission> permissions,
        Optional<String> welcome,
        Optional<String> farewell,
        Optional<String> home,
        boolean disabled,
        Instant createdAt) {
    public Publisher {
        permissions = Set.copyOf(permissions);
    }

    @Override
    public String toString() {
        return "Publisher[id=" + id + ", name=" + name + "]";
    }
}
