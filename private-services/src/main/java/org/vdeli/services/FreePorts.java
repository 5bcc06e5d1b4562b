package org.vdeli.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// Distinct free TCP ports on loopback, held until they are released to the program that will use
/// them.
///
/// They are taken from the range that the kernel gives out itself, and are held by listening
/// sockets, so no other caller gets the same one while they are held. Between the release and the
/// moment when the program listens somebody else may still take one: who starts a program tries
/// again then.
public final class FreePorts implements AutoCloseable {
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
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket();
                held.add(socket);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            }
            return new FreePorts(held);
        } catch (IOException e) {
            close(held);
            throw new UncheckedIOException(
                    "could not find " + count + " free ports on loopback", e);
        }
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
