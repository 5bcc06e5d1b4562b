package org.vdeli.ftp;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import org.vdeli.ftp.server.FtpService;

/// Puts the FTP node together.
final class FtpWiring {
    private FtpWiring() {}

    static FtpService service(FtpNodeConfig config, ManagerLink manager) throws IOException {
        return new FtpService(
                config.ftp(),
                Files.createDirectories(config.data()),
                manager,
                manager,
                InstantSource.system());
    }
}
