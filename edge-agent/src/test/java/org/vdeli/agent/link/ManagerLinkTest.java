package org.vdeli.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vdeli.agent.HalfServer;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.PeerDoor;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.services.FreePorts;

class ManagerLinkTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Enrolled ME =
            new Enrolled(new ServerId(1), "edge-1", URI.create("amqp://b"), "u", "p", "s", "k");

    @Test
    @Timeout(30)
    void leavesAManagerThatVanishesInTheMiddleOfItsAnswer() throws Exception {
        try (HalfServer manager = new HalfServer()) {
            ManagerLink link =
                    new ManagerLink(List.of(manager.uri()), new Codec(), Duration.ofMillis(500));
            String address = manager.uri() + "/agent/v1/inventory";

            assertThatThrownBy(() -> link.send(ME, new Inventory(NOW, List.of())))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("could not reach " + address + ": ");
        }
    }

    @Test
    @Timeout(30)
    void asksAnotherManagerWhereOneIsAway() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer other =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext(
                "/",
                exchange -> {
                    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        other.start();
        try {
            URI away = URI.create("http://127.0.0.1:" + FreePorts.one() + "/");
            URI there = URI.create("http://127.0.0.1:" + other.getAddress().getPort());
            ManagerLink link = new ManagerLink(List.of(away, there), new Codec());
            link.send(ME, new Inventory(NOW, List.of()));
            link.open(ME, new PeerDoor(URI.create("http://10.0.0.1:8091")));
            assertThat(asked).containsExactly("PUT /agent/v1/inventory", "PUT /agent/v1/peer-door");
        } finally {
            other.stop(0);
        }
    }

    @Test
    @Timeout(30)
    void leavesAManagerThatIsNotWellForAnother() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer unwell = answering(503, "unwell", asked);
        HttpServer other = answering(204, "other", asked);
        try {
            ManagerLink link = new ManagerLink(List.of(uri(unwell), uri(other)), new Codec());
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> link.send(ME, new Inventory(NOW, List.of())))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("answered 503");
            }
            link.send(ME, new Inventory(NOW, List.of()));
            link.send(ME, new Inventory(NOW, List.of()));
            assertThat(asked).containsExactly("unwell", "unwell", "unwell", "other", "other");
        } finally {
            unwell.stop(0);
            other.stop(0);
        }
    }

    private static HttpServer answering(int status, String name, List<String> asked)
            throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.add(name);
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static URI uri(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }
}
