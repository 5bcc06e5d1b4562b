package org.vdeli.router.answer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vdeli.router.map.Fleet;

/// Makes the address of a file on an edge server from a template, such as `http://{edge}/{path}` or
/// `https://{name}.cdn.example.org/{path}`.
///
/// `{edge}` is the server's address with its port (a v6 address in brackets), `{host}` the address
/// alone, `{port}` the port, `{name}` the server's name, `{path}` the path, percent-encoded.
public final class EdgeLinks {
    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");
    private static final Set<String> KNOWN = Set.of("edge", "host", "port", "name", "path");

    /// Those of RFC 3986 that a path may have as they are, and the slash.
    private static final String PLAIN = "-._~!$&'()*+,;=:@/";

    private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

    private final List<Part> parts = new ArrayList<>();

    /// A literal, or a place with its name.
    private record Part(String text, boolean isPlace) {}

    /// @throws IllegalArgumentException if the template cannot lead to a file on a server
    public EdgeLinks(String template) {
        problem(template)
                .ifPresent(wrong -> {
                    throw new IllegalArgumentException(wrong);
                });
        Matcher places = PLACE.matcher(template);
        int from = 0;
        while (places.find()) {
            parts.add(new Part(template.substring(from, places.start()), false));
            parts.add(new Part(places.group(1), true));
            from = places.end();
        }
        parts.add(new Part(template.substring(from), false));
    }

    /// What is wrong with a template; empty if nothing is.
    public static Optional<String> problem(String template) {
        Matcher places = PLACE.matcher(template);
        boolean server = false;
        boolean path = false;
        while (places.find()) {
            String name = places.group(1);
            if (!KNOWN.contains(name)) {
                return Optional.of("{" + name + "} is none of " + KNOWN.stream().sorted().toList());
            }
            server |= name.equals("edge") || name.equals("host") || name.equals("name");
            path |= name.equals("path");
        }
        if (!template.startsWith("http://") && !template.startsWith("https://")) {
            return Optional.of("must begin with http:// or https://");
        }
        return server && path
                ? Optional.empty()
                : Optional.of("must have {path}, and one of {edge}, {host} and {name}");
    }

    /// The address of a file.
    ///
    /// @param v6 whether the client is on IPv6 and should be given such an address
    /// @param path percent-encoded
    /// @param query to be added, without `?`; may be empty
    public String url(Fleet.Server server, boolean v6, String path, String query) {
        StringBuilder url = new StringBuilder(96 + path.length() + query.length());
        for (Part part : parts) {
            if (!part.isPlace()) {
                url.append(part.text());
                continue;
            }
            switch (part.text()) {
                case "edge" -> url.append(host(server, v6)).append(':').append(server.port());
                case "host" -> url.append(host(server, v6));
                case "port" -> url.append(server.port());
                case "name" -> url.append(server.name());
                default -> url.append(path);
            }
        }
        if (!query.isEmpty()) {
            url.append(url.indexOf("?") < 0 ? '?' : '&').append(query);
        }
        return url.toString();
    }

    /// The preferred address of the client's kind, else the first.
    private static String host(Fleet.Server server, boolean v6) {
        List<String> addresses = server.addresses();
        String chosen = addresses.getFirst();
        for (String address : addresses) {
            if (address.indexOf(':') >= 0 == v6) {
                chosen = address;
                break;
            }
        }
        return chosen.indexOf(':') >= 0 ? "[" + chosen + "]" : chosen;
    }

    /// A path as it stands in an address.
    public static String encoded(String path) {
        StringBuilder text = new StringBuilder(path.length() + 16);
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
                text.append(c);
            } else {
                text.append('%').append(DIGITS[c >> 4]).append(DIGITS[c & 15]);
            }
        }
        return text.toString();
    }
}
