package org.vdeli.manager;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.vdeli.contracts.api.LoginRequest;
import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.SessionView;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.OperatorId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.pace.Throttle;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.ftp.upload.DiskReserve;
import org.vdeli.manager.access.BearerTokens;
import org.vdeli.manager.access.LoginThrottle;
import org.vdeli.manager.access.ManagerAuthenticator;
import org.vdeli.manager.access.Operator;
import org.vdeli.manager.access.Passwords;
import org.vdeli.manager.access.Sessions;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.alarm.DeadLetters;
import org.vdeli.manager.api.HealthApi;
import org.vdeli.manager.api.HttpServer;
import org.vdeli.manager.api.HttpSettings;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.asset.OriginHttp;
import org.vdeli.manager.asset.OriginStore;
import org.vdeli.manager.audit.AuditTrail;
import org.vdeli.manager.change.Replanning;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.dispatch.Dispatch;
import org.vdeli.manager.dispatch.Envelopes;
import org.vdeli.manager.events.ConsoleViews;
import org.vdeli.manager.events.EventHub;
import org.vdeli.manager.fleet.AgentSecrets;
import org.vdeli.manager.fleet.BrokerManagement;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.fleet.Enrolment;
import org.vdeli.manager.fleet.LiveFleet;
import org.vdeli.manager.ingest.NodeContents;
import org.vdeli.manager.ingest.UploadIntake;
import org.vdeli.manager.ingest.UploadStaging;
import org.vdeli.manager.publisher.PublisherAccounts;
import org.vdeli.manager.purge.Purging;
import org.vdeli.manager.routing.RouterToken;
import org.vdeli.manager.routing.RoutingFeed;
import org.vdeli.manager.swarm.Swarms;
import org.vdeli.manager.traffic.FleetFigures;
import org.vdeli.router.answer.EdgeLinks;
import org.vdeli.router.answer.RoutingDesk;
import org.vdeli.router.decide.Board;
import org.vdeli.router.decide.Decider;
import org.vdeli.router.place.Locator;

/// The manager's whole HTTP side on some stores, with one operator of each role, one agent and one
/// node token; without broker and dispatch.
final class RestSite implements AutoCloseable {
    static final String PASSWORD = "a long password";
    static final String NODE_TOKEN = "node-token-of-the-tests";
    static final String ROUTER_TOKEN = "router:token-of-the-tests";
    static final String AGENT_SECRET = "agent-secret";

    private final AtomicLong lastId = new AtomicLong(1000);
    private final Transactions transactions;
    private final Codec codec = new Codec();
    private final HttpClient client = HttpClient.newHttpClient();
    private final EventHub hub;
    private final RoutingFeed routing;
    private final HttpServer server;
    private final List<Route> routes;
    private final ServerId agent = new ServerId(900);
    final List<String> replanned = new CopyOnWriteArrayList<>();
    final List<AssetId> deleted = new CopyOnWriteArrayList<>();

    RestSite(Transactions transactions) throws Exception {
        this.transactions = transactions;
        InstantSource clock = InstantSource.system();
        IdMint ids = lastId::incrementAndGet;
        Path data = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "rest-site");
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Passwords passwords = new Passwords();
        AuditTrail audit = new AuditTrail(ids, clock, codec);
        Sessions sessions =
                new Sessions(transactions, passwords, new LoginThrottle(clock), audit, clock);
        ManagerAuthenticator authenticator =
                new ManagerAuthenticator(
                        transactions, sessions, NODE_TOKEN, keys.getPublic(), clock);
        LiveFleet fleet = new LiveFleet(clock);
        FleetFigures live = new FleetFigures(fleet);
        ConsoleViews views = new ConsoleViews(transactions, live, clock);
        hub = new EventHub(views, codec, clock, "test", "1.0");
        Dispatch dispatch =
                new Dispatch(
                        transactions,
                        new Envelopes(codec, ids),
                        keys.getPrivate(),
                        URI.create("http://127.0.0.1/origin/v1"),
                        messages -> List.of(),
                        (exchange, key) -> {},
                        fleet,
                        new AlarmDesk(transactions, ids, clock, hub),
                        Duration.ofDays(7),
                        ids,
                        clock,
                        hub,
                        2);
        BrokerManagement broker = new BrokerManagement(URI.create("http://127.0.0.1:1"), "u", "p");
        Enrolment enrolment =
                new Enrolment(
                        transactions,
                        broker,
                        new AgentSecrets(new byte[32], new SecureRandom()),
                        keys.getPublic(),
                        URI.create("amqp://127.0.0.1:5672/%2F"),
                        ids,
                        clock,
                        hub);
        UploadIntake intake =
                new UploadIntake(
                        transactions,
                        new UploadStaging(data),
                        new Envelopes(codec, ids),
                        new ManagerId(1),
                        ids,
                        clock,
                        () -> {});
        Board board = new Board();
        routing =
                new RoutingFeed(
                        transactions, fleet, board, Duration.ofSeconds(8), () -> true, clock, 1);
        routes =
                new ManagerRoutes(
                                new NodeContents(data, DiskReserve.of(data, ByteCount.ZERO)),
                                "1.0",
                                codec,
                                transactions,
                                ids,
                                clock,
                                passwords,
                                sessions,
                                new PublisherAccounts(
                                        transactions, passwords, new LoginThrottle(clock)),
                                authenticator,
                                hub,
                                hub,
                                views,
                                live,
                                new Recorded(),
                                dispatch.preview(),
                                dispatch.orders(),
                                new Purging(transactions, dispatch.planning(), ids, clock),
                                dispatch.keptAside(),
                                dispatch.onDemand(),
                                (asset, entry) -> {
                                    transactions.change(entry);
                                    return deleted.add(asset);
                                },
                                enrolment,
                                (server, inventory) -> {},
                                new Swarms(transactions),
                                new OriginHttp(
                                        transactions,
                                        new OriginStore(data),
                                        keys.getPublic(),
                                        Throttle.of(Bitrate.ZERO),
                                        clock),
                                intake,
                                new DeadLetters(
                                        broker, new AlarmDesk(transactions, ids, clock, hub)),
                                routing,
                                new RoutingDesk(
                                        board,
                                        new Decider(Decider.Spread.HASH),
                                        new Locator(Optional.empty()),
                                        new EdgeLinks("http://{edge}/{path}")),
                                List.of(
                                        new HealthApi.Check(
                                                "broker",
                                                () -> new HealthApi.State(false, "none here"))))
                        .all();
        server = new HttpServer(HttpSettings.plain("127.0.0.1", 0), routes, authenticator, codec);
        addPeople(passwords, clock.instant());
        routing.turn();
        server.start();
        hub.start();
    }

    private void addPeople(Passwords passwords, Instant now) {
        String hash = passwords.hash(PASSWORD);
        transactions.change(stores -> {
            stores.routerTokens()
                    .add(
                            new RouterToken(
                                    BearerTokens.hash(ROUTER_TOKEN.substring("router:".length())),
                                    "tests",
                                    now));
            for (Role role : Role.values()) {
                stores.operators()
                        .add(new Operator(idOf(role), role.name(), role, hash, false, now));
            }
            stores.servers()
                    .add(
                            new EdgeServer(
                                    agent,
                                    Optional.empty(),
                                    "enrolled",
                                    List.of("10.0.0.1"),
                                    80,
                                    Optional.empty(),
                                    ZoneId.of("UTC"),
                                    ServerRole.EDGE,
                                    Bitrate.ZERO,
                                    ServerState.ONLINE,
                                    Optional.of("1.0"),
                                    Optional.of(new UUID(1, 2)),
                                    Optional.of(BearerTokens.hash(AGENT_SECRET)),
                                    Optional.empty(),
                                    now));
        });
    }

    private final class Recorded implements Replanning {
        @Override
        public void topologyChanged() {
            replanned.add("topology");
        }

        @Override
        public void policiesChanged(ProjectId project) {
            replanned.add("policies of " + project);
        }

        @Override
        public void assetsChanged(Collection<AssetId> assets) {
            replanned.add("assets");
        }
    }

    Transactions transactions() {
        return transactions;
    }

    List<Route> routes() {
        return routes;
    }

    /// What routers decide by, read anew.
    void reroute() {
        routing.fleetChanged();
        routing.missed();
        routing.turn();
    }

    URI address() {
        return server.address();
    }

    HttpClient client() {
        return client;
    }

    String agentToken() {
        return "agent:" + agent + ":" + AGENT_SECRET;
    }

    static OperatorId idOf(Role role) {
        return switch (role) {
            case ADMIN -> new OperatorId(901);
            case OPERATOR -> new OperatorId(902);
            case VIEWER -> new OperatorId(903);
        };
    }

    /// Logs in and gives the token.
    String login(Role role) throws IOException, InterruptedException {
        HttpResponse<String> response =
                send(
                        "POST",
                        "/api/v1/sessions",
                        "",
                        codec.write(new LoginRequest(role.name(), PASSWORD)));
        return codec.read(response.body(), SessionView.class).token();
    }

    HttpResponse<String> send(String method, String path, String token, String body)
            throws IOException, InterruptedException {
        return client.send(request(method, path, token, body), BodyHandlers.ofString());
    }

    HttpRequest request(String method, String path, String token, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.address().resolve(path))
                        .timeout(Duration.ofSeconds(60))
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return request.build();
    }

    <T> T read(HttpResponse<String> response, Class<T> type) {
        return codec.read(response.body(), type);
    }

    String write(Object value) {
        return codec.write(value);
    }

    @Override
    public void close() {
        hub.close();
        server.close();
        client.close();
    }
}
