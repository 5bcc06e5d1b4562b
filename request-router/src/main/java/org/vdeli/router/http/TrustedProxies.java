package org.vdeli.router.http;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vdeli.router.net.IpAddress;
import org.vdeli.router.net.IpPrefix;
import org.vdeli.router.net.PrefixTable;

/// Who a client is behind proxies. `X-Forwarded-For` can be written by anybody: only what trusted
/// proxies added to its end is believed, so the client is the last address in it that is not itself
/// such a proxy.
final class TrustedProxies {
    private final PrefixTable networks;

    TrustedProxies(List<String> networks) {
        this.networks =
                PrefixTable.of(
                        networks.stream()
                                .map(IpPrefix::parse)
                                .flatMap(Optional::stream)
                                .map(prefix -> new PrefixTable.Entry(prefix, 0))
                                .toList());
    }

    /// @param peer of the connection
    /// @param forwarded the header, all its lines joined by commas; null if there is none
    IpAddress client(IpAddress peer, @Nullable String forwarded) {
        if (forwarded == null || !isTrusted(peer)) {
            return peer;
        }
        IpAddress client = peer;
        String[] hops = forwarded.split(",", -1);
        for (int i = hops.length - 1; i >= 0; i--) {
            Optional<IpAddress> hop = IpAddress.parse(hops[i].strip());
            if (hop.isEmpty()) {
                return client;
            }
            client = hop.get();
            if (!isTrusted(client)) {
                return client;
            }
        }
        return client;
    }

    private boolean isTrusted(IpAddress address) {
        return networks.find(address) != PrefixTable.NONE;
    }
}
