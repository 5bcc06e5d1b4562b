package org.vdeli.agent.fill;

import java.net.URI;

/// Where the connection of a lane reads from, and what is learnt of it.
interface LaneSource extends FillSession.Asking {
    Sources.Choice choose();

    /// A piece came and is right.
    void good(URI source);

    /// It did not hand out what was asked for.
    void bad(Sources.Choice.Use use, FillSession.Run run, SourceFailure failure);
}
