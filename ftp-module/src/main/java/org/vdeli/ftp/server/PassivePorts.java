package org.vdeli.ftp.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/// The ports on which data connections are awaited.
///
/// Taken in turn, so that a port rests as long as possible; which ones are free, the bind tells.
final class PassivePorts {
    private final int first;
    private final int count;
    private final AtomicInteger next = new AtomicInteger();

    private PassivePorts(int first, int count) {
        this.first = first;
        this.count = count;
    }

    /// Ports from `40000-40199`, or any free one for `0`.
    static PassivePorts parse(String text) {
        if (text.equals("0")) {
            return new PassivePorts(0, 1);
        }
        String[] ends = text.split("-", 2);
        int first = Integer.parseInt(ends[0]);
        return new PassivePorts(first, Integer.parseInt(ends[1]) - first + 1);
    }

    /// Listens on the next free port of an address.
    ///
    /// @throws IOException if none is free
    ServerSocketChannel listen(InetAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            for (int i = 0; i < count; i++) {
                int port = first == 0 ? 0 : first + Math.floorMod(next.getAndIncrement(), count);
                try {
                    return channel.bind(new InetSocketAddress(address, port), 4);
                } catch (BindException e) {
                    if (i == count - 1) {
                        throw new IOException(
                                "no data port is free; ask the operator for more passive ports", e);
                    }
                }
            }
            throw new IllegalStateException("a range of ports without a port");
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
