package org.vdeli.ftp;

import java.net.URI;
import java.nio.file.Path;
import org.vdeli.contracts.config.Describe;
import org.vdeli.contracts.config.Secret;
import org.vdeli.ftp.server.FtpSettings;

/// Configuration of an FTP service on a machine of its own.
///
/// @param data folder for homes, journal and certificate
/// @param manager base address of the manager's HTTP
/// @param nodeToken what the manager knows this node by
/// @param ftp the service itself
public record FtpNodeConfig(
        @Describe("folder for homes, journal and certificate") Path data,
        @Describe("address of the manager, such as https://manager:8080") URI manager,
        @Describe("what the manager knows this node by") Secret nodeToken,
        FtpSettings ftp) {
    public FtpNodeConfig {
        if (!"http".equals(manager.getScheme()) && !"https".equals(manager.getScheme())) {
            throw new IllegalArgumentException("manager must be an http or https address");
        }
    }
}
