package org.vdeli.agent.fill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.agent.peer.Holdings;
import org.vdeli.agent.peer.PeerServer;
import org.vdeli.agent.store.ContentStore;
import org.vdeli.agent.store.DiskSpace;
import org.vdeli.agent.store.KeyedLog;
import org.vdeli.agent.store.Publications;
import org.vdeli.agent.work.FillRun;
import org.vdeli.agent.work.Outcome;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.PieceToken;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.agent.Swarm;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.wire.Codec;

/// Several servers with all of their parts but broker and nginx, over real HTTP.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SwarmIT {
    private static final AssetPath PATH = AssetPath.parse("acme/films/Ein schöner Tag.mp4");
    private static final int PIECE = 64 * 1024;
    private static final int SIZE = 120 * PIECE + 777;

    @TempDir Path folder;
    private final KeyPair keys = keys();
    private final List<Edge> edges = new ArrayList<>();

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() throws IOException {
        for (Edge edge : edges) {
            edge.close();
        }
    }

    private Origin origin() throws IOException {
        return Origin.of(SIZE, PIECE).admitting(keys.getPublic());
    }

    /// A server of a cluster.
    private final class Edge implements AutoCloseable {
        private final ServerId id;
        private final ClusterId cluster;
        private final Publications publications;
        private final KeyedLog log;
        private final Filler filler;
        private final PeerServer server;

        Edge(long id, long cluster) throws IOException {
            this.id = new ServerId(id);
            this.cluster = new ClusterId(cluster);
            Path data = folder.resolve("edge-" + id);
            ContentStore content = new ContentStore(data.resolve("store"));
            log = KeyedLog.open(data.resolve("inventory.log"), KeyedLog.Durability.PROCESS_END);
            publications =
                    new Publications(
                            log,
                            content,
                            data.resolve("www"),
                            data.resolve("staging"),
                            new Codec());
            publications.recover();
            Holdings holdings = new Holdings(publications, content);
            server =
                    PeerServer.start(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            holdings,
                            Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()),
                            16,
                            InstantSource.system());
            filler =
                    new Filler(
                            content,
                            publications,
                            new Partials(data.resolve("partial")),
                            new DiskSpace(data, ByteCount.ZERO),
                            new Codec(),
                            new Filler.Settings(Duration.ofSeconds(5), 3),
                            Optional.of(
                                    new Filler.Peers(
                                            this.id, holdings, asset -> Optional.of(swarm(asset)))),
                            InstantSource.system(),
                            new Random(id));
            edges.add(this);
        }

        private Swarm swarm(AssetId asset) {
            return new Swarm(
                    asset,
                    cluster,
                    edges.stream()
                            .filter(edge -> edge != this && edge.cluster.equals(cluster))
                            .map(Edge::member)
                            .toList(),
                    edges.stream()
                            .filter(edge -> !edge.cluster.equals(cluster))
                            .map(Edge::member)
                            .toList());
        }

        Swarm.Member member() {
            return new Swarm.Member(id, cluster, door());
        }

        URI door() {
            return URI.create("http://127.0.0.1:" + server.port());
        }

        String token() {
            return new PieceToken(Origin.ASSET, id, Instant.now().plusSeconds(600))
                    .sign(keys.getPrivate());
        }

        Job.Fill order(Origin origin, int connections) {
            Job.Fill order = origin.order(PATH, 1, Origin.connections(connections, 10 * PIECE));
            return new Job.Fill(
                    new JobId(id.value()),
                    1,
                    order.asset(),
                    order.path(),
                    order.version(),
                    order.size(),
                    order.checksum(),
                    order.pieceSize(),
                    order.sources(),
                    token(),
                    order.limits());
        }

        CompletableFuture<Outcome> fill(FillRun run) {
            return CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return filler.fill(run);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    Executors.newVirtualThreadPerTaskExecutor());
        }

        void assertPublished(Origin origin) throws IOException {
            assertThat(Files.mismatch(publications.served(PATH), written(origin))).isEqualTo(-1);
        }

        @Override
        public void close() throws IOException {
            server.close();
            log.close();
        }
    }

    private Path written(Origin origin) throws IOException {
        return Files.write(folder.resolve("original"), origin.content());
    }

    private static List<Outcome> outcomes(List<CompletableFuture<Outcome>> fills) {
        return fills.stream().map(CompletableFuture::join).toList();
    }

    private List<CompletableFuture<Outcome>> fillAll(Origin origin) {
        return edges.stream().map(edge -> edge.fill(new FillRun(edge.order(origin, 2)))).toList();
    }

    @Test
    void takesEachPieceFromTheOriginOnceForAWholeCluster() throws Exception {
        try (Origin origin = origin()) {
            for (int i = 1; i <= 4; i++) {
                new Edge(i, 1);
            }

            List<Outcome> ends = outcomes(fillAll(origin));

            assertThat(ends).extracting(Outcome::reason).containsOnly(Reason.DONE);
            assertThat(origin.sent()).isEqualTo(SIZE);
            for (Edge edge : edges) {
                edge.assertPublished(origin);
            }
        }
    }

    @Test
    void takesPiecesOfOtherClustersFromThem() throws Exception {
        try (Origin origin = origin()) {
            for (int i = 0; i < 6; i++) {
                new Edge(i + 1, 1 + i / 2);
            }

            List<Outcome> ends = outcomes(fillAll(origin));

            assertThat(ends).extracting(Outcome::reason).containsOnly(Reason.DONE);
            assertThat(origin.sent()).isBetween((long) SIZE, 3L * SIZE - 1);
            for (Edge edge : edges) {
                edge.assertPublished(origin);
            }
        }
    }

    @Test
    void fillsALateServerFromItsNeighboursAlone() throws Exception {
        try (Origin origin = origin()) {
            Edge first = new Edge(1, 1);
            new Edge(2, 1);
            outcomes(fillAll(origin));
            long before = origin.sent();
            Edge late = new Edge(3, 1);

            Outcome end = late.fill(new FillRun(late.order(origin, 2))).join();

            assertThat(end.reason()).isEqualTo(Reason.DONE);
            late.assertPublished(origin);
            assertThat(origin.sent() - before).isLessThan(SIZE / 10);
            first.assertPublished(origin);
        }
    }

    @Test
    void goesOnWithoutANeighbourThatDiesInTheMiddle() throws Exception {
        try (Origin origin = origin()) {
            Edge dying = new Edge(1, 1);
            Edge other = new Edge(2, 1);
            origin.holdAt(60L * PIECE);
            FillRun cut = new FillRun(dying.order(origin, 2));
            FillRun whole = new FillRun(other.order(origin, 2));
            CompletableFuture<Outcome> first = dying.fill(cut);
            CompletableFuture<Outcome> second = other.fill(whole);
            await().atMost(Duration.ofSeconds(30)).until(() -> cut.verified() > 10L * PIECE);

            dying.server.close();
            cut.cancel("dies");
            origin.letGo();

            assertThat(second.join().reason()).isEqualTo(Reason.DONE);
            assertThat(first.join().reason()).isEqualTo(Reason.SUPERSEDED);
            other.assertPublished(origin);
        }
    }

    @Test
    void neverTakesWrongBytesOfANeighbour() throws Exception {
        try (Origin origin = origin()) {
            Edge bad = new Edge(1, 1);
            bad.fill(new FillRun(bad.order(origin, 2))).join();
            Path content =
                    new ContentStore(folder.resolve("edge-1/store")).place(origin.checksum());
            byte[] bytes = Files.readAllBytes(content);
            for (int at = 5; at < bytes.length; at += PIECE) {
                bytes[at] ^= 1;
            }
            Files.write(content, bytes);
            Edge good = new Edge(2, 1);

            Outcome end = good.fill(new FillRun(good.order(origin, 2))).join();

            assertThat(end.reason()).isEqualTo(Reason.DONE);
            good.assertPublished(origin);
        }
    }

    @Test
    void endsFromNeighboursWhatTheOriginRefusesMeanwhile() throws Exception {
        try (Origin origin = origin()) {
            Edge full = new Edge(1, 1);
            full.fill(new FillRun(full.order(origin, 2))).join();
            Edge late = new Edge(2, 1);
            origin.refuseTimes(Integer.MAX_VALUE);

            assertThat(late.fill(new FillRun(late.order(origin, 2))).join().reason())
                    .isEqualTo(Reason.DONE);
            late.assertPublished(origin);
        }
    }

    @Test
    void endsItsNewsWhenTheAssetIsPurged() throws Exception {
        try (Origin origin = origin();
                HttpClient client = HttpClient.newHttpClient()) {
            Edge edge = new Edge(1, 1);
            edge.fill(new FillRun(edge.order(origin, 2))).join();
            HttpRequest pieces =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            edge.door()
                                                    + "/peer/v1/assets/"
                                                    + Origin.ASSET
                                                    + "/pieces?size="
                                                    + PIECE))
                            .header("Authorization", "Bearer " + edge.token())
                            .build();
            CompletableFuture<HttpResponse<String>> news =
                    client.sendAsync(pieces, HttpResponse.BodyHandlers.ofString());
            await().atMost(Duration.ofSeconds(10)).until(() -> edge.server.readers() == 1);

            edge.publications.withdraw(Origin.ASSET, PATH);

            assertThat(news.get(10, TimeUnit.SECONDS).body().lines().skip(1)).containsOnly(".");
            await().atMost(Duration.ofSeconds(10)).until(() -> edge.server.readers() == 0);
            assertThat(status(edge, pieces.uri().getPath() + "?size=" + PIECE, edge.token()))
                    .isEqualTo(404);
        }
    }

    @Test
    void doesNotTellOfPiecesCutTooFine() throws Exception {
        try (Origin origin = origin()) {
            Edge edge = new Edge(1, 1);
            edge.fill(new FillRun(edge.order(origin, 2))).join();

            assertThat(
                            status(
                                    edge,
                                    "/peer/v1/assets/" + Origin.ASSET + "/pieces?size=1",
                                    edge.token()))
                    .isEqualTo(404);
        }
    }

    @Test
    void tellsNothingWithoutATokenForTheAsset() throws Exception {
        try (Origin origin = origin()) {
            Edge edge = new Edge(1, 1);
            edge.fill(new FillRun(edge.order(origin, 2))).join();
            String foreign =
                    new PieceToken(new AssetId(5), edge.id, Instant.now().plusSeconds(60))
                            .sign(keys.getPrivate());
            String forged =
                    new PieceToken(Origin.ASSET, edge.id, Instant.now().plusSeconds(60))
                            .sign(keys().getPrivate());
            String expired =
                    new PieceToken(Origin.ASSET, edge.id, Instant.now().minusSeconds(1))
                            .sign(keys.getPrivate());

            String content = "/peer/v1/assets/" + Origin.ASSET + "/content";
            String pieces = "/peer/v1/assets/" + Origin.ASSET + "/pieces?size=" + PIECE;
            assertThat(status(edge, content, foreign)).isEqualTo(403);
            assertThat(status(edge, content, forged)).isEqualTo(401);
            assertThat(status(edge, pieces, expired)).isEqualTo(401);
            assertThat(status(edge, pieces, "")).isEqualTo(401);
            assertThat(status(edge, "/peer/v1/assets/../content", edge.token())).isEqualTo(404);
            assertThat(status(edge, content, edge.token())).isEqualTo(400);
            assertThat(status(edge, pieces + "x", edge.token())).isEqualTo(400);
        }
    }

    private static int status(Edge edge, String path, String token) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(edge.door() + path))
                                    .header("Authorization", "Bearer " + token)
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
