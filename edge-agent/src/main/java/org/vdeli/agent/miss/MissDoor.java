package org.vdeli.agent.miss;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.value.AssetPath;

/// Answers the requests that nginx passes on because the file is not there.
///
/// | what the path is | answer |
/// |---|---|
/// | on its way, ordered just now, or published meanwhile | 200 or 206 with the verified bytes as they come |
/// | no asset, or none for viewers here | 404 |
/// | larger than all the room here | 507: nothing is evicted for it, and it is not passed through |
/// | nobody knows at the moment, or its fill failed or does not begin | 503 with `Retry-After` |
///
/// One connection is one request. What a connection may take is bounded: its head by bytes and
/// time, its answer by the time in which its reader takes nothing, and the connections by number.
public final class MissDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MissDoor.class);
    private static final int MOST_CONNECTIONS = 4096;
    private static final int BACKLOG = 1024;
    private static final String NOT_NOW = "503 Service Unavailable\r\nRetry-After: 5";
    private static final int LONGEST_HEAD = 16 * 1024;

    /// nginx waits 60 s for the next byte (`proxy_read_timeout`).
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// nginx leaves viewers that take nothing after 60 s; whoever else comes here is not waited for
    /// longer either.
    private static final Duration STUCK = Duration.ofSeconds(75);

    private final Path socket;
    private final Misses misses;
    private final Arrivals arrivals;
    private final MediaTypes types;
    private final ServerSocketChannel server;
    private final Semaphore room = new Semaphore(MOST_CONNECTIONS);
    private final Map<SocketChannel, Long> waiting = new ConcurrentHashMap<>();
    private final Thread acceptor;
    private final Thread reaper;

    private MissDoor(
            Path socket,
            Misses misses,
            Arrivals arrivals,
            MediaTypes types,
            ServerSocketChannel server) {
        this.socket = socket;
        this.misses = misses;
        this.arrivals = arrivals;
        this.types = types;
        this.server = server;
        this.acceptor = Thread.ofVirtual().name("misses").unstarted(this::accept);
        this.reaper = Thread.ofVirtual().name("misses-reaper").unstarted(this::reap);
    }

    /// Begins to listen.
    ///
    /// @param types nginx's table of types
    public static MissDoor open(Path socket, Misses misses, Arrivals arrivals, Path types)
            throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
            // nginx's workers may run as another user. What is behind it is for all viewers.
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
        } catch (IOException e) {
            server.close();
            throw e;
        }
        MissDoor door = new MissDoor(socket, misses, arrivals, MediaTypes.of(types), server);
        door.acceptor.start();
        door.reaper.start();
        return door;
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel connection = server.accept();
                if (!room.tryAcquire()) {
                    connection.close();
                    continue;
                }
                Thread.ofVirtual().name("miss").start(() -> serve(connection));
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException e) {
                LOG.error("could not take a connection from nginx, trying on", e);
                if (!rest()) {
                    return;
                }
            }
        }
    }

    private static boolean rest() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            touch(connection);
            Optional<RequestHead> head = read(connection);
            if (head.isPresent()) {
                answer(connection, head.get());
            }
        } catch (IOException e) {
            LOG.debug("a viewer's request ended early cause={}", e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("a viewer's request broke", e);
        } finally {
            waiting.remove(connection);
            room.release();
        }
    }

    private void touch(SocketChannel connection) {
        waiting.put(connection, System.nanoTime());
    }

    private static Optional<RequestHead> read(SocketChannel connection) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_HEAD);
        while (bytes.hasRemaining() && connection.read(bytes) >= 0) {
            String text =
                    new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end >= 0) {
                return RequestHead.parse(text.substring(0, end));
            }
        }
        return Optional.empty();
    }

    private void answer(SocketChannel connection, RequestHead head)
            throws IOException, InterruptedException {
        if (!head.method().equals("GET") && !head.method().equals("HEAD")) {
            refuse(connection, "405 Method Not Allowed");
            return;
        }
        if (head.path().isEmpty()) {
            refuse(connection, "404 Not Found");
            return;
        }
        AssetPath path = head.path().get();
        Optional<Arrivals.Found> there = arrivals.published(path);
        if (there.isPresent()) {
            hand(connection, head, path, there.get());
            return;
        }
        Optional<Job.Fill> running = arrivals.running(path);
        Misses.Answer answer =
                running.isPresent() ? new Misses.Answer.Ordered(running.get()) : misses.ask(path);
        touch(connection);
        switch (answer) {
            case Misses.Answer.Ordered(Job.Fill order) -> {
                Optional<Arrivals.Found> found = arrivals.await(order, PATIENCE);
                if (found.isPresent()) {
                    hand(connection, head, path, found.get());
                } else {
                    refuse(connection, NOT_NOW);
                }
            }
            case Misses.Answer.Unknown _ -> refuse(connection, "404 Not Found");
            case Misses.Answer.NoRoom _ -> refuse(connection, "507 Insufficient Storage");
            case Misses.Answer.NotNow _ -> refuse(connection, NOT_NOW);
        }
    }

    private void hand(
            SocketChannel connection, RequestHead head, AssetPath path, Arrivals.Found found)
            throws IOException, InterruptedException {
        try (found) {
            Optional<RequestHead.Part> part = head.part(found.size());
            if (part.isEmpty()) {
                refuse(
                        connection,
                        "416 Range Not Satisfiable\r\nContent-Range: bytes */" + found.size());
                return;
            }
            Viewing viewing = new Viewing(found, part.get(), PATIENCE);
            try {
                if (!viewing.awaitFirst()) {
                    refuse(connection, NOT_NOW);
                    return;
                }
                write(connection, headOf(head, path, part.get(), found.size()));
                if (head.method().equals("GET") && part.get().length() > 0) {
                    viewing.send(connection, () -> touch(connection));
                }
            } finally {
                viewing.end();
            }
        }
    }

    private String headOf(RequestHead head, AssetPath path, RequestHead.Part part, long size) {
        return "HTTP/1.1 "
                + (head.range().isPresent()
                        ? "206 Partial Content\r\nContent-Range: bytes "
                                + part.from()
                                + "-"
                                + (part.to() - 1)
                                + "/"
                                + size
                        : "200 OK")
                + "\r\nContent-Type: "
                + types.of(path.fileName())
                + "\r\nContent-Length: "
                + part.length()
                + "\r\nAccept-Ranges: bytes\r\nConnection: close\r\n\r\n";
    }

    private static void refuse(SocketChannel connection, String statusAndHeaders)
            throws IOException {
        write(
                connection,
                "HTTP/1.1 "
                        + statusAndHeaders
                        + "\r\nContent-Length: 0\r\nCache-Control: no-store\r\n"
                        + "Connection: close\r\n\r\n");
    }

    private static void write(SocketChannel connection, String head) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            connection.write(bytes);
        }
    }

    private void reap() {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(STUCK.toNanos() / 10);
                long now = System.nanoTime();
                for (Map.Entry<SocketChannel, Long> entry : waiting.entrySet()) {
                    if (now - entry.getValue() > STUCK.toNanos()) {
                        entry.getKey().close();
                    }
                }
            }
        } catch (InterruptedException _) {
            // closed
        } catch (IOException e) {
            LOG.error("could not close a connection", e);
        }
    }

    /// Ends all answers.
    @Override
    public void close() throws IOException {
        server.close();
        acceptor.interrupt();
        reaper.interrupt();
        for (SocketChannel connection : waiting.keySet()) {
            connection.close();
        }
        Files.deleteIfExists(socket);
    }
}
