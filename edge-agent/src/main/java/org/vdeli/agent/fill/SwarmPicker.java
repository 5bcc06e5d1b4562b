package org.vdeli.agent.fill;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.vdeli.agent.peer.PeerView;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.PieceLayout;
import org.vdeli.contracts.value.RendezvousHash;

/// Picks pieces so that a cluster fetches each once over its WAN, while all its servers fetch and
/// all links are in use.
///
/// ## Goals
///
/// * A piece crosses the WAN of a cluster once.
/// * Pieces that few clusters have come from the origin, those that others have come from them: the
///   origin's uplink is not spent on what others could give.
/// * No source, server or link owns a part of the file: whoever is ready takes the next piece.
/// * The beginning of the file tends to come first, so that the checksum of the whole can follow.
///
/// ## Constraints
///
/// * What servers know of each other is some milliseconds old, over a WAN some ten more.
/// * A server that does not answer must not hold a piece back.
///
/// ## Method
///
/// Each row of a few pieces has an owner among the servers of the cluster that answer, by
/// rendezvous hashing ([RendezvousHash]). Only the owner may begin to fetch it from outside, or
/// give leave to one that asks. A server with nothing of its own left asks the owners of others
/// (`Pick.Ask`), so that fast servers help slow ones. What a neighbour has or is fetching is never
/// fetched from outside.
///
/// From a neighbour: anything that it has. From outside: the piece that the fewest partners have or
/// are fetching; among equals the earlier window of the file; within a window in an order that
/// differs from cluster to cluster, so that clusters begin with different pieces.
///
/// ## Example
///
/// Clusters A and B of two servers each begin. A1 owns the pieces 0 and 3, A2 1 and 2; B1 0 and 1,
/// B2 2 and 3. A1 takes 3 from the origin, A2 1, B1 0, B2 2. When they are there, A1 gets 1 from A2
/// over the LAN, and 0, which the origin is spared, from B1.
final class SwarmPicker implements Picker {
    /// A server that did not agree is not asked for the same piece again for so long.
    private static final long ASK_AGAIN = 100_000_000L;

    /// A piece that its owner neither has nor fetches nor leaves to anybody for so long has none:
    /// the two see different owners, as agents of different versions may. It is fetched without
    /// leave.
    private static final long NO_OWNER = 5_000_000_000L;

    /// A refusal that long after the one before has another cause.
    private static final long AFRESH = 1_000_000_000L;

    /// A server that was given leave has so long to begin.
    private static final long LEAVE_HOLDS = 3_000_000_000L;

    /// How long a neighbour that has not answered yet counts as one that will, so that servers that
    /// begin within a moment of each other do not all take themselves for alone.
    private static final long EXPECTED = 400_000_000L;

    /// Pieces in a window: what a handful of clusters have on the way at a time.
    private static final int WINDOW = 64;

    /// Pieces that one request asks a neighbour for: a LAN answers in less time than the request
    /// itself costs. So many pieces in a row have the same owner, so that there are such rows.
    private static final int LAN_RUN = 4;

    /// A file of fewer rows than this is dealt out piece by piece, or some servers would own
    /// nothing.
    private static final int LEAST_ROWS = 64;

    private final ServerId self;
    private final long seed;
    private final PieceLayout layout;
    private final LongSupplier nanos;
    private final long begun;
    private final int row;
    private final Map<ServerId, PeerView> neighbours = new HashMap<>();
    private final Map<ServerId, PeerView> partners = new HashMap<>();
    private final Map<ServerId, PeerHealth> healths = new HashMap<>();
    private final Map<Integer, Refusal> refused = new HashMap<>();
    private final Map<Integer, Leave> leaves = new HashMap<>();
    private List<ServerId> members = List.of();
    private ServerId[] owners = new ServerId[0];

    private record Leave(ServerId to, long at) {}

    /// @param first when leave was refused at first
    /// @param last when it was refused again
    private record Refusal(long first, long last) {}

    /// @param seed the same for the servers of a cluster, another for another cluster
    /// @param nanos a clock as `System.nanoTime`
    SwarmPicker(ServerId self, long seed, PieceLayout layout, LongSupplier nanos) {
        this.self = self;
        this.seed = seed;
        this.layout = layout;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
        this.row = Math.clamp(layout.count() / LEAST_ROWS, 1, LAN_RUN);
    }

    void add(PeerView view, PeerHealth health) {
        healths.put(view.member().server(), health);
        (view.isNeighbour() ? neighbours : partners).put(view.member().server(), view);
    }

    void remove(ServerId server) {
        neighbours.remove(server);
        partners.remove(server);
        healths.remove(server);
    }

    Collection<PeerView> all() {
        List<PeerView> all = new ArrayList<>(neighbours.values());
        all.addAll(partners.values());
        return all;
    }

    @Override
    public Pick pick(Lane lane, BitSet verified, BitSet claimed) {
        return switch (lane) {
            case Lane.Peer peer when !isReady(peer) -> new Pick.Wait();
            case Lane.Peer peer when peer.view().isNeighbour() ->
                    fromNeighbour(peer.view(), verified, claimed);
            case Lane.Peer peer -> fromOutside(Optional.of(peer.view()), verified, claimed);
            case Lane.Origin _ -> fromOutside(Optional.empty(), verified, claimed);
        };
    }

    private static boolean isReady(Lane.Peer peer) {
        return peer.view().state() == PeerView.State.TELLING && peer.health().isWell();
    }

    private Pick fromNeighbour(PeerView neighbour, BitSet verified, BitSet claimed) {
        BitSet there = new BitSet();
        neighbour.addHaveTo(there);
        there.andNot(verified);
        there.andNot(claimed);
        if (there.isEmpty()) {
            return new Pick.Wait();
        }
        // Begin anywhere: servers that take the same pieces from one neighbour in the same order
        // would have nothing to give each other.
        int start =
                Math.floorMod(
                        RendezvousHash.weight(self.value(), neighbour.member().server().value()),
                        layout.count());
        int first = there.nextSetBit(start);
        if (first < 0) {
            first = there.nextSetBit(0);
        }
        int end = Math.min(there.nextClearBit(first), first + LAN_RUN);
        return new Pick.Take(new FillSession.Run(first, end));
    }

    private Pick fromOutside(Optional<PeerView> source, BitSet verified, BitSet claimed) {
        BitSet open = new BitSet();
        if (source.isPresent()) {
            source.get().addHaveTo(open);
        } else {
            open.set(0, layout.count());
        }
        open.andNot(verified);
        open.andNot(claimed);
        BitSet elsewhere = new BitSet();
        for (PeerView neighbour : neighbours.values()) {
            if (isCountedOn(neighbour)) {
                neighbour.addHaveTo(elsewhere);
                neighbour.addFetchingTo(elsewhere);
            }
        }
        open.andNot(elsewhere);
        if (open.isEmpty()) {
            return new Pick.Wait();
        }
        assignOwners();
        dropOldLeaves();
        int[] holders = countPartners();
        int mine = -1;
        int foreign = -1;
        for (int piece = open.nextSetBit(0); piece >= 0; piece = open.nextSetBit(piece + 1)) {
            if (owners[piece].equals(self)) {
                if (!leaves.containsKey(piece) && isBetter(piece, mine, holders)) {
                    mine = piece;
                }
            } else if (mine < 0 && isAskable(piece) && isBetter(piece, foreign, holders)) {
                foreign = piece;
            }
        }
        if (mine >= 0) {
            return new Pick.Take(new FillSession.Run(mine, mine + 1));
        }
        if (foreign >= 0) {
            Refusal refusal = refused.get(foreign);
            if (refusal != null && refusal.last() - refusal.first() > NO_OWNER) {
                return new Pick.Take(new FillSession.Run(foreign, foreign + 1));
            }
            PeerView owner = neighbours.get(owners[foreign]);
            if (owner != null && owner.state() == PeerView.State.TELLING) {
                return new Pick.Ask(foreign, owners[foreign], owner.member().door());
            }
        }
        return new Pick.Wait();
    }

    private boolean isCountedOn(PeerView view) {
        @Nullable PeerHealth health = healths.get(view.member().server());
        return health != null && health.isCountedOn();
    }

    private boolean isAskable(int piece) {
        Refusal refusal = refused.get(piece);
        return refusal == null || nanos.getAsLong() - refusal.last() >= ASK_AGAIN;
    }

    private boolean isBetter(int piece, int than, int[] holders) {
        if (than < 0) {
            return true;
        }
        if (holders[piece] != holders[than]) {
            return holders[piece] < holders[than];
        }
        if (piece / WINDOW != than / WINDOW) {
            return piece < than;
        }
        if (piece / row == than / row) {
            return piece < than;
        }
        return RendezvousHash.weight(seed, piece / row) > RendezvousHash.weight(seed, than / row);
    }

    private int[] countPartners() {
        int[] holders = new int[layout.count()];
        for (PeerView partner : partners.values()) {
            BitSet there = new BitSet();
            partner.addHaveTo(there);
            partner.addFetchingTo(there);
            there.stream().forEach(piece -> holders[piece]++);
        }
        return holders;
    }

    /// The owners change only when a server of the cluster comes or goes.
    private void assignOwners() {
        boolean early = nanos.getAsLong() - begun < EXPECTED;
        List<ServerId> now = new ArrayList<>();
        now.add(self);
        for (PeerView neighbour : neighbours.values()) {
            boolean counts =
                    switch (neighbour.state()) {
                        case ASKED -> early;
                        case TELLING -> isCountedOn(neighbour);
                        case AWAY -> false;
                    };
            if (counts) {
                now.add(neighbour.member().server());
            }
        }
        now.sort((a, b) -> Long.compare(a.value(), b.value()));
        if (now.equals(members)) {
            return;
        }
        members = now;
        owners = new ServerId[layout.count()];
        for (int piece = 0; piece < owners.length; piece++) {
            owners[piece] = owner(piece);
        }
    }

    private ServerId owner(int piece) {
        ServerId best = self;
        long weight = RendezvousHash.weight(piece / row, self.value());
        for (ServerId member : members) {
            long other = RendezvousHash.weight(piece / row, member.value());
            if (other > weight || (other == weight && member.value() > best.value())) {
                best = member;
                weight = other;
            }
        }
        return best;
    }

    private void dropOldLeaves() {
        long now = nanos.getAsLong();
        leaves.values()
                .removeIf(leave -> {
                    @Nullable PeerView to = neighbours.get(leave.to());
                    return to == null
                            || to.state() != PeerView.State.TELLING
                            || now - leave.at() > LEAVE_HOLDS;
                });
    }

    /// Whether another server may fetch a piece in this one's place; if so, this one leaves it.
    boolean grant(int piece, ServerId to, BitSet verified, BitSet claimed) {
        assignOwners();
        dropOldLeaves();
        if (!neighbours.containsKey(to)
                || !owners[piece].equals(self)
                || verified.get(piece)
                || claimed.get(piece)
                || leaves.containsKey(piece)) {
            return false;
        }
        leaves.put(piece, new Leave(to, nanos.getAsLong()));
        return true;
    }

    @Override
    public void answered(int piece, boolean granted) {
        if (granted) {
            refused.remove(piece);
        } else {
            long now = nanos.getAsLong();
            refused.merge(
                    piece,
                    new Refusal(now, now),
                    (before, again) ->
                            now - before.last() > AFRESH
                                    ? again
                                    : new Refusal(before.first(), now));
        }
    }
}
