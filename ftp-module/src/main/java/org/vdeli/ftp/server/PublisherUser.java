package org.vdeli.ftp.server;

import java.time.Duration;
import java.util.List;
import org.apache.ftpserver.ftplet.Authority;
import org.apache.ftpserver.ftplet.AuthorizationRequest;
import org.apache.ftpserver.ftplet.User;
import org.vdeli.contracts.ingest.FtpAccount;

/// A publisher who has logged in.
///
/// @param account the manager's word
/// @param idleTime after which a silent session ends
record PublisherUser(FtpAccount account, Duration idleTime) implements User {
    boolean may(FtpAccount.Permission permission) {
        return account.permissions().contains(permission);
    }

    @Override
    public String getName() {
        return account.name();
    }

    @Override
    public String getPassword() {
        return "";
    }

    @Override
    public List<? extends Authority> getAuthorities() {
        return List.of();
    }

    @Override
    public List<? extends Authority> getAuthorities(Class<? extends Authority> kind) {
        return List.of();
    }

    /// Permissions are checked per command, in [CommandHandler].
    @Override
    public AuthorizationRequest authorize(AuthorizationRequest request) {
        return request;
    }

    @Override
    public int getMaxIdleTime() {
        return Math.toIntExact(idleTime.toSeconds());
    }

    @Override
    public boolean getEnabled() {
        return true;
    }

    @Override
    public String getHomeDirectory() {
        return "/";
    }
}
