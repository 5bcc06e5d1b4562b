package org.vdeli.agent.fill;

import java.net.URI;
import org.vdeli.agent.peer.PeerServer;
import org.vdeli.agent.peer.PeerView;

/// A place for one connection of a fill: where it reads from.
sealed interface Lane {
    /// From the sources that the order names, the best that is well.
    ///
    /// @param number counts those of a fill from 0
    record Origin(int number) implements Lane {}

    /// From another agent.
    record Peer(PeerView view, PeerHealth health) implements Lane {
        URI source() {
            return URI.create(view.member().door() + PeerServer.BASE);
        }
    }

    /// Whether its bytes come from outside the cluster.
    default boolean isWan() {
        return switch (this) {
            case Origin _ -> true;
            case Peer peer -> !peer.view().isNeighbour();
        };
    }
}
