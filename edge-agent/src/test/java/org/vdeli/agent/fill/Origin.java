package org.vdeli.agent.fill;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Manifest;
import org.vdeli.contracts.agent.PieceToken;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.PieceLayout;
import org.vdeli.contracts.wire.Codec;

/// A source of one asset over real HTTP, which can be told to behave badly.
public final class Origin implements AutoCloseable {
    public static final AssetId ASSET = new AssetId(77);
    public static final String TOKEN = "piece-token";
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
    private static final int CHUNK = 16 * 1024;

    private final HttpServer server;
    private final byte[] content;
    private final ByteCount pieceSize;
    private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong sent = new AtomicLong();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile int status = 200;
    private volatile Optional<PublicKey> admits = Optional.empty();
    private volatile long corruptAt = -1;
    private final AtomicInteger corruptTimes = new AtomicInteger();
    private volatile long stallAt = -1;
    private volatile long holdAt = Long.MAX_VALUE;
    private volatile CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    private Origin(byte[] content, ByteCount pieceSize) throws IOException {
        this.content = content;
        this.pieceSize = pieceSize;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/origin/v1", this::answer);
        server.start();
    }

    public static Origin of(int bytes, int pieceSize) throws IOException {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return new Origin(content, ByteCount.of(pieceSize));
    }

    /// Admits every reader with a piece token of this key, beside [#TOKEN].
    public Origin admitting(PublicKey key) {
        admits = Optional.of(key);
        return this;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/origin/v1");
    }

    public byte[] content() {
        return content;
    }

    public Checksum checksum() {
        return Checksum.ofContent(content);
    }

    /// Content bytes that were sent.
    public long sent() {
        return sent.get();
    }

    /// The ranges that were asked for, in order.
    public List<String> ranges() {
        return List.copyOf(ranges);
    }

    /// Answers with this status from now on.
    public void answerWith(int newStatus) {
        status = newStatus;
    }

    /// Flips a bit of this byte in its next transfers.
    public void corrupt(long at, int times) {
        corruptAt = at;
        corruptTimes.set(times);
    }

    /// Sends nothing more on the first connection that comes to this byte.
    public void stallOnceAt(long at) {
        stallAt = at;
    }

    /// Every transfer waits before this byte until it is let go.
    public void holdAt(long at) {
        holdAt = at;
        held = new CountDownLatch(1);
    }

    public void letGo() {
        held.countDown();
    }

    /// Answers the next so many requests for content with 503.
    public void refuseTimes(int times) {
        refusals.set(times);
    }

    public Job.Fill order(AssetPath path, long version, TransferLimits limits) {
        return order(new JobId(version), 1, path, version, limits);
    }

    public Job.Fill order(
            JobId job, int attempt, AssetPath path, long version, TransferLimits limits) {
        return new Job.Fill(
                job,
                attempt,
                ASSET,
                path,
                version,
                ByteCount.of(content.length),
                checksum(),
                pieceSize,
                List.of(uri()),
                TOKEN,
                limits);
    }

    public static TransferLimits connections(int count, long requestSize) {
        return new TransferLimits(
                TransferMethod.SWARM, count, ByteCount.of(requestSize), Bitrate.ZERO);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean manifest = exchange.getRequestURI().getPath().endsWith("/manifest");
            if (!isAdmitted(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
            } else if (status != 200) {
                exchange.sendResponseHeaders(status, -1);
            } else if (manifest) {
                byte[] body = new Codec().write(manifest()).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            } else if (refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                exchange.sendResponseHeaders(503, -1);
            } else {
                sendContent(exchange);
            }
        }
    }

    private boolean isAdmitted(String header) {
        return ("Bearer " + TOKEN).equals(header)
                || admits.filter(key ->
                                PieceToken.verify(
                                                header.substring("Bearer ".length()),
                                                key,
                                                Instant.now())
                                        .isPresent())
                        .isPresent();
    }

    private Manifest manifest() {
        PieceLayout layout = new PieceLayout(ByteCount.of(content.length), pieceSize);
        List<Checksum> pieces = new ArrayList<>();
        for (int i = 0; i < layout.count(); i++) {
            int offset = (int) layout.offset(i);
            pieces.add(
                    Checksum.ofContent(
                            Arrays.copyOfRange(content, offset, offset + (int) layout.length(i))));
        }
        return new Manifest(ASSET, layout.size(), checksum(), pieceSize, pieces);
    }

    private void sendContent(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        Matcher matcher = RANGE.matcher(range == null ? "" : range);
        if (!matcher.matches()) {
            exchange.sendResponseHeaders(400, -1);
            return;
        }
        ranges.add(matcher.group(1) + "-" + matcher.group(2));
        int from = Integer.parseInt(matcher.group(1));
        int to = Integer.parseInt(matcher.group(2)) + 1;
        exchange.getResponseHeaders()
                .add("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + content.length);
        exchange.getResponseHeaders().add("ETag", "\"" + checksum() + "\"");
        exchange.sendResponseHeaders(206, to - from);
        OutputStream out = exchange.getResponseBody();
        for (int at = from; at < to; ) {
            int n = Math.min(CHUNK, to - at);
            pauseAt(at, n);
            byte[] chunk = Arrays.copyOfRange(content, at, at + n);
            if (corruptAt >= at
                    && corruptAt < at + n
                    && corruptTimes.getAndUpdate(t -> Math.max(0, t - 1)) > 0) {
                chunk[(int) (corruptAt - at)] ^= 1;
            }
            out.write(chunk);
            sent.addAndGet(n);
            at += n;
        }
    }

    private void pauseAt(int at, int n) throws IOException {
        try {
            if (stallAt >= at && stallAt < at + n) {
                stallAt = -1;
                var _ = closed.await(1, TimeUnit.MINUTES);
                throw new IOException("stalled");
            }
            if (at + n > holdAt) {
                var _ = held.await(1, TimeUnit.MINUTES);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        closed.countDown();
        held.countDown();
        server.stop(0);
    }
}
