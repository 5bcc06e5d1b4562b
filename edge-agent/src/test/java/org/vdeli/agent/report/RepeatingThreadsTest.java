package org.vdeli.agent.report;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.agent.link.ManagerLink;
import org.vdeli.agent.store.ContentStore;
import org.vdeli.agent.store.KeyedLog;
import org.vdeli.agent.store.Publications;
import org.vdeli.agent.work.JobJournal;
import org.vdeli.agent.work.JobRunner;
import org.vdeli.agent.work.Outcome;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.amqp.BrokerLink;
import org.vdeli.contracts.amqp.LinkSettings;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.wire.Codec;

/// One turn that breaks must not be the last.
class RepeatingThreadsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ServerId SERVER = new ServerId(1);

    @TempDir Path folder;
    private final Codec codec = new Codec();
    private final AtomicInteger asked = new AtomicInteger();

    /// Breaks when it is asked for the first time.
    private final InstantSource clock =
            () -> {
                if (asked.incrementAndGet() == 1) {
                    throw new IllegalStateException("by the test");
                }
                return InstantSource.system().instant();
            };

    private KeyedLog log(String name) throws IOException {
        return KeyedLog.open(folder.resolve(name), KeyedLog.Durability.PROCESS_END);
    }

    private Publications publications() throws IOException {
        return new Publications(
                log("inventory.log"),
                new ContentStore(folder.resolve("store")),
                folder.resolve("www"),
                folder.resolve("staging"),
                codec);
    }

    @Test
    void progressIsToldAfterABrokenTurn() throws Exception {
        try (BrokerLink link =
                        BrokerLink.open(
                                LinkSettings.agent(
                                        "edge-1",
                                        URI.create("amqp://127.0.0.1:1"),
                                        "user",
                                        Secret.of("password"),
                                        InstantSource.system(),
                                        new Random(1)));
                JobRunner runner =
                        new JobRunner(
                                SERVER,
                                new JobJournal(log("jobs.log"), codec, 50),
                                publications(),
                                run -> Outcome.done(),
                                1,
                                () -> {},
                                InstantSource.system());
                FillProgress progress =
                        new FillProgress(
                                SERVER,
                                runner,
                                new Reports(SERVER, link, codec, InstantSource.system()),
                                clock)) {
            progress.start();

            await().atMost(PATIENCE).until(() -> asked.get() >= 2);
        }
    }

    @Test
    void theInventoryIsSentAfterABrokenTurn() throws Exception {
        AtomicInteger received = new AtomicInteger();
        HttpServer manager =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        manager.createContext(
                "/agent/v1/inventory",
                exchange -> {
                    try (exchange) {
                        exchange.getRequestBody().readAllBytes();
                        received.incrementAndGet();
                        exchange.sendResponseHeaders(204, -1);
                    }
                });
        manager.start();
        URI address = URI.create("http://127.0.0.1:" + manager.getAddress().getPort());
        Enrolled me = new Enrolled(SERVER, "edge-1", URI.create("amqp://b"), "u", "p", "s", "k");
        try (InventorySender sender =
                new InventorySender(
                        me,
                        new ManagerLink(List.of(address), codec),
                        publications(),
                        List::of,
                        clock)) {
            sender.start();
            sender.send();
            await().atMost(PATIENCE).until(() -> asked.get() == 1);

            sender.send();

            await().atMost(PATIENCE).until(() -> received.get() == 1);
        } finally {
            manager.stop(0);
        }
    }
}
