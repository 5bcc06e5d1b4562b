package org.vdeli.ftp.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Stands between client and service on the control connection and passes lines on, except those
/// that a test wants otherwise.
final class FaultyRelay implements AutoCloseable {
    private record Fault(String word, String answer) {}

    private final ServerSocket socket;
    private final int target;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicReference<Optional<Fault>> command =
            new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> reply = new AtomicReference<>(Optional.empty());
    private volatile Optional<String> last = Optional.empty();

    private FaultyRelay(ServerSocket socket, int target) {
        this.socket = socket;
        this.target = target;
    }

    static FaultyRelay to(int port) throws IOException {
        FaultyRelay relay =
                new FaultyRelay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
        Thread.ofVirtual().start(relay::accept);
        return relay;
    }

    int port() {
        return socket.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /// Answers the next command of a name in the service's place and ends the connection.
    void answerOnce(String word, String answer) {
        command.set(Optional.of(new Fault(word, answer)));
    }

    /// Ends the connection instead of passing the next final reply to an upload with this code on.
    void loseOnce(String code) {
        reply.set(Optional.of(code));
    }

    /// Ends the connection at each command of a name, and takes no new one after that.
    void closeAt(String word) {
        last = Optional.of(word);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                connections.incrementAndGet();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.ofVirtual().start(() -> commands(client, server));
                Thread.ofVirtual().start(() -> replies(server, client));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void commands(Socket client, Socket server) {
        try (client;
                server) {
            BufferedReader lines = reader(client);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Optional<Fault> fault = command.get();
                if (fault.isPresent()
                        && line.startsWith(fault.get().word())
                        && command.compareAndSet(fault, Optional.empty())) {
                    write(client.getOutputStream(), fault.get().answer());
                    return;
                }
                if (last.isPresent() && line.startsWith(last.get())) {
                    socket.close();
                    return;
                }
                write(server.getOutputStream(), line);
            }
        } catch (IOException e) {
            // One of the two has gone.
        }
    }

    private void replies(Socket server, Socket client) {
        try (client;
                server) {
            BufferedReader lines = reader(server);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Optional<String> lost = reply.get();
                if (lost.isPresent()
                        && line.startsWith(lost.get())
                        && reply.compareAndSet(lost, Optional.empty())) {
                    return;
                }
                write(client.getOutputStream(), line);
            }
        } catch (IOException e) {
            // One of the two has gone.
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void write(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
