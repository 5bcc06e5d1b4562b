package org.vdeli.agent.nginx;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Beside an nginx of the site's, which is played.
class NginxWatchTest {
    @TempDir Path folder;

    private static void answer(ServerSocketChannel server, String active) throws IOException {
        String text =
                "HTTP/1.1 200 OK\r\n\r\nActive connections: "
                        + active
                        + "\nserver accepts handled requests\n 1 1 1\n"
                        + "Reading: 0 Writing: 1 Waiting: 0\n";
        try (SocketChannel client = server.accept()) {
            // What is not read before the end resets the connection.
            client.read(ByteBuffer.allocate(4096));
            client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void goesOnWatchingAfterAFaultOfItsOwn() throws Exception {
        NginxConfig config =
                new NginxConfig(
                        folder.resolve("nginx"),
                        folder.resolve("www"),
                        "127.0.0.1",
                        80,
                        Optional.empty());
        List<String> nothing = List.of("true");
        Nginx.Settings settings =
                new Nginx.Settings(Path.of("/none"), false, false, nothing, nothing, nothing);
        try (Nginx nginx = new Nginx(config, settings);
                ServerSocketChannel server =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            nginx.start();
            server.bind(UnixDomainSocketAddress.of(config.statusSocket()));
            // A number that no code expects.
            answer(server, "99999999999");
            answer(server, "1");

            await().atMost(Duration.ofSeconds(20)).until(nginx::isUp);
        }
    }
}
