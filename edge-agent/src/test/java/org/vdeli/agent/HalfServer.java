package org.vdeli.agent;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A server that answers everything with a head and half a body, and then with silence.
public final class HalfServer implements AutoCloseable {
    private final HttpServer server;
    private final CountDownLatch sent = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    public HalfServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(200, 4);
                    exchange.getResponseBody().write("{\"".getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                    sent.countDown();
                    try {
                        var _ = closed.await(1, TimeUnit.MINUTES);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Waits until half a body has gone out.
    public void awaitHalf() throws InterruptedException {
        if (!sent.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("nothing was asked for within 20 s");
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
