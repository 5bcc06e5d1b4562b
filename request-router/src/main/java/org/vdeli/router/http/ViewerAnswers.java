package org.vdeli.router.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.vdeli.contracts.api.CandidateView;
import org.vdeli.contracts.api.HealthView;
import org.vdeli.contracts.api.LocationQuery;
import org.vdeli.contracts.api.LocationView;
import org.vdeli.contracts.api.LocationsView;
import org.vdeli.contracts.api.Problem;
import org.vdeli.contracts.api.RouteExplanationView;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;
import org.vdeli.router.answer.EdgeLinks;
import org.vdeli.router.answer.RoutingDesk;
import org.vdeli.router.answer.RoutingDesk.Sent;
import org.vdeli.router.answer.RoutingDesk.Viewer;
import org.vdeli.router.net.IpAddress;

/// What a viewer, a player or a portal is answered.
///
/// | request | answer |
/// |---|---|
/// | `GET /publisher/project/file` | 302 to the best edge; of an HLS master playlist the playlist with one pathway for each of the best edges; with `?format=json` or `Accept: application/json` the ordered list |
/// | `GET /_locations/publisher/project/file` | the ordered list, 404 if there is no such file |
/// | `POST /_locations` with a [LocationQuery] | the lists, 400 for none |
/// | `GET /_steering/publisher/project/file?pathways=…` | the steering manifest |
/// | `GET /_explain/publisher/project/file?client=…` | why, for those who know the operators' token |
/// | `GET /health/live`, `/health/ready` | whether the process works; whether it knows a fleet |
///
/// `?lat=…&lon=…` says where the viewer is. All other parameters are handed on to the edge.
public final class ViewerAnswers implements AutoCloseable {
    private static final int MOST_BODY = 1 << 20;
    private static final String LOCATIONS = "_locations";
    private static final String STEERING = "_steering/";
    private static final String EXPLAIN = "_explain/";

    private final RoutingDesk desk;
    private final TrustedProxies proxies;
    private final int pathways;
    private final Optional<Secret> explainToken;
    private final Supplier<HealthView> readiness;
    private final MasterSource masters = new MasterSource();
    private final Codec codec = new Codec();

    /// @param explainToken with which the router explains itself; without, it does not
    /// @param readiness what `/health/ready` says
    public ViewerAnswers(
            RoutingDesk desk,
            RouterSettings settings,
            Optional<Secret> explainToken,
            Supplier<HealthView> readiness) {
        this.desk = desk;
        this.proxies = new TrustedProxies(settings.trustedProxies());
        this.pathways = settings.hlsPathways();
        this.explainToken = explainToken;
        this.readiness = readiness;
    }

    void answer(HttpExchange exchange) throws IOException, InterruptedException {
        String method = exchange.getRequestMethod();
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
        Question question;
        try {
            question = Question.of(exchange);
            if (method.equals("POST") && question.path().equals(LOCATIONS)) {
                many(exchange);
            } else if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                problem(
                        exchange,
                        405,
                        "method-not-allowed",
                        "Method Not Allowed",
                        "only GET and HEAD are answered here");
            } else {
                get(exchange, question);
            }
        } catch (IllegalArgumentException e) {
            problem(exchange, 400, "invalid", "Bad Request", String.valueOf(e.getMessage()));
        }
    }

    private void get(HttpExchange exchange, Question question)
            throws IOException, InterruptedException {
        String path = question.path();
        if (path.startsWith("_")) {
            own(exchange, question);
        } else if (path.equals("health/live")) {
            json(exchange, 200, new HealthView(true, List.of()));
        } else if (path.equals("health/ready")) {
            HealthView health = readiness.get();
            json(exchange, health.ok() ? 200 : 503, health);
        } else if (wantsJson(exchange, question)) {
            one(exchange, question, path);
        } else if (pathways > 0 && path.endsWith(".m3u8")) {
            playlist(exchange, question);
        } else {
            redirect(exchange, question);
        }
    }

    private void own(HttpExchange exchange, Question question) throws IOException {
        String path = question.path();
        if (path.startsWith(LOCATIONS + "/")) {
            one(exchange, question, path.substring(LOCATIONS.length() + 1));
        } else if (path.startsWith(STEERING)) {
            steer(exchange, question, path.substring(STEERING.length()));
        } else if (path.startsWith(EXPLAIN)) {
            explain(exchange, question, path.substring(EXPLAIN.length()));
        } else {
            unknown(exchange, path);
        }
    }

    private static boolean wantsJson(HttpExchange exchange, Question question) {
        String accept = exchange.getRequestHeaders().getFirst("Accept");
        return question.own("format").map("json"::equals).orElse(false)
                || (accept != null && accept.startsWith("application/json"));
    }

    private Viewer viewer(HttpExchange exchange, Question question, String path) {
        return new Viewer(path, client(exchange), question.position());
    }

    private IpAddress client(HttpExchange exchange) {
        IpAddress peer = IpAddress.of(exchange.getRemoteAddress().getAddress());
        List<String> lines = exchange.getRequestHeaders().get("X-Forwarded-For");
        return proxies.client(peer, lines == null ? null : String.join(",", lines));
    }

    private void redirect(HttpExchange exchange, Question question) throws IOException {
        switch (desk.send(viewer(exchange, question, question.path()), question.handedOn())) {
            case Sent.To to -> {
                Headers headers = exchange.getResponseHeaders();
                headers.set("Location", to.url());
                headers.set("Cache-Control", "no-store");
                exchange.sendResponseHeaders(302, -1);
            }
            case Sent.Unknown _ -> unknown(exchange, question.path());
            case Sent.Nobody _ -> nobody(exchange);
        }
    }

    private void playlist(HttpExchange exchange, Question question)
            throws IOException, InterruptedException {
        Viewer viewer = viewer(exchange, question, question.path());
        Optional<LocationView> found = desk.locate(viewer, pathways, question.handedOn());
        if (found.isEmpty() || found.get().candidates().isEmpty()) {
            redirect(exchange, question);
            return;
        }
        List<CandidateView> candidates = found.get().candidates();
        Optional<String> master =
                masters.find(
                        question.path(),
                        candidates.stream().limit(2).map(CandidateView::url).toList());
        if (master.isEmpty()) {
            redirect(exchange, question);
            return;
        }
        desk.sentTo(candidates.getFirst().server());
        String text =
                HlsMaster.rewrite(
                        master.get(),
                        candidates.stream()
                                .map(candidate ->
                                        new HlsMaster.Pathway(
                                                candidate.server().toString(), candidate.url()))
                                .toList(),
                        steeringAddress(
                                question,
                                question.path(),
                                candidates.stream().map(c -> c.server().toString()).toList()));
        send(exchange, 200, "application/vnd.apple.mpegurl", text);
    }

    /// An address that is relative to the router.
    private static String steeringAddress(Question question, String path, List<String> pathwayIds) {
        StringBuilder address = new StringBuilder("/").append(STEERING);
        address.append(EdgeLinks.encoded(path)).append("?pathways=");
        address.append(String.join(",", pathwayIds));
        for (String name : List.of("lat", "lon")) {
            question.own(name)
                    .ifPresent(value ->
                            address.append('&')
                                    .append(name)
                                    .append('=')
                                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        }
        return address.toString();
    }

    /// A player stays where it is as long as that is good: moving costs its buffer.
    private void steer(HttpExchange exchange, Question question, String path) throws IOException {
        List<String> given = List.of(question.own("pathways").orElse("").split(","));
        if (given.size() > LocationQuery.MOST_CANDIDATES
                || given.stream().anyMatch(id -> !id.matches("[0-9a-v]{13}"))) {
            throw new IllegalArgumentException("pathways must be ids of servers with commas");
        }
        Optional<LocationView> found =
                desk.locate(viewer(exchange, question, path), LocationQuery.MOST_CANDIDATES, "");
        List<String> order = new ArrayList<>();
        found.ifPresent(location ->
                location.candidates().stream()
                        .map(candidate -> candidate.server().toString())
                        .filter(given::contains)
                        .forEach(order::add));
        question.own("_HLS_pathway")
                .filter(order::contains)
                .filter(current -> !isBusy(found, current))
                .ifPresent(current -> {
                    order.remove(current);
                    order.addFirst(current);
                });
        given.stream().filter(id -> !order.contains(id)).forEach(order::add);
        send(
                exchange,
                200,
                "application/json",
                SteeringManifest.of(steeringAddress(question, path, given), order));
    }

    private static boolean isBusy(Optional<LocationView> found, String server) {
        return found.stream()
                .flatMap(location -> location.candidates().stream())
                .anyMatch(c -> c.server().toString().equals(server) && c.busy());
    }

    private void one(HttpExchange exchange, Question question, String path) throws IOException {
        int limit =
                question.number("limit", LocationQuery.USUAL_LIMIT, LocationQuery.MOST_CANDIDATES);
        Optional<LocationView> found =
                desk.locate(viewer(exchange, question, path), limit, question.handedOn());
        if (found.isPresent()) {
            json(exchange, 200, found.get());
        } else {
            unknown(exchange, path);
        }
    }

    private void many(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BODY + 1);
        if (body.length > MOST_BODY) {
            problem(
                    exchange,
                    413,
                    "too-large",
                    "Content Too Large",
                    "at most " + MOST_BODY + " bytes");
            return;
        }
        LocationQuery query;
        try {
            query = codec.read(body, LocationQuery.class);
        } catch (MalformedBodyException e) {
            throw new IllegalArgumentException(e.field() + ": " + e.reason(), e);
        }
        if (query.paths().isEmpty() || query.paths().size() > LocationQuery.MOST_PATHS) {
            throw new IllegalArgumentException(
                    "paths must be 1 to " + LocationQuery.MOST_PATHS + " paths");
        }
        int limit = query.limit().orElse(LocationQuery.USUAL_LIMIT);
        if (limit < 1 || limit > LocationQuery.MOST_CANDIDATES) {
            throw new IllegalArgumentException(
                    "limit must be 1 to " + LocationQuery.MOST_CANDIDATES);
        }
        LocationsView view = desk.locate(query, client(exchange));
        json(exchange, 200, view);
    }

    private void explain(HttpExchange exchange, Question question, String path) throws IOException {
        if (explainToken.isEmpty()) {
            unknown(exchange, EXPLAIN + path);
            return;
        }
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        byte[] wanted = ("Bearer " + explainToken.get().value()).getBytes(StandardCharsets.UTF_8);
        if (given == null
                || !MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted)) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            problem(
                    exchange,
                    401,
                    "unauthorized",
                    "Unauthorized",
                    "explanations are for operators");
            return;
        }
        IpAddress client =
                question.own("client")
                        .map(text ->
                                IpAddress.parse(text)
                                        .orElseThrow(() ->
                                                new IllegalArgumentException(
                                                        "client must be an address")))
                        .orElseGet(() -> client(exchange));
        Optional<RouteExplanationView> explanation =
                desk.explain(new Viewer(path, client, question.position()));
        if (explanation.isPresent()) {
            json(exchange, 200, explanation.get());
        } else {
            unknown(exchange, path);
        }
    }

    private void unknown(HttpExchange exchange, String path) throws IOException {
        if (desk.isReady()) {
            String shown = path.length() <= 200 ? path : path.substring(0, 200) + "...";
            problem(exchange, 404, "not-found", "Not Found", "there is no file " + shown);
        } else {
            nobody(exchange);
        }
    }

    private void nobody(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Retry-After", "5");
        problem(
                exchange,
                503,
                "unavailable",
                "Service Unavailable",
                "no edge server can serve it now");
    }

    private void problem(
            HttpExchange exchange, int status, String type, String title, String detail)
            throws IOException {
        send(
                exchange,
                status,
                "application/problem+json",
                codec.write(new Problem(type, title, status, detail, List.of())));
    }

    private void json(HttpExchange exchange, int status, Object body) throws IOException {
        send(exchange, status, "application/json", codec.write(body));
    }

    private static void send(HttpExchange exchange, int status, String type, String text)
            throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        masters.close();
    }
}
