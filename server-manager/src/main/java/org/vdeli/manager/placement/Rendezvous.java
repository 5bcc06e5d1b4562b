package org.vdeli.manager.placement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Checksum;

/// Highest-random-weight hashing (Thaler and Ravishankar, 1998): every server has a weight for
/// every path, and the servers of largest weight are chosen. A server that leaves moves only what
/// it held, one that joins takes only its share.
///
/// The weight depends on the path, not on the asset: a new version goes where the old one is.
final class Rendezvous {
    private final long pathHash;

    Rendezvous(AssetPath path) {
        byte[] digest =
                Checksum.newDigest().digest(path.toString().getBytes(StandardCharsets.UTF_8));
        this.pathHash = ByteBuffer.wrap(digest).getLong();
    }

    /// The weight of a server, any long; compare as signed numbers.
    long weight(ServerId server) {
        return mix(pathHash ^ mix(server.value()));
    }

    /// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014): a bijection in which every bit of
    /// the input changes every bit of the output with probability 1/2.
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
