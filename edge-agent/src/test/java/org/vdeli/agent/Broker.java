package org.vdeli.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vdeli.services.PrivateRabbitMq;

/// One broker for all tests of a JVM: it takes some seconds to start.
final class Broker {
    private static final PrivateRabbitMq SHARED = start();

    private Broker() {}

    static PrivateRabbitMq shared() {
        return SHARED;
    }

    private static PrivateRabbitMq start() {
        try {
            Path folder = Files.createTempDirectory("vdeli-agent-broker");
            PrivateRabbitMq broker = PrivateRabbitMq.start(PrivateRabbitMq.Settings.in(folder));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> kill(broker)));
            return broker;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A node that ends in good order waits for 5 s, and nobody needs what this one holds.
    private static void kill(PrivateRabbitMq broker) {
        ProcessHandle.of(broker.pid()).ifPresent(ProcessHandle::destroyForcibly);
        broker.close();
    }
}
