package org.vdeli.agent.peer;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.vdeli.contracts.agent.Swarm;
import org.vdeli.contracts.value.PieceLayout;

/// What is known of another agent that shares an asset, as it said itself. Safe for use by several
/// threads; reads are of a moment.
public final class PeerView {
    private final Swarm.Member member;
    private final boolean neighbour;
    private final PieceLayout layout;
    private final BitSet have = new BitSet();
    private final BitSet fetching = new BitSet();
    private final Map<Integer, Long> since = new HashMap<>();
    private State state = State.ASKED;

    /// How it stands with the other agent.
    public enum State {
        /// Not answered yet.
        ASKED,
        /// It answers, and tells what it has.
        TELLING,
        /// It does not answer, or takes no part in the asset.
        AWAY
    }

    /// Puts it together; nothing is known yet.
    ///
    /// @param neighbour whether it is in this server's cluster
    public PeerView(Swarm.Member member, boolean neighbour, PieceLayout layout) {
        this.member = member;
        this.neighbour = neighbour;
        this.layout = layout;
    }

    public Swarm.Member member() {
        return member;
    }

    public boolean isNeighbour() {
        return neighbour;
    }

    public synchronized State state() {
        return state;
    }

    /// Takes a line of news.
    ///
    /// @return whether there is more to have from it than before, or to fetch in its place
    /// @throws IllegalArgumentException if it is none
    synchronized boolean told(String line) {
        PieceNews.read(line, layout, have, fetching);
        note();
        state = State.TELLING;
        return switch (line.charAt(0)) {
            case '~', '.' -> false;
            default -> true;
        };
    }

    private void note() {
        long now = System.nanoTime();
        since.keySet().removeIf(piece -> !fetching.get(piece));
        fetching.stream().forEach(piece -> since.putIfAbsent(piece, now));
    }

    /// It does not answer: what it had and was fetching counts no more.
    synchronized void away() {
        state = State.AWAY;
        have.clear();
        fetching.clear();
        since.clear();
    }

    /// It said that it has a piece, and could not hand it out.
    public synchronized void lacks(int piece) {
        have.clear(piece);
    }

    public synchronized boolean has(int piece) {
        return have.get(piece);
    }

    /// Whether it has a piece or is fetching it from outside its cluster.
    public synchronized boolean hasOrFetches(int piece) {
        return have.get(piece) || fetching.get(piece);
    }

    public synchronized boolean isComplete() {
        return have.cardinality() == layout.count();
    }

    /// Adds the pieces that it has to a set.
    public synchronized void addHaveTo(BitSet set) {
        set.or(have);
    }

    /// Adds the pieces that it is fetching from outside its cluster to a set; not those that it has
    /// been fetching for longer than a fetch can last ([Slowest#limit]).
    public synchronized void addFetchingTo(BitSet set) {
        long now = System.nanoTime();
        long limit = Slowest.limit(layout.pieceSize().bytes()).toNanos();
        since.forEach((piece, at) -> {
            if (now - at < limit) {
                set.set(piece);
            }
        });
    }
}
