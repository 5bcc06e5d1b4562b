package org.vdeli.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.AuditView;
import org.vdeli.contracts.api.ClusterDraft;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.ConsoleEvent;
import org.vdeli.contracts.api.EnrolmentTokenDraft;
import org.vdeli.contracts.api.EnrolmentTokenView;
import org.vdeli.contracts.api.HealthView;
import org.vdeli.contracts.api.JobActionView;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.JobView;
import org.vdeli.contracts.api.LaggardView;
import org.vdeli.contracts.api.LoginRequest;
import org.vdeli.contracts.api.OperatorDraft;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.PolicyDraft;
import org.vdeli.contracts.api.PolicyPresets;
import org.vdeli.contracts.api.PolicyPreviewView;
import org.vdeli.contracts.api.PolicyView;
import org.vdeli.contracts.api.Problem;
import org.vdeli.contracts.api.ProjectDraft;
import org.vdeli.contracts.api.ProjectView;
import org.vdeli.contracts.api.PublisherDraft;
import org.vdeli.contracts.api.PublisherView;
import org.vdeli.contracts.api.PurgeView;
import org.vdeli.contracts.api.RegionDraft;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.api.ServerDraft;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.api.SessionView;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.api.Violation;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.OperatorId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.ingest.AccountCheck;
import org.vdeli.contracts.ingest.LoginAnswer;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.OpenApi;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.database.Database;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.RealDatabase;
import tools.jackson.databind.JsonNode;

/// The whole HTTP side over a real database.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestIT {
    private static final Codec CODEC = new Codec();

    private final Map<Role, String> tokens = new EnumMap<>(Role.class);
    private final Database database = RealDatabase.open();
    private RestSite site;

    @BeforeAll
    void start() throws Exception {
        site = new RestSite(database.transactions());
        for (Role role : Role.values()) {
            tokens.put(role, site.login(role));
        }
    }

    @AfterAll
    void stop() {
        site.close();
        database.close();
    }

    private String token(Role role) {
        return Objects.requireNonNull(tokens.get(role));
    }

    private HttpResponse<String> send(String method, String path, Role role, Object body)
            throws Exception {
        return site.send(method, path, token(role), body.equals("") ? "" : site.write(body));
    }

    private <T> T made(HttpResponse<String> response, Class<T> type) {
        assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
        return site.read(response, type);
    }

    private static String filled(Route route) {
        return route.path()
                .replace("{receipt}", "00000000-0000-0000-0000-000000000001")
                .replace("{token}", "0".repeat(64))
                .replaceAll("\\{[^}]+}", "0000000000001");
    }

    private int status(Route route, String token) throws Exception {
        HttpResponse<InputStream> response =
                site.client()
                        .send(
                                site.request(route.method().name(), filled(route), token, ""),
                                BodyHandlers.ofInputStream());
        response.body().close();
        return response.statusCode();
    }

    @Test
    void letsEachCallerDoWhatItsRightsAllowAndNothingElse() throws Exception {
        List<String> holes = new ArrayList<>();
        for (Route route : site.routes()) {
            if (route.path().equals("/api/v1/sessions/current")) {
                continue;
            }
            for (Caller caller : callers()) {
                int status = status(route, caller.token);
                boolean open = route.access() == Access.OPEN;
                boolean right =
                        open
                                ? status != 401 && status != 403
                                : caller.rights.contains(route.access())
                                        ? status != 401
                                                && status != 403
                                                && (status < 500 || asksTheBroker(route))
                                        : status == (caller.known ? 403 : 401);
                if (!right) {
                    holes.add(
                            caller.name
                                    + " "
                                    + route.method()
                                    + " "
                                    + route.path()
                                    + ": "
                                    + status);
                }
            }
        }
        assertThat(holes).isEmpty();
    }

    /// There is none here, so the answer is 503.
    private static boolean asksTheBroker(Route route) {
        return route.path().equals("/api/v1/dead-letters");
    }

    private record Caller(String name, String token, boolean known, Set<Access> rights) {}

    private List<Caller> callers() {
        return List.of(
                new Caller("nobody", "", false, Set.of()),
                new Caller("stranger", "forged", false, Set.of()),
                new Caller("forged agent", "agent:0000000000001:x", false, Set.of()),
                new Caller("forged reader", "abc.def", false, Set.of()),
                new Caller("viewer", token(Role.VIEWER), true, Set.of(Access.VIEWER)),
                new Caller(
                        "operator",
                        token(Role.OPERATOR),
                        true,
                        Set.of(Access.VIEWER, Access.OPERATOR)),
                new Caller("agent", site.agentToken(), true, Set.of(Access.AGENT)),
                new Caller("node", RestSite.NODE_TOKEN, true, Set.of(Access.FTP_NODE)),
                new Caller("forged router", "router:x", false, Set.of()),
                new Caller("router", RestSite.ROUTER_TOKEN, true, Set.of(Access.ROUTER)));
    }

    @Test
    void findsNothingUnderUnknownIds() throws Exception {
        for (Route route : site.routes()) {
            if (route.access().isForOperators()
                    && route.path().contains("{")
                    && route.body().isEmpty()) {
                assertThat(status(route, token(Role.ADMIN))).as(route.path()).isEqualTo(404);
            }
        }
    }

    @Test
    void refusesEveryBadBodyWithTheRulesThatItBreaks() throws Exception {
        List<String> bodies =
                List.of(
                        "[]",
                        "null",
                        "{",
                        "{}",
                        "\"x\"",
                        "{\"name\":null}",
                        "{\"name\":7,\"order\":\"x\",\"count\":1e99}",
                        "{\"name\":\"\\u0000\",\"zone\":\"Nowhere/Land\",\"validFor\":\"PT-1S\"}",
                        "{\"name\":\"" + "x".repeat(100_000) + "\"}",
                        "{\"name\":{\"name\":{}},\"addresses\":[[[]]],\"area\":[null]}");
        for (Route route : site.routes()) {
            if (route.body().isPresent() && route.access() != Access.PIECE_READER) {
                for (String body : bodies) {
                    HttpResponse<String> response =
                            site.send(route.method().name(), filled(route), tokenFor(route), body);
                    if (route.path().endsWith("/acknowledgement") && response.statusCode() == 404) {
                        continue;
                    }
                    if (route.path().endsWith("/router-tokens") && body.contains("\"name\":7")) {
                        continue; // its only component is a text, and 7 can be read as one
                    }
                    assertThat(response.statusCode())
                            .as("%s %s %s", route.method(), route.path(), body)
                            .isEqualTo(400);
                    assertThat(site.read(response, Problem.class).violations()).isNotEmpty();
                }
            }
        }
    }

    private String tokenFor(Route route) {
        return switch (route.access()) {
            case OPEN -> "";
            case VIEWER, OPERATOR, ADMIN -> token(Role.ADMIN);
            case AGENT -> site.agentToken();
            case FTP_NODE -> RestSite.NODE_TOKEN;
            case ROUTER -> RestSite.ROUTER_TOKEN;
            case PIECE_READER -> "";
        };
    }

    @Test
    void describesEveryRouteAndAnswersAsDescribed() throws Exception {
        SchemaCheck check = new SchemaCheck(site.send("GET", OpenApi.PATH, "", "").body());

        assertThat(check.document().get("openapi").asString()).isEqualTo("3.1.0");
        List<JsonNode> references = check.document().findValues("$ref");
        assertThat(references).isNotEmpty();
        for (JsonNode reference : references) {
            assertThat(check.document().at(reference.asString().substring(1)).isMissingNode())
                    .as(reference.asString())
                    .isFalse();
        }
        for (Route route : site.routes()) {
            String method = route.method().name().toLowerCase(Locale.ROOT);
            JsonNode operation = check.document().get("paths").get(route.path()).get(method);
            assertThat(operation.get("responses").has("" + route.answer().status())).isTrue();
            if (route.answer() instanceof Route.Answer.Many) {
                HttpResponse<String> response =
                        site.send(route.method().name(), filled(route), tokenFor(route), "");
                if (response.statusCode() == 200) {
                    assertThat(
                                    check.differences(
                                            response.body(),
                                            check.answerOf(method, route.path(), 200)))
                            .as(route.path())
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void keepsTheFleetAndSaysWhatIsInTheWay() throws Exception {
        SchemaCheck check = new SchemaCheck(site.send("GET", OpenApi.PATH, "", "").body());
        RegionView region = region("Iberia");
        ClusterView cluster = cluster(region, "Lisbon");
        ServerView server =
                made(
                        send(
                                "POST",
                                "/api/v1/servers",
                                Role.OPERATOR,
                                server(cluster, "lis-1", Optional.empty())),
                        ServerView.class);
        assertThat(server.state()).isEqualTo(ServerState.JOINING);

        HttpResponse<String> refused =
                send("DELETE", "/api/v1/clusters/" + cluster.id(), Role.OPERATOR, "");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(site.read(refused, Problem.class).detail())
                .isEqualTo("could not delete cluster Lisbon: in the way are server lis-1");
        assertThat(
                        site.read(
                                        send(
                                                "DELETE",
                                                "/api/v1/regions/" + region.id(),
                                                Role.OPERATOR,
                                                ""),
                                        Problem.class)
                                .detail())
                .isEqualTo("could not delete region Iberia: in the way are cluster Lisbon");

        ServerView drained =
                made(
                        send(
                                "PUT",
                                "/api/v1/servers/" + server.id(),
                                Role.OPERATOR,
                                server(cluster, "lis-1", Optional.of(ServerState.DRAINING))),
                        ServerView.class);
        assertThat(drained.state()).isEqualTo(ServerState.DRAINING);
        assertThat(site.replanned).contains("topology");
        for (String path :
                List.of(
                        "/api/v1/servers/" + server.id(),
                        "/api/v1/clusters/" + cluster.id(),
                        "/api/v1/regions/" + region.id())) {
            HttpResponse<String> shown = send("GET", path, Role.VIEWER, "");
            String declared = path.replaceAll("/[^/]+$", "");
            String name = declared.replaceAll(".*/(.*)s$", "$1");
            assertThat(
                            check.differences(
                                    shown.body(),
                                    check.answerOf("get", declared + "/{" + name + "}", 200)))
                    .isEmpty();
            assertThat(send("DELETE", path, Role.OPERATOR, "").statusCode()).isEqualTo(204);
            assertThat(send("GET", path, Role.VIEWER, "").statusCode()).isEqualTo(404);
        }
    }

    private RegionView region(String name) throws Exception {
        return made(
                send(
                        "POST",
                        "/api/v1/regions",
                        Role.OPERATOR,
                        new RegionDraft(
                                name,
                                List.of(
                                        new GeoPoint(36.0, -10.0),
                                        new GeoPoint(44.0, -10.0),
                                        new GeoPoint(44.0, 4.0)),
                                1)),
                RegionView.class);
    }

    private ClusterView cluster(RegionView region, String name) throws Exception {
        return made(
                send(
                        "POST",
                        "/api/v1/clusters",
                        Role.OPERATOR,
                        new ClusterDraft(
                                region.id(),
                                name,
                                new GeoPoint(38.7, -9.1),
                                List.of("10.1.0.0/16", "2001:db8::/32"),
                                Bitrate.megabits(100))),
                ClusterView.class);
    }

    private static ServerDraft server(
            ClusterView cluster, String name, Optional<ServerState> state) {
        return new ServerDraft(
                Optional.of(cluster.id()),
                name,
                List.of("10.1.0.7", "2001:db8::7"),
                80,
                Optional.empty(),
                "Europe/Lisbon",
                ServerRole.EDGE,
                Bitrate.megabits(1000),
                state);
    }

    @Test
    void refusesTheSameNameTwiceAndThingsThatAreNotThere() throws Exception {
        RegionView region = region("Nordics");
        assertThat(
                        send(
                                        "POST",
                                        "/api/v1/regions",
                                        Role.OPERATOR,
                                        new RegionDraft("Nordics", List.of(), 0))
                                .statusCode())
                .isEqualTo(409);
        assertThat(
                        send(
                                        "POST",
                                        "/api/v1/clusters",
                                        Role.OPERATOR,
                                        new ClusterDraft(
                                                new org.vdeli.contracts.id.RegionId(1),
                                                "Nowhere",
                                                new GeoPoint(0.0, 0.0),
                                                List.of("10.0.0.0/33"),
                                                Bitrate.ZERO))
                                .body())
                .contains("prefixes such as");
        assertThat(send("DELETE", "/api/v1/regions/" + region.id(), Role.OPERATOR, "").statusCode())
                .isEqualTo(204);
    }

    @Test
    void keepsPublishersTheirProjectsAndPolicies() throws Exception {
        PublisherView acme =
                made(
                        send("POST", "/api/v1/publishers", Role.ADMIN, publisher("acme", false)),
                        PublisherView.class);
        Page<ProjectView> projects =
                CODEC.readPage(
                        send("GET", "/api/v1/projects?publisher=" + acme.id(), Role.VIEWER, "")
                                .body()
                                .getBytes(StandardCharsets.UTF_8),
                        ProjectView.class);
        assertThat(projects.items()).extracting(ProjectView::name).containsExactly("default");

        ProjectView films =
                made(
                        send(
                                "POST",
                                "/api/v1/projects",
                                Role.OPERATOR,
                                new ProjectDraft(acme.id(), "films")),
                        ProjectView.class);
        PolicyView policy =
                made(
                        send(
                                "POST",
                                "/api/v1/policies",
                                Role.OPERATOR,
                                policy(films, Spread.ALL, 0)),
                        PolicyView.class);
        assertThat(site.replanned).contains("policies of " + films.id());
        assertThat(
                        site.read(
                                        send(
                                                "POST",
                                                "/api/v1/policies",
                                                Role.OPERATOR,
                                                policy(films, Spread.PER_REGION, 0)),
                                        Problem.class)
                                .violations())
                .containsExactly(
                        new Violation("count", "must be at least 1 for spread PER_REGION"));
        assertThat(
                        site.read(
                                        send(
                                                "DELETE",
                                                "/api/v1/projects/" + films.id(),
                                                Role.OPERATOR,
                                                ""),
                                        Problem.class)
                                .detail())
                .isEqualTo("could not delete project films: in the way are policy " + policy.id());
        for (String path :
                List.of("/api/v1/policies/" + policy.id(), "/api/v1/projects/" + films.id())) {
            assertThat(send("DELETE", path, Role.OPERATOR, "").statusCode()).isEqualTo(204);
        }
        assertThat(send("DELETE", "/api/v1/publishers/" + acme.id(), Role.ADMIN, "").statusCode())
                .isEqualTo(204);
    }

    @Test
    void policiesKeepToThePresetsOfTheirMethods() throws Exception {
        PolicyPresets presets =
                site.read(
                        send("GET", "/api/v1/policy-presets", Role.VIEWER, ""),
                        PolicyPresets.class);
        assertThat(presets).isEqualTo(PolicyPresets.ALL);
        assertThat(presets.presets().getFirst().locked())
                .containsExactly("connections", "requestSize");
        PublisherView publisher =
                made(
                        send("POST", "/api/v1/publishers", Role.ADMIN, publisher("preset", false)),
                        PublisherView.class);
        ProjectView project =
                made(
                        send(
                                "POST",
                                "/api/v1/projects",
                                Role.OPERATOR,
                                new ProjectDraft(publisher.id(), "presets")),
                        ProjectView.class);

        assertThat(
                        refusedLimits(
                                project,
                                new TransferLimits(
                                        TransferMethod.SINGLE, 2, ByteCount.ZERO, Bitrate.ZERO)))
                .containsExactly(
                        new Violation("limits.connections", "must be 1 for method SINGLE"));
        assertThat(
                        refusedLimits(
                                project,
                                new TransferLimits(
                                        TransferMethod.TRICKLE,
                                        1,
                                        ByteCount.of(1_000_000),
                                        Bitrate.ZERO)))
                .containsExactly(
                        new Violation(
                                "limits.ratePerConnection",
                                "must be more than 0 for method TRICKLE"));
    }

    private List<Violation> refusedLimits(ProjectView project, TransferLimits limits)
            throws Exception {
        PolicyDraft draft = policy(project, Spread.ALL, 0);
        return site.read(
                        send(
                                "POST",
                                "/api/v1/policies",
                                Role.OPERATOR,
                                new PolicyDraft(
                                        draft.project(),
                                        draft.region(),
                                        draft.order(),
                                        draft.spread(),
                                        draft.count(),
                                        draft.pinned(),
                                        limits,
                                        draft.windowStart(),
                                        draft.windowEnd(),
                                        draft.priority())),
                        Problem.class)
                .violations();
    }

    private static PolicyDraft policy(ProjectView project, Spread spread, int count) {
        return new PolicyDraft(
                project.id(),
                Optional.empty(),
                0,
                spread,
                count,
                false,
                TransferMethod.SINGLE.preset(),
                LocalTime.of(23, 0),
                LocalTime.of(4, 0),
                5);
    }

    @Test
    void previewsAPolicyActsOnManyJobsAndPurgesWithReceipts() throws Exception {
        site.transactions()
                .change(stores -> {
                    stores.publishers().add(Fixtures.publisher(7001, "control"));
                    stores.projects().add(Fixtures.project(7002, 7001, "films"));
                    stores.regions().add(Fixtures.region(7003, "Control"));
                    stores.clusters().add(Fixtures.cluster(7004, 7003, "Control"));
                    stores.servers().add(Fixtures.server(7011, 7004, "control-1"));
                    stores.servers().add(Fixtures.server(7012, 7004, "control-2"));
                    stores.assets()
                            .add(
                                    Fixtures.asset(7021, 7002, "control/films/a.mp4", 1),
                                    Fixtures.pieces());
                    stores.jobs()
                            .addAll(
                                    List.of(
                                            Fixtures.job(7051, 7021, 7011, JobState.PROCESSING),
                                            Fixtures.job(7052, 7021, 7012, JobState.FAILED)));
                    stores.replicas().putAll(List.of(Fixtures.replica(7021, 7012)));
                });
        String project = new ProjectId(7002).toString();
        String draft =
                site.write(
                        new PolicyDraft(
                                new ProjectId(7002),
                                Optional.of(new RegionId(7003)),
                                0,
                                Spread.ALL,
                                0,
                                false,
                                TransferMethod.SWARM.preset(),
                                LocalTime.MIDNIGHT,
                                LocalTime.MIDNIGHT,
                                5));
        SchemaCheck check = new SchemaCheck(site.send("GET", OpenApi.PATH, "", "").body());

        HttpResponse<String> preview =
                site.send(
                        "POST",
                        "/api/v1/policies/preview",
                        token(Role.VIEWER),
                        "{\"draft\":" + draft + "}");
        PolicyPreviewView shown = made(preview, PolicyPreviewView.class);
        assertThat(shown.assets()).isEqualTo(1);
        assertThat(shown.total().gains()).isEqualTo(2);
        assertThat(shown.total().fills()).as("one is under way, one is there").isZero();
        assertThat(
                        check.differences(
                                preview.body(),
                                check.answerOf("post", "/api/v1/policies/preview", 200)))
                .isEmpty();
        assertThat(
                        site.send(
                                        "POST",
                                        "/api/v1/policies/preview",
                                        token(Role.VIEWER),
                                        "{\"draft\":" + draft + ",\"delete\":\"0000000000001\"}")
                                .statusCode())
                .isEqualTo(400);

        String selector = "\"selector\":{\"project\":\"" + project + "\"}";
        JobActionView counted =
                made(
                        site.send(
                                "POST",
                                "/api/v1/jobs/actions",
                                token(Role.OPERATOR),
                                "{\"action\":\"PAUSE\"," + selector + ",\"dryRun\":true}"),
                        JobActionView.class);
        assertThat(counted.selected()).isEqualTo(2);
        assertThat(counted.changed()).isEqualTo(1);
        assertThat(site.transactions().<Long>read(s -> s.outbox().count())).isZero();
        HttpResponse<String> paused =
                site.send(
                        "POST",
                        "/api/v1/jobs/actions",
                        token(Role.OPERATOR),
                        "{\"action\":\"PAUSE\"," + selector + "}");
        assertThat(made(paused, JobActionView.class).changed()).isEqualTo(1);
        assertThat(site.transactions().<Long>read(s -> s.outbox().count())).isEqualTo(1);
        JobView job =
                made(
                        send("GET", "/api/v1/jobs/" + new JobId(7051), Role.VIEWER, ""),
                        JobView.class);
        assertThat(job.state()).isEqualTo(JobState.SUSPENDED);
        assertThat(job.detail()).isEqualTo("paused by operator OPERATOR");
        assertThat(job.cause()).contains(Report.Reason.UNREACHABLE);
        for (String refused :
                List.of(
                        "{\"action\":\"PAUSE\",\"selector\":{}}",
                        "{\"action\":\"REPRIORITISE\"," + selector + "}",
                        "{\"action\":\"PAUSE\"," + selector + ",\"priority\":1}")) {
            assertThat(
                            site.send("POST", "/api/v1/jobs/actions", token(Role.OPERATOR), refused)
                                    .statusCode())
                    .as(refused)
                    .isEqualTo(400);
        }
        Page<AuditView> entries =
                CODEC.readPage(
                        send("GET", "/api/v1/audit?action=pause", Role.ADMIN, "")
                                .body()
                                .getBytes(StandardCharsets.UTF_8),
                        AuditView.class);
        assertThat(entries.items().getFirst().after().orElseThrow()).contains(project);

        PurgeView purge =
                made(
                        site.send(
                                "POST",
                                "/api/v1/purges",
                                token(Role.OPERATOR),
                                "{\"folder\":\"control/films\",\"delete\":true}"),
                        PurgeView.class);
        assertThat(purge.copies()).isEqualTo(2);
        assertThat(purge.percent()).isZero();
        HttpResponse<String> laggards =
                send("GET", "/api/v1/purges/" + purge.id() + "/laggards", Role.VIEWER, "");
        Page<LaggardView> lag =
                CODEC.readPage(laggards.body().getBytes(StandardCharsets.UTF_8), LaggardView.class);
        assertThat(lag.items())
                .extracting(LaggardView::name, LaggardView::reason)
                .containsExactly(
                        tuple("control-1", "its order waits to be sent"),
                        tuple("control-2", "its order waits to be sent"));
        assertThat(
                        check.differences(
                                laggards.body(),
                                check.answerOf("get", "/api/v1/purges/{purge}/laggards", 200)))
                .isEmpty();
        assertThat(send("GET", "/api/v1/purges", Role.VIEWER, "").body())
                .contains(purge.id().toString());
        assertThat(
                        site.send(
                                        "POST",
                                        "/api/v1/purges",
                                        token(Role.OPERATOR),
                                        "{\"folder\":\"a/b\",\"project\":\"" + project + "\"}")
                                .statusCode())
                .isEqualTo(400);
    }

    @Test
    void setsTheDateOfAnAssetShowsThatItIsOverAndNotesWhoSetIt() throws Exception {
        site.transactions()
                .change(stores -> {
                    stores.publishers().add(Fixtures.publisher(7101, "expiry"));
                    stores.projects().add(Fixtures.project(7102, 7101, "films"));
                    stores.assets()
                            .add(
                                    Fixtures.asset(7121, 7102, "expiry/films/a.mp4", 1),
                                    Fixtures.pieces());
                });
        String path = "/api/v1/assets/" + new AssetId(7121);
        SchemaCheck check = new SchemaCheck(site.send("GET", OpenApi.PATH, "", "").body());

        HttpResponse<String> over =
                site.send(
                        "PUT",
                        path + "/expiry",
                        token(Role.OPERATOR),
                        "{\"at\":\"2026-11-21T00:00:00Z\"}");
        AssetView shown = made(over, AssetView.class);
        assertThat(shown.expiresAt()).contains(Instant.parse("2026-11-21T00:00:00Z"));
        assertThat(shown.expired()).contains("EXPIRED: it was to stay until 2026-11-21T00:00:00Z");
        assertThat(
                        check.differences(
                                over.body(),
                                check.answerOf("put", "/api/v1/assets/{asset}/expiry", 200)))
                .isEmpty();
        Page<AssetView> listed =
                CODEC.readPage(
                        send(
                                        "GET",
                                        "/api/v1/assets?project=" + new ProjectId(7102),
                                        Role.VIEWER,
                                        "")
                                .body()
                                .getBytes(StandardCharsets.UTF_8),
                        AssetView.class);
        assertThat(listed.items()).containsExactly(shown);
        assertThat(site.send("DELETE", path + "/expiry", token(Role.VIEWER), "").statusCode())
                .isEqualTo(403);

        AssetView back =
                made(
                        site.send("DELETE", path + "/expiry", token(Role.OPERATOR), ""),
                        AssetView.class);
        assertThat(back.expired()).isEmpty();
        assertThat(send("GET", "/api/v1/audit?object=" + shown.id(), Role.ADMIN, "").body())
                .contains("2026-11-21T00:00:00Z");
    }

    @Test
    void takesHowLongAPolicyKeepsAssetsAndRefusesTooShortATime() throws Exception {
        site.transactions()
                .change(stores -> {
                    stores.publishers().add(Fixtures.publisher(7201, "keeping"));
                    stores.projects().add(Fixtures.project(7202, 7201, "films"));
                    stores.assets()
                            .add(
                                    Fixtures.asset(7221, 7202, "keeping/films/a.mp4", 1),
                                    Fixtures.pieces());
                });
        String begin =
                "{\"project\":\""
                        + new ProjectId(7202)
                        + "\",\"order\":0,\"spread\":\"ALL\",\"count\":0,\"pinned\":false,"
                        + "\"limits\":"
                        + site.write(TransferMethod.SWARM.preset())
                        + ",\"windowStart\":\"00:00:00\",\"windowEnd\":\"00:00:00\",\"priority\":5,"
                        + "\"keepFor\":";
        PolicyView policy =
                made(
                        site.send(
                                "POST",
                                "/api/v1/policies",
                                token(Role.OPERATOR),
                                begin + "\"PT1M\"}"),
                        PolicyView.class);
        assertThat(policy.keepFor()).contains(Duration.ofMinutes(1));
        assertThat(
                        made(
                                        send(
                                                "GET",
                                                "/api/v1/policies/" + policy.id(),
                                                Role.VIEWER,
                                                ""),
                                        PolicyView.class)
                                .keepFor())
                .contains(Duration.ofMinutes(1));
        AssetView asset =
                made(
                        send("GET", "/api/v1/assets/" + new AssetId(7221), Role.VIEWER, ""),
                        AssetView.class);
        assertThat(asset.expired().orElseThrow())
                .isEqualTo("EXPIRED: it was to be kept for PT1M after " + asset.acceptedAt());

        HttpResponse<String> refused =
                site.send("POST", "/api/v1/policies", token(Role.OPERATOR), begin + "\"PT59S\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(site.read(refused, Problem.class).violations())
                .containsExactly(new Violation("keepFor", "must be one minute to 100 years"));
    }

    private static PublisherDraft publisher(String name, boolean disabled) {
        return new PublisherDraft(
                name,
                Optional.of("päss wörd! \"1"),
                disabled,
                Optional.empty(),
                Optional.of("Hello"),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void letsPublishersInAndRefusesAllOthersInTheSameWords() throws Exception {
        made(
                send("POST", "/api/v1/publishers", Role.ADMIN, publisher("films", false)),
                PublisherView.class);
        made(
                send("POST", "/api/v1/publishers", Role.ADMIN, publisher("gone", true)),
                PublisherView.class);

        assertThat(check("films", "päss wörd! \"1"))
                .isInstanceOfSatisfying(
                        LoginAnswer.Welcome.class,
                        welcome -> {
                            assertThat(welcome.account().projects()).containsExactly("default");
                            assertThat(welcome.account().welcome()).contains("Hello");
                        });
        LoginAnswer refused =
                new LoginAnswer.Refused(
                        "Login refused: unknown name, wrong password, or disabled account.");
        assertThat(check("films", "wrong")).isEqualTo(refused);
        assertThat(check("nobody", "wrong")).isEqualTo(refused);
        assertThat(check("gone", "päss wörd! \"1")).isEqualTo(refused);
    }

    private LoginAnswer check(String name, String password) throws Exception {
        HttpResponse<String> response =
                site.send(
                        "POST",
                        "/ftp/v1/logins",
                        RestSite.NODE_TOKEN,
                        site.write(new AccountCheck(name, password, "192.0.2.1")));
        return site.read(response, LoginAnswer.class);
    }

    @Test
    void showsAnEnrolmentTokenOnceAndNeverInTheAuditTrail() throws Exception {
        EnrolmentTokenView token =
                made(
                        send(
                                "POST",
                                "/api/v1/enrolment-tokens",
                                Role.OPERATOR,
                                new EnrolmentTokenDraft(
                                        Optional.of("edge-1"),
                                        Optional.empty(),
                                        Duration.ofHours(1))),
                        EnrolmentTokenView.class);

        assertThat(token.role()).contains(ServerRole.EDGE);
        EnrolmentTokenView ofOrigin =
                made(
                        send(
                                "POST",
                                "/api/v1/enrolment-tokens",
                                Role.OPERATOR,
                                new EnrolmentTokenDraft(
                                        Optional.of("origin-1"),
                                        Optional.empty(),
                                        Duration.ofHours(1),
                                        Optional.of(ServerRole.ORIGIN))),
                        EnrolmentTokenView.class);
        assertThat(ofOrigin.role()).contains(ServerRole.ORIGIN);
        assertThat(
                        send("GET", "/api/v1/assets/0000000000001/origins", Role.VIEWER, "")
                                .statusCode())
                .isEqualTo(404);

        assertThat(send("GET", "/api/v1/enrolment-tokens", Role.OPERATOR, "").body())
                .contains("edge-1")
                .doesNotContain(token.token());
        assertThat(send("GET", "/api/v1/audit", Role.ADMIN, "").body())
                .contains("ENROLMENT_TOKEN")
                .doesNotContain(token.token());
    }

    @Test
    void writesWhoChangedWhat() throws Exception {
        RegionView region = region("Alps");
        made(
                send(
                        "PUT",
                        "/api/v1/regions/" + region.id(),
                        Role.OPERATOR,
                        new RegionDraft("High Alps", List.of(), 2)),
                RegionView.class);

        Page<AuditView> entries =
                CODEC.readPage(
                        send("GET", "/api/v1/audit?object=" + region.id(), Role.ADMIN, "")
                                .body()
                                .getBytes(StandardCharsets.UTF_8),
                        AuditView.class);
        assertThat(entries.items())
                .extracting(AuditView::action)
                .containsExactly("update", "create");
        assertThat(entries.items().getFirst().actor()).isEqualTo("OPERATOR");
        assertThat(entries.items().getFirst().before().orElseThrow()).contains("\"Alps\"");
        assertThat(entries.items().getFirst().after().orElseThrow()).contains("\"High Alps\"");
    }

    @Test
    void logsOutAtOnce() throws Exception {
        String token = site.login(Role.VIEWER);
        assertThat(site.send("GET", "/api/v1/sessions/current", token, "").statusCode())
                .isEqualTo(200);

        assertThat(site.send("DELETE", "/api/v1/sessions/current", token, "").statusCode())
                .isEqualTo(204);

        assertThat(site.send("GET", "/api/v1/sessions/current", token, "").statusCode())
                .isEqualTo(401);
    }

    @Test
    void slowsDownWhoGuessesPasswords() throws Exception {
        String guess = site.write(new LoginRequest("guessed", "wrong"));
        for (int i = 0; i < 5; i++) {
            assertThat(site.send("POST", "/api/v1/sessions", "", guess).statusCode())
                    .isEqualTo(401);
        }

        HttpResponse<String> response = site.send("POST", "/api/v1/sessions", "", guess);

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void keepsTheLastAdmin() throws Exception {
        OperatorId admin = RestSite.idOf(Role.ADMIN);
        assertThat(send("DELETE", "/api/v1/operators/" + admin, Role.ADMIN, "").statusCode())
                .isEqualTo(409);
        HttpResponse<String> demoted =
                send(
                        "PUT",
                        "/api/v1/operators/" + admin,
                        Role.ADMIN,
                        new OperatorDraft("ADMIN", Role.VIEWER, Optional.empty(), false));
        assertThat(demoted.statusCode()).isEqualTo(409);
    }

    @Test
    void endsTheSessionsOfADisabledOperator() throws Exception {
        String id =
                made(
                                send(
                                        "POST",
                                        "/api/v1/operators",
                                        Role.ADMIN,
                                        new OperatorDraft(
                                                "bob",
                                                Role.OPERATOR,
                                                Optional.of(RestSite.PASSWORD),
                                                false)),
                                org.vdeli.contracts.api.OperatorView.class)
                        .id()
                        .toString();
        String token =
                site.read(
                                site.send(
                                        "POST",
                                        "/api/v1/sessions",
                                        "",
                                        site.write(new LoginRequest("bob", RestSite.PASSWORD))),
                                SessionView.class)
                        .token();
        assertThat(site.send("GET", "/api/v1/regions", token, "").statusCode()).isEqualTo(200);

        made(
                send(
                        "PUT",
                        "/api/v1/operators/" + id,
                        Role.ADMIN,
                        new OperatorDraft("bob", Role.OPERATOR, Optional.empty(), true)),
                org.vdeli.contracts.api.OperatorView.class);

        assertThat(site.send("GET", "/api/v1/regions", token, "").statusCode()).isEqualTo(401);
    }

    @Test
    void saysWhatIsMissingToBeReady() throws Exception {
        HttpResponse<String> response = site.send("GET", "/health/ready", "", "");

        assertThat(response.statusCode()).isEqualTo(503);
        HealthView health = site.read(response, HealthView.class);
        assertThat(health.ok()).isFalse();
        assertThat(health.dependencies().getFirst().detail()).isEqualTo("none here");
        assertThat(site.send("GET", "/health/live", "", "").statusCode()).isEqualTo(200);
    }

    @Test
    void streamsASnapshotAndThenTheChanges() throws Exception {
        HttpResponse<InputStream> response =
                site.client()
                        .send(
                                site.request("GET", "/api/v1/events", token(Role.VIEWER), ""),
                                BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/event-stream");
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            List<ConsoleEvent> snapshot = new ArrayList<>();
            long lastId = 0;
            while (snapshot.isEmpty()
                    || !(snapshot.getLast() instanceof ConsoleEvent.SnapshotEnded)) {
                long id = Long.parseLong(lines.readLine().substring("id: ".length()));
                assertThat(id).isGreaterThan(lastId);
                lastId = id;
                snapshot.add(event(lines));
            }
            assertThat(snapshot.getFirst()).isInstanceOf(ConsoleEvent.SnapshotBegun.class);

            RegionView region = region("Baltics");

            // changes of what other tests made may still be on their way before it
            boolean isTold = false;
            while (!isTold) {
                lastId++;
                assertThat(lines.readLine()).isEqualTo("id: " + lastId);
                isTold =
                        event(lines) instanceof ConsoleEvent.RegionsChanged changed
                                && changed.regions().contains(region);
            }
        }
    }

    private static ConsoleEvent event(BufferedReader lines) throws Exception {
        String data = lines.readLine();
        assertThat(data).startsWith("data: ");
        assertThat(lines.readLine()).isEmpty();
        return CODEC.read(data.substring("data: ".length()), ConsoleEvent.class);
    }
}
