package org.vdeli.agent.fill;

import java.util.BitSet;

/// Picks from the first missing piece on, in runs as long as allowed.
record InOrder(int count, int longestRun) implements Picker {
    @Override
    public Pick pick(Lane lane, BitSet verified, BitSet claimed) {
        int first = 0;
        while (first < count && (verified.get(first) || claimed.get(first))) {
            first++;
        }
        if (first == count) {
            return new Pick.Wait();
        }
        int end = first;
        while (end < count && end - first < longestRun && !verified.get(end) && !claimed.get(end)) {
            end++;
        }
        return new Pick.Take(new FillSession.Run(first, end));
    }

    @Override
    public void answered(int piece, boolean granted) {
        throw new IllegalStateException("nobody was asked");
    }
}
