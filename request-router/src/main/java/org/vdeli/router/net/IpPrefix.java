package org.vdeli.router.net;

import java.util.Optional;
import java.util.regex.Pattern;

/// A network, such as `10.1.0.0/16` or `2001:db8::/32`.
///
/// @param first address; its bits beyond the prefix are zero
/// @param bits length among the 128 of [IpAddress]: 96 more than what is written of IPv4
public record IpPrefix(IpAddress first, int bits) {
    private static final int ALL = 128;
    private static final int V4 = 96;
    private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");

    public IpPrefix {
        if (bits < 0 || bits > ALL) {
            throw new IllegalArgumentException("a prefix has 0 to 128 bits, not " + bits);
        }
        first = new IpAddress(first.high() & highMask(bits), first.low() & lowMask(bits));
    }

    /// Reads a network, or a single address. Bits beyond the prefix are cleared.
    ///
    /// @return empty if the text is neither
    public static Optional<IpPrefix> parse(String text) {
        int slash = text.indexOf('/');
        Optional<IpAddress> address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty() || text.startsWith("[")) {
            return Optional.empty();
        }
        int skipped = address.get().isV4() ? V4 : 0;
        if (slash < 0) {
            return Optional.of(new IpPrefix(address.get(), ALL));
        }
        String length = text.substring(slash + 1);
        if (!LENGTH.matcher(length).matches() || Integer.parseInt(length) + skipped > ALL) {
            return Optional.empty();
        }
        return Optional.of(new IpPrefix(address.get(), Integer.parseInt(length) + skipped));
    }

    public boolean contains(IpAddress address) {
        return (address.high() & highMask(bits)) == first.high()
                && (address.low() & lowMask(bits)) == first.low();
    }

    /// The last address of the network.
    IpAddress last() {
        return new IpAddress(first.high() | ~highMask(bits), first.low() | ~lowMask(bits));
    }

    private static long highMask(int bits) {
        return bits == 0 ? 0 : -1L << Math.max(0, Long.SIZE - bits);
    }

    private static long lowMask(int bits) {
        return bits <= Long.SIZE ? 0 : -1L << (ALL - bits);
    }

    @Override
    public String toString() {
        return first + "/" + (first.isV4() && bits >= V4 ? bits - V4 : bits);
    }
}
