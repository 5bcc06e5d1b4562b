package org.vdeli.manager.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vdeli.contracts.api.Problem;

/// The OpenAPI 3.1 document of a table of routes.
public final class OpenApi {
    /// Where it is served.
    public static final String PATH = "/api/v1/openapi.json";

    private static final Pattern IN_BRACES = Pattern.compile("\\{([^}]+)}");

    private final Schemas schemas = new Schemas();
    private final String version;

    private OpenApi(String version) {
        this.version = version;
    }

    /// Describes the routes.
    ///
    /// @param version of the program
    public static Map<String, Object> of(List<Route> routes, String version) {
        return new OpenApi(version).document(routes);
    }

    private Map<String, Object> document(List<Route> routes) {
        Map<String, Map<String, Object>> paths = new TreeMap<>();
        for (Route route : routes) {
            paths.computeIfAbsent(route.path(), path -> new LinkedHashMap<>())
                    .put(route.method().name().toLowerCase(Locale.ROOT), operation(route));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put(
                "info",
                Map.of(
                        "title",
                        "vdeli server manager",
                        "version",
                        version,
                        "license",
                        Map.of("name", "Apache-2.0", "identifier", "Apache-2.0")));
        document.put("servers", List.of(Map.of("url", "/")));
        document.put("paths", paths);
        document.put(
                "components",
                Map.of("schemas", schemas.components(), "securitySchemes", securitySchemes()));
        return document;
    }

    private static Map<String, Object> securitySchemes() {
        return Map.of(
                "operator", bearer("Token of an operator's session, from POST /api/v1/sessions"),
                "agent", bearer("agent:<server>:<secret>, from the agent's enrolment"),
                "ftpNode", bearer("The token of FTP nodes"),
                "router", bearer("`router:<token>` of routers on their own"),
                "pieceToken", bearer("Signed permission to read one asset, from a fill job"));
    }

    private static Map<String, Object> bearer(String meaning) {
        return Map.of("type", "http", "scheme", "bearer", "description", meaning);
    }

    private Map<String, Object> operation(Route route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", operationId(route));
        operation.put("summary", route.summary());
        operation.put("tags", List.of(tag(route.path())));
        operation.put("security", security(route.access()));
        if (route.access().isForOperators()) {
            operation.put("x-minimum-role", route.access().name());
        }
        List<Object> parameters = parameters(route);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        route.body()
                .ifPresent(type ->
                        operation.put(
                                "requestBody",
                                Map.of("required", true, "content", json(schemas.of(type)))));
        operation.put("responses", responses(route));
        return operation;
    }

    private Map<String, Object> responses(Route route) {
        Map<String, Object> responses = new LinkedHashMap<>();
        String status = Integer.toString(route.answer().status());
        responses.put(
                status,
                switch (route.answer()) {
                    case Route.Answer.One one -> response("Done", json(schemas.of(one.type())));
                    case Route.Answer.Many many ->
                            response("One page", json(schemas.ofPage(many.item())));
                    case Route.Answer.Empty empty -> Map.of("description", "Done");
                    case Route.Answer.Raw raw ->
                            response("Done", Map.of(raw.mediaType(), Map.of()));
                });
        responses.put(
                "default",
                response(
                        "An error",
                        Map.of(
                                "application/problem+json",
                                Map.of("schema", schemas.of(Problem.class)))));
        return responses;
    }

    private static Map<String, Object> response(String description, Map<String, Object> content) {
        return Map.of("description", description, "content", content);
    }

    private static Map<String, Object> json(Map<String, Object> schema) {
        return Map.of("application/json", Map.of("schema", schema));
    }

    private static List<Object> parameters(Route route) {
        List<Object> parameters = new ArrayList<>();
        Matcher matcher = IN_BRACES.matcher(route.path());
        while (matcher.find()) {
            parameters.add(
                    Map.of(
                            "name",
                            matcher.group(1),
                            "in",
                            "path",
                            "required",
                            true,
                            "schema",
                            Map.of("type", "string")));
        }
        for (Route.Parameter parameter : route.parameters()) {
            parameters.add(
                    Map.of(
                            "name",
                            parameter.name(),
                            "in",
                            "query",
                            "description",
                            parameter.meaning(),
                            "schema",
                            Map.of("type", "string")));
        }
        return parameters;
    }

    private static List<Object> security(Access access) {
        return switch (access) {
            case OPEN -> List.of();
            case VIEWER, OPERATOR, ADMIN -> List.of(Map.of("operator", List.of()));
            case AGENT -> List.of(Map.of("agent", List.of()));
            case FTP_NODE -> List.of(Map.of("ftpNode", List.of()));
            case ROUTER -> List.of(Map.of("router", List.of()));
            case PIECE_READER -> List.of(Map.of("pieceToken", List.of()));
        };
    }

    private static String tag(String path) {
        String[] parts = path.split("/", -1);
        return parts[1].equals("api") && parts.length > 3 ? parts[3] : parts[1];
    }

    private static String operationId(Route route) {
        return route.method().name().toLowerCase(Locale.ROOT)
                + route.path().replaceAll("[{}]", "").replaceAll("[^A-Za-z0-9]+", "-");
    }
}
