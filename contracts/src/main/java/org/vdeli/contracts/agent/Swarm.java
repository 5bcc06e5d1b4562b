package org.vdeli.contracts.agent;

import java.net.URI;
import java.util.List;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ServerId;

/// The servers with which one server shares the pieces of an asset: answer to `GET
/// /agent/v1/swarms/{asset}`. What each of them has is asked of itself.
///
/// @param cluster of the server that asks
/// @param neighbours the others of its cluster that shall hold the asset or do (in a very large
///   cluster, of its group of at most 64); bytes between them cross no WAN
/// @param partners one server each of other clusters, those of the same region first
public record Swarm(
        AssetId asset, ClusterId cluster, List<Member> neighbours, List<Member> partners) {
    public Swarm {
        neighbours = List.copyOf(neighbours);
        partners = List.copyOf(partners);
    }

    /// One of them.
    ///
    /// @param door its [PeerDoor#address]
    public record Member(ServerId server, ClusterId cluster, URI door) {}
}
