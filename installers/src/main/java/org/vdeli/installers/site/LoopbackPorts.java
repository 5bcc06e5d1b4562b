package org.vdeli.installers.site;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.concurrent.ThreadLocalRandom;

/// Free ports that can be kept over runs: below the range that the kernel hands out to connections
/// (32768 to 60999 on Linux as it comes), so that none is taken by chance while its owner is down.
final class LoopbackPorts {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 1000;

    private LoopbackPorts() {}

    /// The first of so many free ports in a row, none of which lies within 50 of those known.
    static int find(int count, Collection<Integer> known) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int first = random.nextInt(LOWEST, HIGHEST);
            boolean apart = known.stream().allMatch(port -> Math.abs(port - first) > 50);
            if (apart && areFree(first, count)) {
                return first;
            }
        }
        throw new SiteException(
                "could not find "
                        + count
                        + " free ports on 127.0.0.1 from "
                        + LOWEST
                        + " to "
                        + HIGHEST
                        + ": stop some of the programs that listen there");
    }

    static boolean areFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException _) {
                return false;
            }
        }
        return true;
    }
}
