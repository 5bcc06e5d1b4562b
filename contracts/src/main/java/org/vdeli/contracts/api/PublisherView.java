package org.vdeli.contracts.api;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.ingest.FtpAccount.Permission;

/// Who uploads.
///
/// @param permissions of FTP sessions
/// @param welcome text after login, if other than the server's
/// @param farewell text at QUIT, if other than the server's
/// @param home folder that a session starts in, if not the root
public record PublisherView(
        PublisherId id,
        String name,
        Boolean disabled,
        Set<Permission> permissions,
        Optional<String> welcome,
        Optional<String> farewell,
        Optional<String> home,
        Instant createdAt) {
    public PublisherView {
        permissions = Set.copyOf(permissions);
    }
}
