package org.vdeli.ftp.ftpput;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The server and how to send to it.
///
/// @param host name or address
/// @param port control port
/// @param user to log in as
/// @param password never shown
/// @param folder that everything goes below, absolute or relative to where a login leads
/// @param overwrite send also what is there already
/// @param ascii send as text (TYPE A)
/// @param tls use AUTH TLS and PROT P
/// @param insecure take any certificate
/// @param authorities PEM file with certificates to trust instead of the JDK's
/// @param retries of one file after a passing error
/// @param timeout of each wait for the server
record Target(
        String host,
        int port,
        String user,
        String password,
        String folder,
        boolean overwrite,
        boolean ascii,
        boolean tls,
        boolean insecure,
        Optional<Path> authorities,
        int retries,
        Duration timeout) {
    @Override
    public String toString() {
        return user + "@" + host + ":" + port + "/" + folder;
    }
}
