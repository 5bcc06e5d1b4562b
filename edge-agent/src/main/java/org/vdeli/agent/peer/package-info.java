/// What agents tell and give each other: who has which pieces, who fetches which, and the pieces.
///
/// Design: a [Holding] is what this server has of one asset, as it grows; [Holdings] finds it, for
/// an asset that is being filled or is published. [PeerServer] hands it out: a stream of changes
/// ([PieceNews]), ranges of verified pieces, and grants. On the other side a [PeerWatch] follows
/// one other agent's stream into a [PeerView], which the fill engine reads. Everything is asked
/// with the piece token of the fill, which names the asset and the reader, so an agent that has no
/// order for an asset learns nothing of it.
@NullMarked
package org.vdeli.agent.peer;

import org.jspecify.annotations.NullMarked;
