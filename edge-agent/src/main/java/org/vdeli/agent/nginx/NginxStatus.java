package org.vdeli.agent.nginx;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads nginx's `stub_status` through its unix socket.
public final class NginxStatus {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Pattern TEXT =
            Pattern.compile(
                    "Active connections: (\\d+)\\s+server accepts handled requests\\s+"
                            + "(\\d+) (\\d+) (\\d+)\\s+"
                            + "Reading: (\\d+) Writing: (\\d+) Waiting: (\\d+)");

    private final Path socket;

    public NginxStatus(Path socket) {
        this.socket = socket;
    }

    /// What nginx says. `accepted`, `handled` and `requests` count since its start.
    public record Counts(
            int active,
            long accepted,
            long handled,
            long requests,
            int reading,
            int writing,
            int waiting) {
        /// An nginx that has just started.
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

        /// Reads the text of `stub_status`.
        ///
        /// @throws IOException if it is not one
        public static Counts parse(String text) throws IOException {
            Matcher m = TEXT.matcher(text);
            if (!m.find()) {
                throw new IOException("not a stub_status answer");
            }
            return new Counts(
                    Integer.parseInt(m.group(1)),
                    Long.parseLong(m.group(2)),
                    Long.parseLong(m.group(3)),
                    Long.parseLong(m.group(4)),
                    Integer.parseInt(m.group(5)),
                    Integer.parseInt(m.group(6)),
                    Integer.parseInt(m.group(7)));
        }
    }

    /// Asks nginx.
    ///
    /// @throws IOException if it does not answer within 2 s
    public Counts read() throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            // Not even the connection may wait: a stopped nginx takes no more than its backlog.
            channel.configureBlocking(false);
            if (!channel.connect(UnixDomainSocketAddress.of(socket)) && !channel.finishConnect()) {
                throw new IOException("no connection to " + socket);
            }
            channel.write(
                    ByteBuffer.wrap(
                            "GET /status HTTP/1.0\r\nHost: status\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII)));
            channel.register(selector, SelectionKey.OP_READ);
            ByteBuffer answer = ByteBuffer.allocate(4096);
            long until = System.nanoTime() + DEADLINE.toNanos();
            while (answer.hasRemaining()) {
                long left = (until - System.nanoTime()) / 1_000_000;
                if (left <= 0 || selector.select(left) == 0) {
                    throw new IOException("no answer from " + socket + " within " + DEADLINE);
                }
                selector.selectedKeys().clear();
                if (channel.read(answer) < 0) {
                    break;
                }
            }
            return Counts.parse(
                    new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII));
        }
    }

    /// Whether nginx answers.
    public boolean answers() {
        try {
            read();
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
