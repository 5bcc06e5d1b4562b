package org.vdeli.ftp;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.vdeli.contracts.config.Describe;
import org.vdeli.contracts.config.Secret;
import org.vdeli.ftp.server.FtpSettings;

/// Configuration of an FTP service on a machine of its own.
///
/// @param data folder for homes, journal and certificate
/// @param manager base address of the manager's HTTP, with TLS unless it is on this machine
/// @param nodeToken what the manager knows this node by
/// @param ftp the service itself
/// @param health where it says how it is
public record FtpNodeConfig(
        @Describe("folder for homes, journal and certificate") Path data,
        @Describe("address of the manager, such as https://manager:8080") URI manager,
        @Describe("what the manager knows this node by") Secret nodeToken,
        FtpSettings ftp,
        HealthSettings health) {
    private static final Pattern THIS_MACHINE =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    public FtpNodeConfig {
        boolean plain = "http".equals(manager.getScheme());
        if (!plain && !"https".equals(manager.getScheme())) {
            throw new IllegalArgumentException("manager must be an https address");
        }
        if (plain && !THIS_MACHINE.matcher(String.valueOf(manager.getHost())).matches()) {
            throw new IllegalArgumentException(
                    "manager must be an https address: publishers' passwords and the node token"
                            + " go there; http is for a manager on this machine alone");
        }
    }
}
