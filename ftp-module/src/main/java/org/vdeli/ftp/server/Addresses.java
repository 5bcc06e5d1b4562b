package org.vdeli.ftp.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Networks that may or may not connect.
///
/// @param allow none means all
/// @param deny wins over allow
record Addresses(List<Network> allow, List<Network> deny) {
    Addresses {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    static Addresses parse(List<String> allow, List<String> deny) {
        return new Addresses(
                allow.stream().map(Network::parse).toList(),
                deny.stream().map(Network::parse).toList());
    }

    boolean permits(InetAddress address) {
        return deny.stream().noneMatch(n -> n.holds(address))
                && (allow.isEmpty() || allow.stream().anyMatch(n -> n.holds(address)));
    }

    /// An address and how many of its first bits count.
    record Network(InetAddress address, int bits) {
        /// Reads `192.0.2.7`, `192.0.2.0/24` or `2001:db8::/32`.
        ///
        /// @throws IllegalArgumentException on anything else
        static Network parse(String text) {
            String[] parts = text.strip().split("/", 2);
            try {
                if (!parts[0].matches("[0-9a-fA-F:.]+")) {
                    throw new IllegalArgumentException("not an address or network: " + text);
                }
                InetAddress address = InetAddress.getByName(parts[0]);
                int most = address.getAddress().length * 8;
                int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
                if (bits < 0 || bits > most) {
                    throw new IllegalArgumentException(
                            "a network of 0 to " + most + " bits: " + text);
                }
                return new Network(address, bits);
            } catch (UnknownHostException | NumberFormatException e) {
                throw new IllegalArgumentException("not an address or network: " + text, e);
            }
        }

        boolean holds(InetAddress other) {
            byte[] a = address.getAddress();
            byte[] b = other.getAddress();
            if (a.length != b.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((a[bit / 8] & mask) != (b[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
