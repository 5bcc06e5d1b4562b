package org.vdeli.agent.fill;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vdeli.agent.peer.PeerView;
import org.vdeli.agent.peer.PeerViews;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.agent.Swarm;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.PieceLayout;

class SwarmPickerTest {
    private static final PieceLayout LAYOUT = new PieceLayout(ByteCount.of(32), ByteCount.of(1));
    private static final PeerHealth WELL = new PeerHealth(new Random(1));
    private static final Lane ORIGIN = new Lane.Origin(0);

    private long nanos;
    private final BitSet verified = new BitSet();
    private final BitSet claimed = new BitSet();

    private SwarmPicker picker(long self) {
        return new SwarmPicker(new ServerId(self), 1, LAYOUT, () -> nanos);
    }

    private static PeerView neighbour(long server) {
        return view(server, 1, true);
    }

    private static PeerView partner(long server) {
        return view(server, 2, false);
    }

    private static PeerView view(long server, long cluster, boolean neighbour) {
        return new PeerView(
                new Swarm.Member(
                        new ServerId(server),
                        new ClusterId(cluster),
                        URI.create("http://edge-" + server + ":1")),
                neighbour,
                LAYOUT);
    }

    private static Lane lane(PeerView view) {
        return new Lane.Peer(view, new PeerHealth(new Random(1)));
    }

    /// Takes until there is nothing more, and says what.
    private Set<Integer> takeAll(SwarmPicker picker, Lane lane) {
        Set<Integer> taken = new HashSet<>();
        while (picker.pick(lane, verified, claimed)
                instanceof Picker.Pick.Take(FillSession.Run run)) {
            for (int piece = run.first(); piece < run.end(); piece++) {
                assertThat(taken.add(piece)).as("piece %d once", piece).isTrue();
                claimed.set(piece);
            }
        }
        return taken;
    }

    private static Set<Integer> all() {
        return IntStream.range(0, 32).boxed().collect(java.util.stream.Collectors.toSet());
    }

    @Test
    void fetchesEverythingItselfWhenAlone() {
        assertThat(takeAll(picker(1), ORIGIN)).isEqualTo(all());
    }

    @Test
    void sharesThePiecesWithNeighboursThatAnswer() {
        SwarmPicker one = picker(1);
        SwarmPicker two = picker(2);
        PeerView viewOfTwo = neighbour(2);
        PeerView viewOfOne = neighbour(1);
        one.add(viewOfTwo, WELL);
        two.add(viewOfOne, WELL);
        PeerViews.tell(viewOfTwo, "= - -");
        PeerViews.tell(viewOfOne, "= - -");

        Set<Integer> first = takeAll(one, ORIGIN);
        claimed.clear();
        Set<Integer> second = takeAll(two, ORIGIN);

        assertThat(first).doesNotContainAnyElementsOf(second).hasSizeBetween(8, 24);
        second.addAll(first);
        assertThat(second).isEqualTo(all());
    }

    @Test
    void countsOnNeighboursForAMomentBeforeTheyAnswer() {
        SwarmPicker picker = picker(1);
        picker.add(neighbour(2), WELL);

        Set<Integer> own = takeAll(picker, ORIGIN);
        nanos += 500_000_000L;
        Set<Integer> rest = takeAll(picker, ORIGIN);

        assertThat(own).hasSizeBetween(8, 24);
        assertThat(rest).doesNotContainAnyElementsOf(own).hasSize(32 - own.size());
    }

    @Test
    void takesOverFromANeighbourThatIsGone() {
        SwarmPicker picker = picker(1);
        PeerView neighbour = neighbour(2);
        picker.add(neighbour, WELL);
        PeerViews.tell(neighbour, "= - -");
        PeerViews.tell(neighbour, "~ 5");
        int own = takeAll(picker, ORIGIN).size();

        PeerViews.away(neighbour);

        assertThat(takeAll(picker, ORIGIN)).hasSize(32 - own);
    }

    @Test
    void neverFetchesFromOutsideWhatANeighbourHasOrFetches() {
        SwarmPicker picker = picker(1);
        PeerView neighbour = neighbour(2);
        picker.add(neighbour, WELL);
        IntStream.range(0, 32)
                .forEach(
                        piece -> PeerViews.tell(neighbour, (piece % 2 == 0 ? "+ " : "~ ") + piece));

        assertThat(picker.pick(ORIGIN, verified, claimed)).isEqualTo(new Picker.Pick.Wait());
        assertThat(takeAll(picker, lane(neighbour)))
                .isEqualTo(
                        IntStream.range(0, 16)
                                .mapToObj(i -> 2 * i)
                                .collect(java.util.stream.Collectors.toSet()));
    }

    @Test
    void doesNotWaitForANeighbourThatSentWrongBytes() {
        SwarmPicker picker = picker(1);
        PeerView neighbour = neighbour(2);
        PeerHealth health = new PeerHealth(new Random(1));
        picker.add(neighbour, health);
        IntStream.range(0, 32).forEach(piece -> PeerViews.tell(neighbour, "+ " + piece));
        assertThat(picker.pick(ORIGIN, verified, claimed)).isEqualTo(new Picker.Pick.Wait());

        health.bad(new SourceFailure(Reason.CHECKSUM_MISMATCH, "wrong"));

        assertThat(takeAll(picker, ORIGIN)).isEqualTo(all());
        assertThat(picker.pick(new Lane.Peer(neighbour, health), verified, new BitSet()))
                .isEqualTo(new Picker.Pick.Wait());
    }

    @Test
    void takesFromTheOriginWhatFewestPartnersHave() {
        SwarmPicker picker = picker(1);
        PeerView partner = partner(7);
        picker.add(partner, WELL);
        IntStream.range(0, 31).forEach(piece -> PeerViews.tell(partner, "+ " + piece));

        assertThat(picker.pick(ORIGIN, verified, claimed))
                .isEqualTo(new Picker.Pick.Take(new FillSession.Run(31, 32)));
    }

    @Test
    void takesFromAPartnerOnlyWhatItHas() {
        SwarmPicker picker = picker(1);
        PeerView partner = partner(7);
        picker.add(partner, WELL);
        PeerViews.tell(partner, "+ 9");
        PeerViews.tell(partner, "~ 10");

        assertThat(takeAll(picker, lane(partner))).containsExactly(9);
    }

    @Test
    void asksTheOwnerWhenNothingOfItsOwnIsLeft() {
        SwarmPicker one = picker(1);
        SwarmPicker two = picker(2);
        PeerView viewOfTwo = neighbour(2);
        PeerView viewOfOne = neighbour(1);
        one.add(viewOfTwo, WELL);
        two.add(viewOfOne, WELL);
        PeerViews.tell(viewOfTwo, "= - -");
        PeerViews.tell(viewOfOne, "= - -");
        takeAll(one, ORIGIN);

        Picker.Pick pick = one.pick(ORIGIN, verified, claimed);

        assertThat(pick).isInstanceOf(Picker.Pick.Ask.class);
        Picker.Pick.Ask ask = (Picker.Pick.Ask) pick;
        assertThat(ask.owner()).isEqualTo(new ServerId(2));
        assertThat(two.grant(ask.piece(), new ServerId(1), verified, new BitSet())).isTrue();
        assertThat(two.grant(ask.piece(), new ServerId(1), verified, new BitSet())).isFalse();
        claimed.clear();
        assertThat(takeAll(two, ORIGIN)).doesNotContain(ask.piece());
    }

    @Test
    void leavesARefusedPieceAloneForAWhile() {
        SwarmPicker one = picker(1);
        PeerView two = neighbour(2);
        one.add(two, WELL);
        PeerViews.tell(two, "= - -");
        takeAll(one, ORIGIN);
        Set<Integer> refused = new HashSet<>();

        while (one.pick(ORIGIN, verified, claimed) instanceof Picker.Pick.Ask ask) {
            assertThat(refused.add(ask.piece())).isTrue();
            one.answered(ask.piece(), false);
        }
        nanos += 150_000_000L;

        assertThat(refused).isNotEmpty();
        assertThat(one.pick(ORIGIN, verified, claimed)).isInstanceOf(Picker.Pick.Ask.class);
    }

    @Test
    void fetchesWithoutLeaveWhatItsOwnerRefusesForSeconds() {
        SwarmPicker one = picker(1);
        PeerView two = neighbour(2);
        one.add(two, WELL);
        PeerViews.tell(two, "= - -");
        takeAll(one, ORIGIN);

        for (long waited = 0; waited <= 5_000_000_000L; waited += 200_000_000L) {
            refuseAll(one);
            nanos += 200_000_000L;
        }
        refuseAll(one);
        nanos += 200_000_000L;

        assertThat(one.pick(ORIGIN, verified, claimed)).isInstanceOf(Picker.Pick.Take.class);
    }

    private void refuseAll(SwarmPicker picker) {
        while (picker.pick(ORIGIN, verified, claimed) instanceof Picker.Pick.Ask ask) {
            picker.answered(ask.piece(), false);
        }
    }

    @Test
    void takesAPieceBackThatWasGrantedToSomebodyWhoDoesNotFetchIt() {
        SwarmPicker one = picker(1);
        PeerView two = neighbour(2);
        one.add(two, WELL);
        PeerViews.tell(two, "= - -");
        int piece = takeAll(one, ORIGIN).iterator().next();
        claimed.clear();
        assertThat(one.grant(piece, new ServerId(2), verified, claimed)).isTrue();
        assertThat(takeAll(one, ORIGIN)).doesNotContain(piece);

        nanos += 3_100_000_000L;

        assertThat(takeAll(one, ORIGIN)).containsExactly(piece);
    }

    @Test
    void grantsNothingToStrangersNorWhatItFetchesItself() {
        SwarmPicker one = picker(1);
        PeerView two = neighbour(2);
        one.add(two, WELL);
        PeerViews.tell(two, "= - -");
        int piece = takeAll(one, ORIGIN).iterator().next();

        assertThat(one.grant(piece, new ServerId(2), verified, claimed)).isFalse();
        claimed.clear();
        assertThat(one.grant(piece, new ServerId(9), verified, claimed)).isFalse();
    }

    @Test
    void beginsWithOtherPiecesInAnotherCluster() {
        List<Integer> firsts =
                IntStream.range(0, 8)
                        .mapToObj(seed ->
                                new SwarmPicker(new ServerId(1), seed, LAYOUT, () -> nanos)
                                        .pick(ORIGIN, verified, claimed))
                        .map(pick -> ((Picker.Pick.Take) pick).run().first())
                        .toList();

        assertThat(Set.copyOf(firsts)).hasSizeGreaterThan(4);
    }
}
