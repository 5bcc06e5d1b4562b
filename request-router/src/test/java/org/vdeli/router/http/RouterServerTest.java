package org.vdeli.router.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.vdeli.contracts.api.HealthView;
import org.vdeli.contracts.api.LocationView;
import org.vdeli.contracts.api.LocationsView;
import org.vdeli.contracts.api.RouteExplanationView;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.router.answer.EdgeLinks;
import org.vdeli.router.answer.RoutingDesk;
import org.vdeli.router.decide.Board;
import org.vdeli.router.decide.Decider;
import org.vdeli.router.map.Fleet;
import org.vdeli.router.map.RoutingSnapshot;
import org.vdeli.router.map.RoutingTable;
import org.vdeli.router.map.Standing;
import org.vdeli.router.map.Worlds;
import org.vdeli.router.net.IpAddress;
import org.vdeli.router.place.Locator;

/// The router's HTTP over a real socket; server 101 is a real server that has a master playlist.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouterServerTest {
    private static final String MASTER = "a/b/film/master.m3u8";

    private final Codec codec = new Codec();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Board board = new Board();
    private HttpServer edge;
    private RouterServer server;
    private RoutingTable table;

    @BeforeAll
    void start() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        edge = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        edge.createContext(
                "/" + MASTER,
                exchange -> {
                    byte[] body =
                            "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow.m3u8\n"
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        edge.start();
        Fleet small = Worlds.fleet(1);
        Fleet fleet =
                new Fleet(
                        small.areas(),
                        small.sites(),
                        List.of(
                                new Fleet.Server(
                                        101,
                                        "edge-101",
                                        10,
                                        List.of("127.0.0.1", "::1"),
                                        edge.getAddress().getPort(),
                                        0),
                                Worlds.server(102, 11),
                                Worlds.server(103, 12)),
                        List.of(),
                        List.of());
        table =
                Worlds.table(
                        fleet,
                        Map.of(
                                "a/b/one two.mp4",
                                Worlds.ids(101, 103),
                                "a/b/oslo.mp4",
                                List.of(103L),
                                "a/b/media.m3u8",
                                List.of(102L),
                                MASTER,
                                Worlds.ids(101, 102)));
        publish(Map.of());
        RouterSettings settings =
                new RouterSettings(
                        true,
                        "127.0.0.1",
                        0,
                        "http://{edge}/{path}",
                        List.of("127.0.0.0/8"),
                        Optional.empty(),
                        200,
                        Decider.Spread.HASH,
                        3,
                        Optional.empty(),
                        Optional.empty());
        RoutingDesk desk =
                new RoutingDesk(
                        board,
                        new Decider(Decider.Spread.HASH),
                        new Locator(Optional.empty()),
                        new EdgeLinks(settings.urlTemplate()));
        server =
                RouterServer.start(
                        settings,
                        new ViewerAnswers(
                                desk,
                                settings,
                                Optional.of(Secret.of("noc")),
                                () -> new HealthView(desk.isReady(), List.of())));
    }

    private void publish(Map<Long, Standing> standings) {
        board.publish(new RoutingSnapshot(table, Worlds.pulse(table.fleet(), standings, Map.of())));
    }

    @AfterAll
    void stop() {
        server.close();
        edge.stop(0);
        http.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    @Test
    void redirectsToTheNearestEdgeAndHandsTheQueryOn() throws Exception {
        HttpResponse<String> answer = get("/a/b/one%20two.mp4?md5=x%2Fy&lat=59&lon=10&expires=7");
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
                .contains("http://192.0.2.103:8080/a/b/one%20two.mp4?md5=x%2Fy&expires=7");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(get("/a/b/unknown.mp4").statusCode()).isEqualTo(404);
        assertThat(get("/a/b/oslo.mp4?lat=59").statusCode()).isEqualTo(400);
        assertThat(get("/a/b/oslo.mp4?lat=99&lon=1").body()).contains("latitude must be");
        assertThatThrownBy(() -> Question.of("%zz", null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(
                        http.send(
                                        request("/a/b/oslo.mp4")
                                                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                                                .build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                .isEqualTo(302);
        assertThat(
                        http.send(
                                        request("/a/b/oslo.mp4").DELETE().build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                .isEqualTo(405);
    }

    @Test
    void aDeadEdgeIsNotNamedAndABatchSaysWhatIsUnknown() throws Exception {
        LocationView all =
                codec.read(
                        get("/_locations/a/b/one%20two.mp4?lat=38&lon=-9").body(),
                        LocationView.class);
        assertThat(all.candidates())
                .extracting(c -> c.server().value())
                .containsExactly(101L, 102L, 103L);
        assertThat(all.candidates().getFirst().fills()).isFalse();
        publish(Map.of(101L, Standing.SILENT));
        try {
            LocationView alive =
                    codec.read(
                            get("/a/b/one%20two.mp4?lat=38&lon=-9", "Accept", "application/json")
                                    .body(),
                            LocationView.class);
            assertThat(alive.candidates())
                    .extracting(c -> c.server().value())
                    .containsExactly(102L, 103L);
        } finally {
            publish(Map.of());
        }
        HttpResponse<String> batch =
                post("{\"paths\":[\"a/b/oslo.mp4\",\"a/b/none\"],\"client\":\"192.0.2.9\"}");
        LocationsView view = codec.read(batch.body(), LocationsView.class);
        assertThat(view.locations()).extracting(LocationView::path).containsExactly("a/b/oslo.mp4");
        assertThat(view.unknown()).containsExactly("a/b/none");
        for (String wrong :
                List.of("{\"paths\":[]}", "{", "{\"paths\":[\"x\"],\"client\":\"me\"}")) {
            assertThat(post(wrong).statusCode()).as(wrong).isEqualTo(400);
        }
        assertThat(get("/_locations/a/b/none").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> post(String body) throws Exception {
        return http.send(
                request("/_locations").POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void anHlsMasterHasAPathwayForEachEdgeAndIsSteered() throws Exception {
        String one = new ServerId(101).toString();
        String two = new ServerId(102).toString();
        HttpResponse<String> answer = get("/" + MASTER + "?lat=38&lon=-9");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/vnd.apple.mpegurl");
        String steering =
                "/_steering/" + MASTER + "?pathways=" + one + "," + two + "&lat=38&lon=-9";
        assertThat(answer.body())
                .contains("SERVER-URI=\"" + steering + "\",PATHWAY-ID=\"" + one + "\"")
                .contains("http://192.0.2.102:8080/a/b/film/low.m3u8");

        assertThat(get(steering).body())
                .isEqualTo(
                        "{\"VERSION\":1,\"TTL\":10,\"RELOAD-URI\":\""
                                + steering
                                + "\",\"PATHWAY-PRIORITY\":[\""
                                + one
                                + "\",\""
                                + two
                                + "\"]}");
        assertThat(get(steering + "&_HLS_pathway=" + two + "&_HLS_throughput=1").body())
                .contains("[\"" + two + "\",\"" + one + "\"]");
        publish(Map.of(101L, Standing.SILENT));
        try {
            assertThat(get(steering + "&_HLS_pathway=" + one).body())
                    .contains("[\"" + two + "\",\"" + one + "\"]");
        } finally {
            publish(Map.of());
        }
        assertThat(get("/a/b/media.m3u8").statusCode()).isEqualTo(302);
    }

    @Test
    void saysWhyToThoseWhoMayKnow() throws Exception {
        String path = "/_explain/a/b/oslo.mp4?client=198.51.100.7&lat=59&lon=10";
        assertThat(get(path).statusCode()).isEqualTo(401);
        RouteExplanationView why =
                codec.read(
                        get(path, "Authorization", "Bearer noc").body(),
                        RouteExplanationView.class);
        assertThat(why.client()).isEqualTo("198.51.100.7");
        assertThat(why.candidates()).hasSize(1);
        assertThat(String.join("\n", why.steps()))
                .contains("1 of 3 servers have a verified replica")
                .contains("coordinates that the client passed")
                .contains("Oslo")
                .contains("chosen: edge-103");
    }

    @Test
    void theClientIsTheLastAddressThatNoTrustedProxySaysOfItself() throws Exception {
        String explain = "/_explain/a/b/oslo.mp4";
        String why =
                get(
                                explain,
                                "Authorization",
                                "Bearer noc",
                                "X-Forwarded-For",
                                "1.1.1.1, 203.0.113.5, 127.0.0.9")
                        .body();
        assertThat(codec.read(why, RouteExplanationView.class).client()).isEqualTo("203.0.113.5");
        assertThat(
                        new TrustedProxies(List.of())
                                .client(IpAddress.parse("127.0.0.1").orElseThrow(), "203.0.113.5"))
                .hasToString("127.0.0.1");
    }

    @Test
    void saysWhetherItIsReady() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    }
}
