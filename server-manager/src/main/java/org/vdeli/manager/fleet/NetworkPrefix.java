package org.vdeli.manager.fleet;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/// Network prefixes such as `10.1.0.0/16` or `2001:db8::/32`.
final class NetworkPrefix {
    /// Only literals: a name would be looked up.
    private static final Pattern LITERAL =
            Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)");

    private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");

    private NetworkPrefix() {}

    static boolean isValid(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || text.length() > 60) {
            return false;
        }
        String address = text.substring(0, slash);
        String length = text.substring(slash + 1);
        if (!LITERAL.matcher(address).matches() || !LENGTH.matcher(length).matches()) {
            return false;
        }
        try {
            int bits = InetAddress.getByName(address).getAddress().length * Byte.SIZE;
            return Integer.parseInt(length) <= bits;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
