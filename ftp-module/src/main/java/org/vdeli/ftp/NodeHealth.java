package org.vdeli.ftp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.api.HealthView;
import org.vdeli.contracts.api.HealthView.Dependency;
import org.vdeli.contracts.wire.Codec;

/// `GET /health/live` (the process answers) and `GET /health/ready` (all that it needs is there,
/// else 503), as the manager answers them.
///
/// It is open to whoever reaches the address and says nothing that is secret. However often it is
/// asked, it looks at most once in [#FRESH].
final class NodeHealth implements AutoCloseable {
    static final String LIVE = "/health/live";
    static final String READY = "/health/ready";

    /// As long as two monitors that ask in turn may share a look.
    static final Duration FRESH = Duration.ofSeconds(1);

    private static final int BACKLOG = 64;

    private final List<Check> checks;
    private final InstantSource clock;
    private final Codec codec = new Codec();
    private final HttpServer server;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("ftp-health-", 0).factory());
    private final Map<String, Dependency> known = new HashMap<>();
    private @Nullable HealthView latest;
    private Instant looked = Instant.EPOCH;

    /// One thing that the node needs.
    ///
    /// @param name such as `manager`
    record Check(String name, Probe probe) {}

    /// Looks at one thing; at most some seconds.
    @FunctionalInterface
    interface Probe {
        State look() throws InterruptedException;
    }

    /// What was found.
    ///
    /// @param detail in words
    record State(boolean ok, String detail) {}

    private NodeHealth(List<Check> checks, InstantSource clock, HttpServer server) {
        this.checks = List.copyOf(checks);
        this.clock = clock;
        this.server = server;
    }

    /// Answers from now on.
    ///
    /// @throws IOException if the address cannot be had
    static NodeHealth start(HealthSettings settings, List<Check> checks, InstantSource clock)
            throws IOException {
        // Read once in a JVM: nobody may hold a connection with half a request.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("jdk.httpserver.maxConnections", "256");
        HttpServer server;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(settings.host(), settings.port()), BACKLOG);
        } catch (IOException e) {
            throw new IOException(
                    "could not listen for health checks on "
                            + settings.host()
                            + ":"
                            + settings.port()
                            + ": "
                            + e.getMessage()
                            + "; choose another health.host or health.port",
                    e);
        }
        NodeHealth health = new NodeHealth(checks, clock, server);
        server.setExecutor(health.threads);
        server.createContext("/", health::handle);
        server.start();
        return health;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = String.valueOf(exchange.getRequestURI().getPath());
            if (!path.equals(LIVE) && !path.equals(READY)) {
                exchange.sendResponseHeaders(404, -1);
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(405, -1);
            } else {
                answer(exchange, path.equals(LIVE) ? new HealthView(true, List.of()) : ready());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, HealthView view) throws IOException {
        byte[] body = codec.write(view).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(view.ok() ? 200 : 503, body.length);
        exchange.getResponseBody().write(body);
    }

    private synchronized HealthView ready() throws InterruptedException {
        if (latest != null && clock.instant().isBefore(looked.plus(FRESH))) {
            return latest;
        }
        List<Dependency> found = new ArrayList<>();
        for (Check check : checks) {
            State state = check.probe().look();
            Dependency before = known.get(check.name());
            Instant since =
                    before != null && before.ok() == state.ok()
                            ? before.since().orElseThrow()
                            : clock.instant();
            Dependency now =
                    new Dependency(check.name(), state.ok(), state.detail(), Optional.of(since));
            known.put(check.name(), now);
            found.add(now);
        }
        looked = clock.instant();
        latest = new HealthView(found.stream().allMatch(Dependency::ok), found);
        return latest;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
