package org.vdeli.manager.placement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.RendezvousHash;

/// The weights of the servers for one path ([RendezvousHash]); those of largest weight are chosen.
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
    ///
    /// @param member the server's, as [Sites#member] has it
    long weight(long member) {
        return RendezvousHash.mix(pathHash ^ member);
    }
}
