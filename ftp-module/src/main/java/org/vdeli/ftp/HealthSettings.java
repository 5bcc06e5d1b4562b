package org.vdeli.ftp;

import org.vdeli.contracts.config.Default;
import org.vdeli.contracts.config.Describe;

/// Where the FTP node answers `/health/live` and `/health/ready`: the section `health` of its
/// configuration.
///
/// @param host address to listen on
/// @param port to listen on, 0 for a free one
record HealthSettings(
        @Default("127.0.0.1") @Describe("address for GET /health/live and /health/ready")
                String host,
        @Default("8092") @Describe("port for them, 0 for a free one") int port) {
    HealthSettings {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("health.port must be 0 to 65535");
        }
    }
}
