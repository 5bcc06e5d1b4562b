package org.vdeli.router.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/// An address of 128 bits; one of IPv4 is `::ffff:a.b.c.d` (RFC 4291, 2.5.5.2), so that both kinds
/// stand in one order.
///
/// @param high the first 64 bits
/// @param low the last 64 bits
public record IpAddress(long high, long low) implements Comparable<IpAddress> {
    private static final long MAPPED = 0xffff_0000_0000L;
    private static final int V4_BYTES = 4;

    /// Only literals: a name would be looked up.
    private static final Pattern LITERAL =
            Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)");

    public static IpAddress of(InetAddress address) {
        return of(address.getAddress());
    }

    private static IpAddress of(byte[] bytes) {
        if (bytes.length == V4_BYTES) {
            return new IpAddress(0, MAPPED | number(bytes, 0, V4_BYTES));
        }
        return new IpAddress(number(bytes, 0, Long.BYTES), number(bytes, Long.BYTES, Long.BYTES));
    }

    private static long number(byte[] bytes, int from, int count) {
        long number = 0;
        for (int i = from; i < from + count; i++) {
            number = (number << Byte.SIZE) | (bytes[i] & 0xff);
        }
        return number;
    }

    /// Reads `192.0.2.7`, `2001:db8::1`, or the latter in brackets; empty for anything else, names
    /// among it.
    public static Optional<IpAddress> parse(String text) {
        String bare =
                text.startsWith("[") && text.endsWith("]")
                        ? text.substring(1, text.length() - 1)
                        : text;
        if (bare.length() > 60 || !LITERAL.matcher(bare).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(InetAddress.getByName(bare).getAddress()));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    public boolean isV4() {
        return high == 0 && low >>> Integer.SIZE == 0xffff;
    }

    /// The same for libraries that want it so.
    public InetAddress toInetAddress() {
        byte[] bytes = new byte[isV4() ? V4_BYTES : 2 * Long.BYTES];
        for (int i = 0; i < bytes.length; i++) {
            int fromEnd = bytes.length - 1 - i;
            long part = fromEnd < Long.BYTES ? low : high;
            bytes[i] = (byte) (part >>> (fromEnd % Long.BYTES * Byte.SIZE));
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are always an address", e);
        }
    }

    /// As unsigned numbers.
    @Override
    public int compareTo(IpAddress other) {
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }

    /// The next one; after the last comes the first.
    IpAddress next() {
        return new IpAddress(low == -1 ? high + 1 : high, low + 1);
    }

    @Override
    public String toString() {
        return toInetAddress().getHostAddress();
    }
}
