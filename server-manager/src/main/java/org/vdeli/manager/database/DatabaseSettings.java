package org.vdeli.manager.database;

import org.vdeli.contracts.config.Secret;

/// How to reach the database.
///
/// @param url such as `jdbc:mariadb://127.0.0.1:3306/vdeli?sslMode=disable`; it always says its
///   sslMode, because later drivers switch TLS on where nothing is said
/// @param connections at most so many at a time, at least 2
public record DatabaseSettings(String url, String user, Secret password, int connections) {
    public DatabaseSettings {
        check(url, connections);
    }

    /// Refuses what cannot be settings.
    ///
    /// @throws IllegalArgumentException saying what is wrong
    public static void check(String url, int connections) {
        if (!url.startsWith("jdbc:mariadb:")) {
            throw new IllegalArgumentException(
                    "a database address must begin with jdbc:mariadb:, not " + shown(url));
        }
        if (!url.contains("sslMode=")) {
            throw new IllegalArgumentException(
                    "a database address must say its sslMode (sslMode=verify-full, or disable on"
                            + " loopback): "
                            + shown(url));
        }
        if (connections < 2) {
            throw new IllegalArgumentException(
                    "at least 2 database connections are needed, not " + connections);
        }
    }

    /// The address without what may hold a password.
    public String shownUrl() {
        return shown(url);
    }

    private static String shown(String url) {
        return url.replaceAll("\\?.*", "");
    }
}
