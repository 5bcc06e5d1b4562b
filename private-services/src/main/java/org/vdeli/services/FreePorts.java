package org.vdeli.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Distinct free TCP ports on loopback, held until they are released to the program that will use
/// them.
///
/// They are taken by chance from 20000 to 32767, below the range that the kernel gives to outgoing
/// connections (32768 to 60999 on Linux): a service that is down for a moment finds its port free
/// again. They are held by listening sockets, so no other caller gets the same one meanwhile.
/// Between the release and the moment when the program listens somebody else may still take one:
/// who starts a program tries again then.
public final class FreePorts implements AutoCloseable {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_767;
    private static final int ATTEMPTS = 200;

    private final List<ServerSocket> held;
    private final List<Integer> ports;

    private FreePorts(List<ServerSocket> held) {
        this.held = held;
        this.ports = held.stream().map(ServerSocket::getLocalPort).toList();
    }

    /// Takes free ports and holds them.
    ///
    /// @param count how many
    /// @return the ports, all different
    public static FreePorts hold(int count) {
        return hold(count, List.of());
    }

    /// Takes free ports and holds them, the wished ones where they are free.
    ///
    /// @param count how many
    /// @param wished the ports wished for the first places
    /// @return the ports, all different
    public static FreePorts hold(int count, List<Integer> wished) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                int wish = i < wished.size() ? wished.get(i) : 0;
                held.add(take(wish));
            }
            return new FreePorts(held);
        } catch (IOException e) {
            close(held);
            throw new UncheckedIOException(
                    "could not find " + count + " free ports on loopback", e);
        }
    }

    private static ServerSocket take(int wish) throws IOException {
        int next = wish;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (next > 0) {
                try {
                    return listen(next);
                } catch (BindException _) {
                    // taken: try another one
                }
            }
            next = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
        }
        return listen(0); // whatever the kernel has
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }

    /// Finds one free port and lets go of it at once.
    public static int one() {
        try (FreePorts ports = hold(1)) {
            return ports.get(0);
        }
    }

    /// The port at a place.
    ///
    /// @param index 0 to count - 1
    /// @return the port
    public int get(int index) {
        return ports.get(index);
    }

    /// All ports, in the order of the places.
    public List<Integer> all() {
        return ports;
    }

    /// Lets go of the ports, so that a program can listen on them.
    public void release() {
        close(held);
    }

    @Override
    public void close() {
        release();
    }

    private static void close(List<ServerSocket> sockets) {
        for (ServerSocket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
