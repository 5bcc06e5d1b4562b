package org.vdeli.agent.peer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.agent.Manifest;
import org.vdeli.contracts.agent.PieceToken;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.wire.Codec;

/// Hands pieces, and the news of them, out to other agents that show a piece token for the asset.
///
/// | call | answer |
/// |---|---|
/// | `GET /peer/v1/assets/{asset}/pieces?size=N` | [PieceNews] without end; 404 if the asset is not filled here and does not become so within half a second |
/// | `GET /peer/v1/assets/{asset}/manifest` | the [Manifest] of an asset that is published here; 404 if it is not known |
/// | `GET /peer/v1/assets/{asset}/content`, one range | 206; 409 if not all of it is verified here; 503 if all slots stay taken |
/// | `POST /peer/v1/assets/{asset}/grants/{piece}` | 204 if the caller may fetch the piece from outside in this server's place, 409 if not |
///
/// Load is bounded: content leaves in at most `slots` answers at a time, and a caller that finds
/// none free within two seconds is sent away. News take no slot, but one reader has at most
/// [#STREAMS_OF_ONE] streams.
public final class PeerServer implements AutoCloseable {
    public static final String BASE = "/peer/v1";

    /// How often a stream says something at least.
    public static final Duration KEEP_ALIVE = Duration.ofMillis(500);

    /// After it has said something, a stream gathers changes for so long: one packet for several
    /// pieces, since each packet wakes two threads at its reader. About as long as a piece takes
    /// over a WAN (256 KiB at 50 Mbit/s: 42 ms).
    private static final Duration GATHER = Duration.ofMillis(50);

    private static final Duration AWAIT_FILL = Duration.ofMillis(500);
    private static final Duration AWAIT_SLOT = Duration.ofSeconds(2);
    private static final int STREAMS_OF_ONE = 256;
    private static final int MOST_CONNECTIONS = 4096;

    /// A reader that takes nothing for so long is cut off: it may be gone without a word, and its
    /// slot is for others.
    private static final Duration STUCK = Duration.ofSeconds(20);

    private static final int BACKLOG = 1024;
    private static final int BUFFER = 64 * 1024;
    private static final int LONGEST_RANGE = 1 << 30;
    private static final Pattern PATH =
            Pattern.compile(
                    BASE + "/assets/([0-9a-zA-Z]{13})/(pieces|content|manifest|grants/(\\d{1,9}))");
    private static final Pattern SIZE = Pattern.compile("size=(\\d{1,12})");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})");
    private static final Logger LOG = LoggerFactory.getLogger(PeerServer.class);

    private final Codec codec = new Codec();
    private final Holdings holdings;
    private final PublicKey tokenKey;
    private final InstantSource clock;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore slots;
    private final Map<ServerId, Integer> streams = new ConcurrentHashMap<>();
    private final Map<HttpExchange, Long> sending = new ConcurrentHashMap<>();
    private final Thread reaper = Thread.ofVirtual().name("peer-reaper").unstarted(this::reap);

    /// Checking a signature costs as much as hashing 100 kB, and a token is shown for each piece.
    private final Cache<String, PieceToken> checked =
            Caffeine.newBuilder().maximumSize(2000).build();

    private PeerServer(
            Holdings holdings,
            PublicKey tokenKey,
            int slots,
            InstantSource clock,
            HttpServer server) {
        this.holdings = holdings;
        this.tokenKey = tokenKey;
        this.slots = new Semaphore(slots, true);
        this.clock = clock;
        this.server = server;
    }

    /// Begins to listen.
    ///
    /// @param tokenKey the manager's, X.509 in base64, as in the enrolment
    /// @param slots answers with content at a time
    /// @throws IOException if the address cannot be had
    public static PeerServer start(
            InetSocketAddress address,
            Holdings holdings,
            String tokenKey,
            int slots,
            InstantSource clock)
            throws IOException {
        // Read once, before the first server of this kind is made. Without the first, small answers
        // wait for the reader's delayed acknowledgement (40 ms); the others bound what strangers
        // can hold.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("jdk.httpserver.maxConnections", Integer.toString(MOST_CONNECTIONS));
        System.setProperty(
                "sun.net.httpserver.maxIdleConnections", Integer.toString(MOST_CONNECTIONS));
        System.setProperty("sun.net.httpserver.idleInterval", "300");
        PublicKey key = key(tokenKey);
        HttpServer http;
        try {
            http = HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new IOException(
                    "could not listen for other agents on "
                            + address
                            + ": "
                            + e.getMessage()
                            + "; choose another peer.port, or stop what holds it",
                    e);
        }
        PeerServer made = new PeerServer(holdings, key, slots, clock, http);
        http.setExecutor(made.threads);
        http.createContext(BASE, made::handle);
        http.start();
        made.reaper.start();
        return made;
    }

    private static PublicKey key(String text) throws IOException {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    "could not read the manager's key for piece tokens in the identity file;"
                            + " enrol again",
                    e);
        }
    }

    /// How many follow what this server has.
    public int readers() {
        return streams.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// The port it listens on.
    public int port() {
        return server.getAddress().getPort();
    }

    /// Answers that are complete leave the connection open for the next call: closing the exchange
    /// would close it.
    private void handle(HttpExchange exchange) throws IOException {
        try {
            Matcher path = PATH.matcher(String.valueOf(exchange.getRequestURI().getPath()));
            if (!path.matches()) {
                answer(exchange, 404);
                return;
            }
            AssetId asset;
            try {
                asset = AssetId.of(path.group(1));
            } catch (IllegalArgumentException _) {
                answer(exchange, 404);
                return;
            }
            Optional<PieceToken> token = token(exchange);
            if (token.isEmpty() || !token.get().asset().equals(asset)) {
                answer(exchange, token.isEmpty() ? 401 : 403);
                return;
            }
            ServerId reader = token.get().reader();
            boolean isPost = "POST".equals(exchange.getRequestMethod());
            if (isPost == (path.group(3) == null)) {
                answer(exchange, 405);
            } else if (isPost) {
                grant(exchange, asset, Integer.parseInt(path.group(3)), reader);
            } else if (path.group(2).equals("pieces")) {
                news(exchange, asset, reader);
            } else if (path.group(2).equals("manifest")) {
                manifest(exchange, asset);
            } else {
                content(exchange, asset);
            }
        } catch (InterruptedException _) {
            exchange.close();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("a reader went away cause={}", e.toString());
            // Only what escapes makes the server forget the connection.
            throw e;
        } catch (RuntimeException e) {
            LOG.error("a call of another agent broke uri={}", exchange.getRequestURI(), e);
            throw e;
        }
    }

    private Optional<PieceToken> token(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        if (header == null || !header.startsWith("Bearer ")) {
            return Optional.empty();
        }
        String text = header.substring("Bearer ".length());
        Instant now = clock.instant();
        PieceToken known = checked.getIfPresent(text);
        if (known != null) {
            return Optional.of(known).filter(token -> token.expires().isAfter(now));
        }
        Optional<PieceToken> fresh = PieceToken.verify(text, tokenKey, now);
        fresh.ifPresent(token -> checked.put(text, token));
        return fresh;
    }

    private void grant(HttpExchange exchange, AssetId asset, int piece, ServerId reader)
            throws IOException {
        boolean granted =
                holdings.find(asset, ByteCount.mebibytes(1))
                        .filter(holding -> holding.grant(piece, reader))
                        .isPresent();
        answer(exchange, granted ? 204 : 409);
    }

    private void news(HttpExchange exchange, AssetId asset, ServerId reader)
            throws IOException, InterruptedException {
        Matcher size = SIZE.matcher(String.valueOf(exchange.getRequestURI().getRawQuery()));
        if (!size.matches() || Long.parseLong(size.group(1)) < 1) {
            answer(exchange, 400);
            return;
        }
        if (streams.merge(reader, 1, Integer::sum) > STREAMS_OF_ONE) {
            streams.computeIfPresent(reader, (_, count) -> count == 1 ? null : count - 1);
            answer(exchange, 429);
            return;
        }
        try (Holdings.Reading _ = holdings.read(asset)) {
            Optional<Holding> holding =
                    holdings.await(asset, ByteCount.of(Long.parseLong(size.group(1))), AWAIT_FILL);
            if (holding.isEmpty()) {
                answer(exchange, 404);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=us-ascii");
            exchange.sendResponseHeaders(200, 0);
            tell(exchange, asset, holding.get());
        } finally {
            sending.remove(exchange);
            streams.computeIfPresent(reader, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /// Tells until the asset is gone from here: then the reader is to see that this server is.
    private void tell(HttpExchange exchange, AssetId asset, Holding holding)
            throws IOException, InterruptedException {
        Holding.Moment told = holding.after(-1, Duration.ZERO);
        say(exchange, PieceNews.whole(told));
        while (!told.ended()) {
            Holding.Moment now = holding.after(told.version(), KEEP_ALIVE);
            String lines = PieceNews.changes(told, now);
            say(exchange, lines.isEmpty() ? PieceNews.NOTHING_NEW : lines);
            told = now;
            TimeUnit.NANOSECONDS.sleep(GATHER.toNanos());
        }
        while (holdings.isPublished(asset, holding)) {
            TimeUnit.NANOSECONDS.sleep(KEEP_ALIVE.toNanos());
            say(exchange, PieceNews.NOTHING_NEW);
        }
        exchange.getResponseBody().close();
    }

    private void say(HttpExchange exchange, String lines) throws IOException {
        sending.put(exchange, System.nanoTime());
        OutputStream out = exchange.getResponseBody();
        out.write(lines.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private void manifest(HttpExchange exchange, AssetId asset) throws IOException {
        Optional<Manifest> manifest = holdings.manifest(asset);
        if (manifest.isEmpty()) {
            answer(exchange, 404);
            return;
        }
        byte[] json = codec.write(manifest.get()).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        sending.put(exchange, System.nanoTime());
        try {
            exchange.sendResponseHeaders(200, json.length);
            exchange.getResponseBody().write(json);
            exchange.getResponseBody().close();
        } finally {
            sending.remove(exchange);
        }
    }

    private void content(HttpExchange exchange, AssetId asset)
            throws IOException, InterruptedException {
        Optional<Holding> found = holdings.find(asset, ByteCount.mebibytes(1));
        if (found.isEmpty()) {
            answer(exchange, 404);
            return;
        }
        Holding holding = found.get();
        long size = holding.layout().size().bytes();
        Matcher range =
                RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
        if (!range.matches()) {
            answer(exchange, 400);
            return;
        }
        long from = Long.parseLong(range.group(1));
        long to = Long.parseLong(range.group(2)) + 1;
        if (from >= to || to > size || to - from > LONGEST_RANGE) {
            answer(exchange, 416);
        } else if (!holding.has(from, to)) {
            answer(exchange, 409);
        } else if (!slots.tryAcquire(AWAIT_SLOT.toNanos(), TimeUnit.NANOSECONDS)) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            answer(exchange, 503);
        } else {
            try (Holdings.Reading _ = holdings.read(asset)) {
                send(exchange, holding, from, to, size);
            } finally {
                slots.release();
            }
        }
    }

    private void send(HttpExchange exchange, Holding holding, long from, long to, long size)
            throws IOException {
        FileChannel file;
        try {
            file = holding.open();
        } catch (NoSuchFileException _) {
            answer(exchange, 404);
            return;
        }
        try (file) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + size);
            exchange.getResponseHeaders().set("ETag", "\"" + holding.checksum().hex() + "\"");
            exchange.sendResponseHeaders(206, to - from);
            OutputStream out = exchange.getResponseBody();
            byte[] bytes = new byte[(int) Math.min(BUFFER, to - from)];
            long position = from;
            while (position < to) {
                int wanted = (int) Math.min(bytes.length, to - position);
                int n = file.read(ByteBuffer.wrap(bytes, 0, wanted), position);
                if (n <= 0) {
                    throw new IOException(
                            "could not read " + holding.checksum() + " at " + position);
                }
                sending.put(exchange, System.nanoTime());
                out.write(bytes, 0, n);
                position += n;
            }
            out.close();
        } finally {
            sending.remove(exchange);
        }
    }

    private void reap() {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(STUCK.toNanos() / 4);
                long now = System.nanoTime();
                sending.forEach((exchange, since) -> {
                    if (now - since > STUCK.toNanos()) {
                        LOG.info(
                                "cut off a reader that takes nothing reader={}",
                                exchange.getRemoteAddress());
                        exchange.close();
                    }
                });
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }

    @Override
    public void close() {
        reaper.interrupt();
        server.stop(0);
        threads.shutdownNow();
    }
}
