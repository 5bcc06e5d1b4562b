package org.vdeli.agent.fill;

import java.net.URI;
import java.util.BitSet;
import org.vdeli.contracts.id.ServerId;

/// Decides what a connection fetches next. Called under the session's lock; must not block.
interface Picker {
    /// What a connection fetches next.
    ///
    /// @param verified pieces that are there
    /// @param claimed pieces that connections of this fill are fetching
    Pick pick(Lane lane, BitSet verified, BitSet claimed);

    /// A piece was granted by its owner, or was not.
    void answered(int piece, boolean granted);

    /// What to do.
    sealed interface Pick {
        /// Fetch these pieces, by one request.
        record Take(FillSession.Run run) implements Pick {}

        /// Ask the server whose piece it is, and fetch it if it agrees.
        record Ask(int piece, ServerId owner, URI door) implements Pick {}

        /// There is nothing now.
        record Wait() implements Pick {}
    }
}
