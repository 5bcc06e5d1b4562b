package org.vdeli.router.http;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.value.GeoPoint;

/// A request's path and query, taken apart. What the router itself asks for in a query (`lat`,
/// `lon`, `format`, `client`, `limit`, `pathways`, and what players add to a steering request) is
/// kept from what is handed on to the edge.
///
/// @param path decoded, in Unicode form NFC, without the slash at its beginning
/// @param own the router's own parameters
/// @param handedOn the rest of the query as it was, without `?`; may be empty
record Question(String path, Map<String, String> own, String handedOn) {
    private static final Set<String> OWN =
            Set.of(
                    "lat",
                    "lon",
                    "format",
                    "client",
                    "limit",
                    "pathways",
                    "_HLS_pathway",
                    "_HLS_throughput");

    /// @throws IllegalArgumentException if the escapes of the path are none
    static Question of(HttpExchange exchange) {
        String path = String.valueOf(exchange.getRequestURI().getRawPath());
        String bare = path.startsWith("/") ? path.substring(1) : path;
        return of(bare, exchange.getRequestURI().getRawQuery());
    }

    static Question of(String rawPath, @Nullable String rawQuery) {
        String path = rawPath.indexOf('%') < 0 ? rawPath : decoded(rawPath);
        if (rawQuery == null) {
            return new Question(normal(path), Map.of(), "");
        }
        Map<String, String> own = new LinkedHashMap<>();
        StringBuilder rest = new StringBuilder();
        for (String parameter : rawQuery.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (OWN.contains(name)) {
                own.put(
                        name,
                        equals < 0
                                ? ""
                                : URLDecoder.decode(
                                        parameter.substring(equals + 1), StandardCharsets.UTF_8));
            } else if (!parameter.isEmpty()) {
                rest.append(rest.isEmpty() ? "" : "&").append(parameter);
            }
        }
        return new Question(normal(path), own, rest.toString());
    }

    /// A plus in a path is a plus.
    private static String decoded(String rawPath) {
        return URLDecoder.decode(rawPath.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String normal(String path) {
        return Normalizer.normalize(path, Normalizer.Form.NFC);
    }

    Optional<String> own(String name) {
        return Optional.ofNullable(own.get(name)).filter(text -> !text.isEmpty());
    }

    /// Where the client says that it is.
    ///
    /// @throws IllegalArgumentException if only one of the coordinates is given, or one is none
    Optional<GeoPoint> position() {
        Optional<String> latitude = own("lat");
        Optional<String> longitude = own("lon");
        if (latitude.isEmpty() && longitude.isEmpty()) {
            return Optional.empty();
        }
        if (latitude.isEmpty() || longitude.isEmpty()) {
            throw new IllegalArgumentException("lat and lon go together");
        }
        try {
            return Optional.of(
                    new GeoPoint(
                            Double.parseDouble(latitude.get()),
                            Double.parseDouble(longitude.get())));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("lat and lon must be degrees such as 38.7", e);
        }
    }

    /// A whole number within bounds.
    ///
    /// @throws IllegalArgumentException if it is none
    int number(String name, int usual, int most) {
        Optional<String> text = own(name);
        if (text.isEmpty()) {
            return usual;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw new IllegalArgumentException(name + " must be 1 to " + most);
    }
}
