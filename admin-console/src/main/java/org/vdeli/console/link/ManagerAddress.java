package org.vdeli.console.link;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// Where a manager answers: `http` or `https`, a host, a port, no path.
public record ManagerAddress(URI uri) {
    /// The manager's port as it comes.
    public static final int DEFAULT_PORT = 8080;

    private static final int MAX_PORT = 65_535;

    public ManagerAddress {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("not an http or https address: " + uri);
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("not the address of a host: " + uri);
        }
        if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
            throw new IllegalArgumentException("not a port from 1 to " + MAX_PORT + ": " + uri);
        }
    }

    /// Reads what a person types: `cdn.example.org`, `10.0.0.7:8080`, `https://manager`. Without a
    /// scheme it is `http`, without scheme and port the port is [#DEFAULT_PORT].
    ///
    /// @throws IllegalArgumentException if it is no such address
    public static ManagerAddress parse(String text) {
        String stripped = text.strip();
        boolean bare = !stripped.contains("://");
        try {
            URI uri = new URI(bare ? "http://" + stripped : stripped);
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            int port = bare && uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
            return new ManagerAddress(
                    new URI(scheme, uri.getRawUserInfo(), uri.getHost(), port, null, null, null));
        } catch (URISyntaxException | NullPointerException e) {
            throw new IllegalArgumentException("not an address: " + stripped, e);
        }
    }

    /// The address of a path below it, which begins with `/`.
    public URI at(String path) {
        return URI.create(uri + path);
    }

    /// Host and port, as people name it.
    public String shortName() {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
