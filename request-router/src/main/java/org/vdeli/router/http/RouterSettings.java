package org.vdeli.router.http;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.config.Default;
import org.vdeli.contracts.config.Describe;
import org.vdeli.contracts.config.Secret;
import org.vdeli.router.answer.EdgeLinks;
import org.vdeli.router.decide.Decider;
import org.vdeli.router.net.IpPrefix;

/// What an operator may set on the request router: the section `router` of a program's
/// configuration.
///
/// @param enabled whether the manager itself answers viewers
/// @param host address to listen on
/// @param port 0 for a free one
/// @param urlTemplate see [EdgeLinks]
/// @param trustedProxies whose `X-Forwarded-For` is believed
/// @param addressDatabase file in MaxMind's format that says where addresses are
/// @param addressAccuracy in km; entries that say they are coarser do not count
/// @param spread how viewers spread over a cluster
/// @param hlsPathways edges in an HLS master playlist; 0: such playlists are redirected as all else
/// @param keystore PKCS #12 file with key and certificate
/// @param keystorePassword the keystore's
public record RouterSettings(
        @Default("false") @Describe("answer viewers in the manager itself") boolean enabled,
        @Default("0.0.0.0") @Describe("address on which viewers are answered") String host,
        @Default("8093") @Describe("port, 0 for a free one") int port,
        @Default("http://{edge}/{path}")
                @Describe(
                        "address of a file on an edge: {edge} is host:port, {host}, {port}, {name},"
                                + " {path}")
                String urlTemplate,
        @Default("") @Describe("networks of proxies whose X-Forwarded-For is believed")
                List<String> trustedProxies,
        @Describe("file in MaxMind's format that says where addresses are")
                Optional<Path> addressDatabase,
        @Default("200") @Describe("its entries with a larger accuracy radius, in km, do not count")
                int addressAccuracy,
        @Default("hash")
                @Describe(
                        "over the servers of a cluster: hash, by the path with bounded loads, or"
                                + " even")
                Decider.Spread spread,
        @Default("3") @Describe("edges in an HLS master playlist, 0 to redirect instead")
                int hlsPathways,
        @Describe("PKCS #12 file with key and certificate; plain HTTP without")
                Optional<Path> keystore,
        @Describe("password of the keystore") Optional<Secret> keystorePassword) {
    private static final int MOST_PATHWAYS = 8;

    public RouterSettings {
        trustedProxies = List.copyOf(trustedProxies);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("router.port must be 0 to 65535, not " + port);
        }
        EdgeLinks.problem(urlTemplate)
                .ifPresent(wrong -> {
                    throw new IllegalArgumentException("router.url-template: " + wrong);
                });
        for (String network : trustedProxies) {
            if (IpPrefix.parse(network).isEmpty()) {
                throw new IllegalArgumentException(
                        "router.trusted-proxies must be networks such as 10.0.0.0/8, not "
                                + network);
            }
        }
        if (addressAccuracy < 1) {
            throw new IllegalArgumentException("router.address-accuracy must be at least 1");
        }
        if (hlsPathways < 0 || hlsPathways > MOST_PATHWAYS) {
            throw new IllegalArgumentException("router.hls-pathways must be 0 to " + MOST_PATHWAYS);
        }
        if (keystore.isPresent() && keystorePassword.isEmpty()) {
            throw new IllegalArgumentException("router.keystore needs router.keystore-password");
        }
    }
}
