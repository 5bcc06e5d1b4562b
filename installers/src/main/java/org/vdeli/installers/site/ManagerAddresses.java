package org.vdeli.installers.site;

import java.net.URI;

/// What a manager says of itself in `manager.json` once it is ready.
///
/// @param http base address of its REST interface and origin store
/// @param broker address without credentials
/// @param management address of the broker's management interface
/// @param database JDBC address without the password
public record ManagerAddresses(
        Long pid, URI http, Ftp ftp, URI broker, URI management, String database) {
    /// Where the FTP service listens.
    public record Ftp(String host, Integer port) {}
}
