package org.vdeli.contracts.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Against a server that sends the head of an answer and half of its body.
@Timeout(30)
final class TimedCallTest {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch halfSent = new CountDownLatch(1);
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server;
    private final HttpRequest half;
    private final HttpRequest whole;

    TimedCallTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        half = request(base + "/half");
        whole = request(base + "/whole");
    }

    private static HttpRequest request(String address) {
        return HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(20)).build();
    }

    @BeforeEach
    void serve() {
        server.createContext(
                "/whole",
                exchange -> {
                    try (exchange) {
                        exchange.sendResponseHeaders(200, 4);
                        exchange.getResponseBody().write("body".getBytes(StandardCharsets.UTF_8));
                    }
                });
        server.createContext(
                "/half",
                exchange -> {
                    exchange.sendResponseHeaders(200, 4);
                    exchange.getResponseBody().write("bo".getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                    halfSent.countDown();
                    try {
                        var _ = closed.await(1, TimeUnit.MINUTES);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });
        server.start();
    }

    @AfterEach
    void close() {
        closed.countDown();
        server.stop(0);
        client.shutdownNow();
    }

    @Test
    void handsOutAWholeAnswer() throws Exception {
        assertThat(
                        TimedCall.send(
                                        client,
                                        whole,
                                        BodyHandlers.ofString(),
                                        Duration.ofSeconds(20))
                                .body())
                .isEqualTo("body");
    }

    @Test
    void endsWhenTheBodyDoesNotComeInTime() {
        assertThatThrownBy(() ->
                        TimedCall.send(
                                client, half, BodyHandlers.ofByteArray(), Duration.ofMillis(500)))
                .isInstanceOf(HttpTimeoutException.class)
                .hasMessage("no whole answer from " + half.uri() + " within 500 ms");
    }

    @Test
    void endsWhenItIsCancelledInTheMiddleOfTheBody() throws Exception {
        TimedCall<byte[]> call = TimedCall.start(client, half, BodyHandlers.ofByteArray());
        halfSent.await();
        call.cancel();

        assertThatThrownBy(() -> call.await(Duration.ofSeconds(20)))
                .isInstanceOf(IOException.class)
                .hasMessage("the call of " + half.uri() + " was cancelled");
    }
}
