package org.vdeli.agent.peer;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// The pieces of a growing file that viewers wait for, so that they are fetched before the others.
/// Safe for use by several threads.
public final class Wants {
    /// So many pieces from a viewer's place on: what the connections of a fill have on the way at a
    /// time, so that none of them fetches something far away while a viewer waits.
    private static final int AHEAD = 8;

    private final Map<Object, Span> viewers = new HashMap<>();
    private volatile Now now = new Now(new BitSet(), new BitSet());
    private volatile Runnable onChange = () -> {};

    private record Span(int first, int end) {}

    /// What is wanted at a moment. The sets are not to be changed.
    ///
    /// @param next the pieces that viewers stand before
    /// @param soon those, and the ones after them
    public record Now(BitSet next, BitSet soon) {
        public boolean isEmpty() {
            return soon.isEmpty();
        }
    }

    /// To be told when something else is wanted.
    public void onChange(Runnable listener) {
        onChange = listener;
    }

    /// A viewer waits for a piece, or goes on from it.
    ///
    /// @param end the piece after the last that it wants
    public void at(Object viewer, int piece, int end) {
        Span span = new Span(piece, Math.min(end, piece + AHEAD));
        synchronized (this) {
            if (span.equals(viewers.put(viewer, span))) {
                return;
            }
            gather();
        }
        onChange.run();
    }

    /// A viewer has all that it wanted, or left.
    public synchronized void gone(Object viewer) {
        if (viewers.remove(viewer) != null) {
            gather();
        }
    }

    public Now now() {
        return now;
    }

    private void gather() {
        BitSet next = new BitSet();
        BitSet soon = new BitSet();
        for (Span span : viewers.values()) {
            next.set(span.first());
            soon.set(span.first(), span.end());
        }
        now = new Now(next, soon);
    }
}
