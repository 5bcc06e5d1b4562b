package org.vdeli.agent.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class NginxStatusTest {
    @Test
    void readsTheCountsOfStubStatus() throws IOException {
        String text =
                """
                HTTP/1.1 200 OK\r
                \r
                Active connections: 291\s
                server accepts handled requests
                 16630948 16630946 31070465\s
                Reading: 6 Writing: 179 Waiting: 106\s
                """;
        assertThat(NginxStatus.Counts.parse(text))
                .isEqualTo(new NginxStatus.Counts(291, 16630948, 16630946, 31070465, 6, 179, 106));
    }

    @Test
    void refusesAnyOtherAnswer() {
        assertThatThrownBy(() -> NginxStatus.Counts.parse("HTTP/1.1 404 Not Found\r\n\r\n"))
                .isInstanceOf(IOException.class)
                .hasMessage("not a stub_status answer");
    }

    @Test
    @Timeout(20)
    void doesNotWaitForAServerWhoseBacklogIsFull(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("status.sock");
        List<SocketChannel> waiting = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path), 1);
            for (int i = 0; i < 4; i++) {
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                channel.configureBlocking(false);
                waiting.add(channel);
                try {
                    channel.connect(UnixDomainSocketAddress.of(path));
                } catch (IOException _) {
                    // the backlog is full, as it should be
                }
            }

            assertThat(new NginxStatus(path).answers()).isFalse();
        } finally {
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        }
    }
}
