package org.vdeli.agent.fill;

import org.jspecify.annotations.Nullable;
import org.vdeli.agent.peer.Holding;

/// Tells those who read a growing file, other agents and viewers, what happens to its pieces.
final class Telling implements FillSession.Listener {
    private volatile @Nullable Holding holding;

    /// From now on it is told there.
    void to(Holding told) {
        holding = told;
    }

    @Override
    public void verified(int piece) {
        @Nullable Holding told = holding;
        if (told != null) {
            told.add(piece);
        }
    }

    @Override
    public void claimed(FillSession.Run run, Lane lane) {
        tell(run, lane, true);
    }

    @Override
    public void released(FillSession.Run run, Lane lane) {
        tell(run, lane, false);
    }

    private void tell(FillSession.Run run, Lane lane, boolean fetching) {
        @Nullable Holding told = holding;
        if (told != null && lane.isWan()) {
            for (int piece = run.first(); piece < run.end(); piece++) {
                told.fetching(piece, fetching);
            }
        }
    }
}
