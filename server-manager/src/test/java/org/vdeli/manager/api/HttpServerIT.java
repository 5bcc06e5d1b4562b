package org.vdeli.manager.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.Problem;
import org.vdeli.contracts.api.RegionDraft;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.api.Violation;
import org.vdeli.contracts.id.OperatorId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.manager.database.DatabaseUnavailable;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpServerIT {
    private static final Codec CODEC = new Codec();

    private static final RegionView IBERIA =
            new RegionView(new RegionId(7), "Iberia", List.of(), 0);

    private enum Key {
        NAME,
        CREATED_AT
    }

    private static final Listing<Key> LISTING =
            Listing.by(Key.NAME).filter("name", "part of the name");

    private static final Rules<RegionDraft> RULES =
            Rules.of(RegionDraft.class)
                    .that("name", String.class, TextRules::isTitle, TextRules.TITLE)
                    .that("order", Integer.class, order -> order >= 0, "must not be negative");

    private final CountDownLatch never = new CountDownLatch(1);
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server =
            new HttpServer(
                    new HttpSettings(
                            "127.0.0.1",
                            0,
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(5),
                            8,
                            40,
                            Optional.empty()),
                    routes(),
                    HttpServerIT::authenticate,
                    CODEC);

    private volatile Consumer<String> longCalls = name -> {};

    private List<Route> routes() {
        return List.of(
                Route.get("/api/v1/regions", Access.VIEWER, "List")
                        .query(LISTING.parameters())
                        .pages(
                                RegionView.class,
                                call -> LISTING.cut(call, List.of(IBERIA, IBERIA, IBERIA))),
                Route.post("/api/v1/regions", Access.OPERATOR, "Create")
                        .takes(RULES)
                        .creates(RegionView.class, (call, draft) -> IBERIA),
                Route.get("/api/v1/regions/{region}", Access.VIEWER, "Show")
                        .answers(
                                RegionView.class,
                                call -> {
                                    call.id("region", RegionId::of);
                                    return IBERIA;
                                }),
                Route.delete("/api/v1/regions/{region}", Access.ADMIN, "Delete").ends(call -> {}),
                Route.get("/agent", Access.AGENT, "Agents only").ends(call -> {}),
                Route.get("/slow", Access.OPEN, "Never done")
                        .ends(call -> {
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        }),
                Route.get("/broken", Access.OPEN, "Fails")
                        .ends(call -> {
                            throw new IllegalStateException("secret detail");
                        }),
                Route.get("/full", Access.OPEN, "Disk full")
                        .ends(call -> {
                            throw new UncheckedIOException(
                                    "could not take upload 1",
                                    new FileSystemException(
                                            "/data/x", null, "No space left on device"));
                        }),
                Route.get("/disk", Access.OPEN, "Disk broken")
                        .ends(call -> {
                            throw new UncheckedIOException(new IOException("Input/output error"));
                        }),
                Route.post("/long", Access.OPEN, "Takes long bodies")
                        .bodyUpTo(1 << 20)
                        .takes(RULES)
                        .ends((call, draft) -> longCalls.accept(draft.name())),
                Route.get("/down", Access.OPEN, "No database")
                        .ends(call -> {
                            throw new DatabaseUnavailable("down", new IOException());
                        }));
    }

    private static Optional<Caller> authenticate(String token) {
        return switch (token) {
            case "viewer" -> operator(Role.VIEWER);
            case "operator" -> operator(Role.OPERATOR);
            case "admin" -> operator(Role.ADMIN);
            case "agent" -> Optional.of(new Caller.Agent(new ServerId(1)));
            default -> Optional.empty();
        };
    }

    private static Optional<Caller> operator(Role role) {
        return Optional.of(new Caller.Operator(new OperatorId(1), "ann", role));
    }

    @BeforeAll
    void start() {
        server.start();
    }

    @AfterAll
    void stop() {
        server.close();
        client.close();
    }

    private HttpResponse<String> send(String method, String path, String token, String body)
            throws Exception {
        return send(method, path, token, body, "application/json");
    }

    private HttpResponse<String> send(
            String method, String path, String token, String body, String type) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.address().resolve(path))
                        .timeout(Duration.ofSeconds(10))
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", type);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static Problem problem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        Problem problem = CODEC.read(response.body(), Problem.class);
        assertThat(problem.status()).isEqualTo(status);
        return problem;
    }

    @Test
    void answersAPageAndTakesThePastTheEndAsTheLast() throws Exception {
        HttpResponse<String> response =
                send("GET", "/api/v1/regions?page=99&pageSize=2&sort=-createdAt", "viewer", "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(
                        CODEC.readPage(
                                response.body().getBytes(StandardCharsets.UTF_8), RegionView.class))
                .isEqualTo(new Page<>(List.of(IBERIA), 2, 2, 3L));
    }

    @Test
    void takesANumberThatIsNoPageAsTheFirst() throws Exception {
        HttpResponse<String> response = send("GET", "/api/v1/regions?page=x", "viewer", "");

        assertThat(
                        CODEC.readPage(
                                        response.body().getBytes(StandardCharsets.UTF_8),
                                        RegionView.class)
                                .page())
                .isEqualTo(1);
    }

    @Test
    void namesUnknownParametersAndBadSortKeys() throws Exception {
        assertThat(problem(send("GET", "/api/v1/regions?nmae=x", "viewer", ""), 400).violations())
                .extracting(Violation::field)
                .containsExactly("nmae");
        assertThat(
                        problem(send("GET", "/api/v1/regions?sort=size", "viewer", ""), 400)
                                .violations())
                .containsExactly(new Violation("sort", "must be one of name, createdAt"));
        assertThat(
                        problem(send("GET", "/api/v1/regions?pageSize=0", "viewer", ""), 400)
                                .violations())
                .containsExactly(
                        new Violation("pageSize", "must be a whole number from 1 to 1000"));
    }

    @Test
    void namesEveryBrokenRuleOfABody() throws Exception {
        Problem problem =
                problem(
                        send(
                                "POST",
                                "/api/v1/regions",
                                "operator",
                                "{\"name\":\"\",\"area\":[{\"latitude\":91,\"longitude\":0},"
                                        + "{\"latitude\":\"x\"}],\"order\":-1}"),
                        400);

        assertThat(problem.violations())
                .containsExactlyInAnyOrder(
                        new Violation("area.0", "latitude must be -90 to 90, not 91.0"),
                        new Violation("area.1.latitude", "must be a number"),
                        new Violation("area.1.longitude", "must be given"),
                        new Violation("name", TextRules.TITLE),
                        new Violation("order", "must not be negative"));
    }

    @Test
    void refusesWhatIsNoJsonObject() throws Exception {
        for (String body : List.of("[]", "null", "7", "\"x\"", "{", "{}{}", "{\"name\":}", "\0")) {
            problem(send("POST", "/api/v1/regions", "operator", body), 400);
        }
        problem(send("POST", "/api/v1/regions", "operator", ""), 400);
        problem(send("POST", "/api/v1/regions", "operator", "[".repeat(100_000)), 400);
    }

    @Test
    void refusesHalfACharacter() throws Exception {
        Problem problem =
                problem(
                        send(
                                "POST",
                                "/api/v1/regions",
                                "operator",
                                "{\"name\":\"\\ud800\",\"area\":[],\"order\":1}"),
                        400);

        assertThat(problem.violations())
                .containsExactly(new Violation("name", "must be Unicode text without NUL"));
    }

    @Test
    void refusesOtherTypesOfBodies() throws Exception {
        problem(send("POST", "/api/v1/regions", "operator", "a=b", "text/plain"), 415);
    }

    @Test
    void refusesABodyThatIsTooLong() throws Exception {
        String body = "{\"name\":\"" + "x".repeat(300_000) + "\"}";

        problem(send("POST", "/api/v1/regions", "operator", body), 413);
    }

    @Test
    void refusesABodyWithoutLengthThatIsTooLong() throws Exception {
        String chunk = Integer.toHexString(65536) + "\r\n" + "x".repeat(65536) + "\r\n";
        String answer =
                RawHttp.exchange(
                        server.address(),
                        "POST /api/v1/regions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                + "Authorization: Bearer operator\r\n"
                                + "Content-Type: application/json\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + chunk.repeat(5)
                                + "0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void asksStrangersToLogIn() throws Exception {
        HttpResponse<String> response = send("GET", "/api/v1/regions", "", "");

        problem(response, 401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        problem(send("GET", "/api/v1/regions", "forged", ""), 401);
    }

    @Test
    void forbidsWhatTheRoleMayNot() throws Exception {
        String id = "/api/v1/regions/0000000000007";
        problem(send("POST", "/api/v1/regions", "viewer", "{}"), 403);
        problem(send("DELETE", id, "operator", ""), 403);
        problem(send("GET", "/api/v1/regions", "agent", ""), 403);
        problem(send("GET", "/agent", "admin", ""), 403);
        assertThat(send("DELETE", id, "admin", "").statusCode()).isEqualTo(204);
        assertThat(send("GET", "/agent", "agent", "").statusCode()).isEqualTo(204);
    }

    @Test
    void findsNothingUnderAnIdThatCannotBe() throws Exception {
        assertThat(problem(send("GET", "/api/v1/regions/xyz", "viewer", ""), 404).detail())
                .isEqualTo("could not find region xyz");
    }

    @Test
    void tellsUnknownPathsFromWrongMethods() throws Exception {
        problem(send("GET", "/api/v1/nothing", "viewer", ""), 404);
        HttpResponse<String> response = send("PUT", "/api/v1/regions", "viewer", "{}");
        problem(response, 405);
        assertThat(response.headers().firstValue("Allow")).contains("GET, POST");
        problem(send("PATCH", "/api/v1/regions/0000000000007", "viewer", "{}"), 405);
    }

    @Test
    void endsAHandlerThatTakesTooLong() throws Exception {
        assertThat(problem(send("GET", "/slow", "", ""), 503).detail())
                .isEqualTo("could not finish within 1 s");
        assertThat(never.await(0, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void keepsTheCauseOfAnInternalErrorToItself() throws Exception {
        assertThat(problem(send("GET", "/broken", "", ""), 500).detail())
                .doesNotContain("secret detail");
    }

    @Test
    void saysThatItsDiskIsFullAndDoesNotBlameTheClient() throws Exception {
        assertThat(problem(send("GET", "/full", "", ""), 507).detail())
                .isEqualTo("could not carry out the call: the manager's disk is full");
        assertThat(problem(send("GET", "/disk", "", ""), 500).detail())
                .doesNotContain("Input/output error");
    }

    @Test
    void blamesTheClientForABodyThatNeverCame() throws Exception {
        String answer =
                RawHttp.exchange(
                        server.address(),
                        String.join(
                                "\r\n",
                                "POST /api/v1/regions HTTP/1.1",
                                "Host: x",
                                "Connection: close",
                                "Authorization: Bearer operator",
                                "Content-Type: application/json",
                                "Transfer-Encoding: chunked",
                                "",
                                "nonsense",
                                ""));

        assertThat(answer).matches("(?s)HTTP/1\\.1 4\\d\\d .*");
    }

    @Test
    void readsALongBodyAsItComesAndKeepsItsRules() throws Exception {
        String space = " ".repeat(300_000);
        List<String> names = new CopyOnWriteArrayList<>();
        longCalls = names::add;

        HttpResponse<String> taken =
                send("POST", "/long", "", "{\"name\":\"N\"," + space + "\"area\":[],\"order\":1}");
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(204);
        assertThat(names).containsExactly("N");
        assertThat(
                        problem(
                                        send(
                                                "POST",
                                                "/long",
                                                "",
                                                "{\"name\":\"N\","
                                                        + space
                                                        + "\"area\":[],\"order\":-1}"),
                                        400)
                                .violations())
                .containsExactly(new Violation("order", "must not be negative"));
        assertThat(
                        problem(
                                        send(
                                                "POST",
                                                "/long",
                                                "",
                                                "{\"name\":\"N\","
                                                        + space
                                                        + "\"area\":7,\"order\":1}"),
                                        400)
                                .violations())
                .extracting(Violation::field)
                .containsExactly("area");
        problem(send("POST", "/long", "", " ".repeat(2 << 20)), 413);
    }

    @Test
    void readsOnlyAFewLongBodiesAtOnce() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(Dispatcher.LONG_BODIES);
        longCalls =
                name -> {
                    busy.countDown();
                    await(release);
                };
        String body = "{\"name\":\"N\"," + " ".repeat(300_000) + "\"area\":[],\"order\":1}";
        try (HttpServer patient = patient(100);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            URI address = patient.address().resolve("/long");
            HttpRequest request =
                    HttpRequest.newBuilder(address)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(body))
                            .build();
            for (int i = 0; i < Dispatcher.LONG_BODIES; i++) {
                var _ = clients.submit(() -> client.send(request, BodyHandlers.discarding()));
            }
            try {
                await(busy);
                assertThat(problem(client.send(request, BodyHandlers.ofString()), 503).detail())
                        .isEqualTo("could not take so long a body: 2 others are being read");
            } finally {
                release.countDown();
            }
        }
    }

    /// A started server whose handlers have time.
    private HttpServer patient(int connections) {
        HttpServer patient =
                new HttpServer(
                        new HttpSettings(
                                "127.0.0.1",
                                0,
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(60),
                                8,
                                connections,
                                Optional.empty()),
                        routes(),
                        HttpServerIT::authenticate,
                        CODEC);
        patient.start();
        return patient;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(50, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void takesNoMoreConnectionsThanItsLimitAndGoesOnWhenSomeAreClosed() throws Exception {
        HttpServer small = patient(4);
        String request = "GET /broken HTTP/1.1\r\nHost: x\r\n\r\n";
        List<Socket> open = new ArrayList<>();
        try {
            int answered = 0;
            for (int i = 0; i < 8; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), small.port());
                open.add(socket);
                socket.setSoTimeout(2000);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                answered += isAnswered(socket) ? 1 : 0;
            }
            assertThat(answered).isBetween(4, 5);
            for (Socket socket : open) {
                socket.close();
            }
            assertThat(
                            RawHttp.exchange(
                                    small.address(),
                                    request.replace("Host: x", "Host: x\r\nConnection: close")))
                    .startsWith("HTTP/1.1 500 ");
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
            small.close();
        }
    }

    private static boolean isAnswered(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    void saysThatTheDatabaseIsAway() throws Exception {
        HttpResponse<String> response = send("GET", "/down", "", "");

        problem(response, 503);
        assertThat(response.headers().firstValue("Retry-After")).contains("2");
    }

    @Test
    void answersWhatIsNoHttpInTheSameForm() throws Exception {
        for (String request :
                List.of(
                        "GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                        "GET /api/v1/regions/%2e%2e/%2f HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\n\r\n",
                        "BREW / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                        "nonsense\r\n\r\n")) {
            String answer = RawHttp.exchange(server.address(), request);

            assertThat(answer).matches("(?s)HTTP/1\\.1 4\\d\\d .*");
            assertThat(answer.toLowerCase(Locale.ROOT)).contains("application/problem+json");
        }
    }
}
