package org.vdeli.console.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.api.Acknowledgement;
import org.vdeli.contracts.api.AlarmState;
import org.vdeli.contracts.api.AlarmView;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.ConsoleEvent;
import org.vdeli.contracts.api.LoginRequest;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.Problem;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.api.SessionView;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.OperatorId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.wire.Codec;

/// Serves a [FakeFleet] as a manager would. May be stopped and started again on its port.
public final class FakeManager implements AutoCloseable {
    public static final String OPERATOR = "noc1";
    public static final String PASSWORD = "correct horse battery";

    private static final int SNAPSHOT_PART = 500;

    private final FakeFleet fleet;
    private final FakeOffice office;
    private final Duration push;
    private final int turns;
    private final Codec codec = new Codec();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final List<BlockingQueue<String>> subscribers = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger logins = new AtomicInteger();
    private volatile Role role = Role.OPERATOR;
    private volatile boolean mute;
    private int port;
    private @Nullable HttpServer http;
    private @Nullable ExecutorService workers;
    private @Nullable ScheduledExecutorService pulse;

    /// @param push how often figures go out
    /// @param turns in how many pushes each server's come once
    public FakeManager(FakeFleet fleet, int port, Duration push, int turns) {
        this.fleet = fleet;
        this.office = new FakeOffice(fleet);
        this.port = port;
        this.push = push;
        this.turns = turns;
    }

    /// What it keeps besides its fleet.
    public FakeOffice office() {
        return office;
    }

    public FakeFleet fleet() {
        return fleet;
    }

    public String address() {
        return "http://127.0.0.1:" + port;
    }

    public void role(Role next) {
        role = next;
    }

    /// Sends nothing any more, not even comments, without closing anything.
    public void mute(boolean on) {
        mute = on;
    }

    /// Forgets all sessions.
    public void expireSessions() {
        tokens.clear();
        subscribers.forEach(queue -> queue.add(""));
    }

    public synchronized FakeManager start() {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
            port = server.getAddress().getPort();
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            server.setExecutor(threads);
            server.createContext("/", this::handle);
            server.start();
            http = server;
            workers = threads;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor();
        pulse = beat;
        var _ =
                beat.scheduleAtFixedRate(
                        this::pushLive, push.toMillis(), push.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    @Override
    public synchronized void close() {
        if (http != null) {
            http.stop(0);
            http = null;
        }
        if (workers != null) {
            workers.shutdownNow();
            workers = null;
        }
        if (pulse != null) {
            pulse.shutdownNow();
            pulse = null;
        }
        subscribers.clear();
    }

    /// Tells all consoles.
    public void tell(ConsoleEvent event) {
        String frame = frame(event);
        subscribers.forEach(queue -> queue.add(frame));
    }

    /// Moves a replica on and tells it.
    public void move(AssetView asset, ServerId server, ReplicaState state, double share) {
        ReplicaView moved = fleet.move(asset, server, state, share, Instant.now());
        tell(new ConsoleEvent.ReplicasChanged(List.of(moved)));
        tell(new ConsoleEvent.DistributionsChanged(List.of(fleet.distribution(asset))));
    }

    private void pushLive() {
        if (!mute) {
            tell(
                    new ConsoleEvent.LiveChanged(
                            fleet.live(Instant.now(), turn.getAndIncrement(), turns)));
        }
    }

    private String frame(ConsoleEvent event) {
        return "data: " + codec.write(event) + "\n\n";
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        try (exchange) {
            if (path.equals("/api/v1/sessions") && method.equals("POST")) {
                login(exchange);
            } else if (!isKnown(exchange)) {
                refuse(exchange, 401, "unauthorized", "could not answer: log in first");
            } else if (path.equals("/api/v1/events")) {
                events(exchange);
            } else if (FakeOffice.answers(path)) {
                FakeOffice.Reply reply =
                        office.answer(
                                method,
                                path,
                                query(exchange),
                                exchange.getRequestBody().readAllBytes(),
                                role);
                answer(exchange, reply.status(), reply.body());
            } else if (path.matches("/api/v1/assets/[^/]+/replicas")) {
                AssetId asset = AssetId.of(idIn(path));
                var own = fleet.replicas.getOrDefault(asset, new ConcurrentHashMap<>());
                page(exchange, new ArrayList<>(own.values()));
            } else if (path.matches("/api/v1/jobs/[^/]+/retry")) {
                retry(exchange, JobId.of(idIn(path)));
            } else if (path.matches("/api/v1/alarms/[^/]+/acknowledgement")) {
                acknowledge(exchange, AlarmId.of(idIn(path)));
            } else if (path.matches("/api/v1/(regions|clusters|servers)(/[^/]+)?")
                    && !method.equals("GET")) {
                topology(exchange, path);
            } else if (path.equals("/api/v1/sessions/current")) {
                exchange.sendResponseHeaders(204, -1);
            } else {
                refuse(exchange, 404, "not-found", "could not find " + path);
            }
        }
    }

    /// The id in a path such as `/api/v1/assets/ID/replicas`.
    private static String idIn(String path) {
        return path.substring(path.indexOf('/', 8) + 1, path.lastIndexOf('/'));
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> out = new HashMap<>();
        String query = exchange.getRequestURI().getRawQuery();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                out.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return out;
    }

    private boolean isKnown(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        return given != null && given.startsWith("Bearer ") && tokens.contains(given.substring(7));
    }

    private void login(HttpExchange exchange) throws IOException {
        LoginRequest login =
                codec.read(exchange.getRequestBody().readAllBytes(), LoginRequest.class);
        if (!login.name().equals(OPERATOR) || !login.password().equals(PASSWORD)) {
            refuse(exchange, 401, "unauthorized", "could not log in: wrong name or password");
            return;
        }
        String token = "token-" + logins.incrementAndGet();
        tokens.add(token);
        answer(
                exchange,
                201,
                codec.write(
                        new SessionView(
                                token,
                                new OperatorId(1),
                                OPERATOR,
                                role,
                                Instant.now().plus(Duration.ofHours(12)))));
    }

    private void acknowledge(HttpExchange exchange, AlarmId id) throws IOException {
        Acknowledgement said =
                codec.read(exchange.getRequestBody().readAllBytes(), Acknowledgement.class);
        if (role == Role.VIEWER) {
            refuse(exchange, 403, "forbidden", "could not acknowledge: a viewer may only look");
            return;
        }
        for (int i = 0; i < fleet.alarms.size(); i++) {
            AlarmView old = fleet.alarms.get(i);
            if (old.id().equals(id)) {
                AlarmView now =
                        new AlarmView(
                                old.id(),
                                old.severity(),
                                AlarmState.ACKNOWLEDGED,
                                old.kind(),
                                old.object(),
                                old.text(),
                                old.raisedAt(),
                                old.clearedAt(),
                                Optional.of(OPERATOR),
                                said.comment());
                fleet.alarms.set(i, now);
                tell(new ConsoleEvent.AlarmsChanged(List.of(now)));
                answer(exchange, 200, codec.write(now));
                return;
            }
        }
        refuse(exchange, 404, "not-found", "could not acknowledge alarm " + id + ": it is gone");
    }

    /// A replica that failed begins to fill again.
    private void retry(HttpExchange exchange, JobId job) throws IOException {
        if (role == Role.VIEWER) {
            refuse(exchange, 403, "forbidden", "could not retry: a viewer may only look");
            return;
        }
        for (AssetView asset : fleet.assets) {
            for (ReplicaView replica : fleet.replicas(asset)) {
                if (replica.job().equals(Optional.of(job))) {
                    if (replica.state() != ReplicaState.FAILED) {
                        refuse(exchange, 409, "conflict", "could not retry it: it runs");
                        return;
                    }
                    move(asset, replica.server(), ReplicaState.FILLING, 0);
                    answer(exchange, 200, "{}");
                    return;
                }
            }
        }
        refuse(exchange, 404, "not-found", "could not retry job " + job + ": it is gone");
    }

    /// Creates or changes a region, cluster or server, and tells all consoles.
    private void topology(HttpExchange exchange, String path) throws IOException {
        if (role == Role.VIEWER) {
            refuse(exchange, 403, "forbidden", "could not change it: a viewer may only look");
            return;
        }
        FakeTopology made = new FakeTopology(fleet, codec);
        byte[] body = exchange.getRequestBody().readAllBytes();
        FakeTopology.Made answer =
                exchange.getRequestMethod().equals("DELETE")
                        ? made.delete(path)
                        : made.change(path, body);
        if (answer.event().isEmpty()) {
            refuse(exchange, 409, "conflict", answer.body());
            return;
        }
        tell(answer.event().get());
        answer(exchange, 200, answer.body());
    }

    private void events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        BlockingQueue<String> queue = new LinkedBlockingQueue<>();
        try (OutputStream out = exchange.getResponseBody()) {
            for (ConsoleEvent event : snapshot()) {
                send(out, frame(event));
            }
            subscribers.add(queue);
            for (; ; ) {
                String next = queue.poll(10, TimeUnit.SECONDS);
                if (next != null && next.isEmpty()) {
                    return;
                }
                if (next != null || !mute) {
                    send(out, next == null ? ": alive\n\n" : next);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            subscribers.remove(queue);
        }
    }

    private List<ConsoleEvent> snapshot() {
        Instant now = Instant.now();
        List<ConsoleEvent> out = new ArrayList<>();
        out.add(new ConsoleEvent.SnapshotBegun("manager-1", "0.1.0", now));
        out.add(new ConsoleEvent.RegionsChanged(fleet.regions));
        out.add(new ConsoleEvent.ClustersChanged(fleet.clusters));
        for (int i = 0; i < fleet.servers.size(); i += SNAPSHOT_PART) {
            int end = Math.min(fleet.servers.size(), i + SNAPSHOT_PART);
            out.add(new ConsoleEvent.ServersChanged(fleet.servers.subList(i, end)));
        }
        var live = fleet.live(now, 0, 1);
        for (int i = 0; i < live.size(); i += SNAPSHOT_PART) {
            out.add(
                    new ConsoleEvent.LiveChanged(
                            live.subList(i, Math.min(live.size(), i + SNAPSHOT_PART))));
        }
        out.add(new ConsoleEvent.AssetsChanged(fleet.assets));
        out.add(
                new ConsoleEvent.DistributionsChanged(
                        fleet.assets.stream().map(fleet::distribution).toList()));
        out.add(new ConsoleEvent.AlarmsChanged(fleet.alarms));
        out.add(new ConsoleEvent.SnapshotEnded());
        return out;
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private <T> void page(HttpExchange exchange, List<T> items) throws IOException {
        answer(
                exchange,
                200,
                codec.write(new Page<>(items, 1, Page.MAX_PAGE_SIZE, (long) items.size())));
    }

    private void refuse(HttpExchange exchange, int status, String type, String detail)
            throws IOException {
        answer(
                exchange,
                status,
                codec.write(new Problem(type, "Refused", status, detail, List.of())));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
