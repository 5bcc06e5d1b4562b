package org.vdeli.manager.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.origin.OriginCopy;
import org.vdeli.manager.origin.OriginHolder;
import org.vdeli.manager.origin.OriginSources;
import org.vdeli.manager.presence.ManagerNode;

/// What has to be kept of managers and of who holds which content, wherever it is stored.
interface OriginsContract {
    Checksum FILM = Checksum.of("aa".repeat(32));
    Checksum CLIP = Checksum.of("bb".repeat(32));
    Checksum NEWS = Checksum.of("cc".repeat(32));
    OriginHolder FIRST = OriginHolder.of(new ManagerId(7));
    OriginHolder SECOND = OriginHolder.of(new ManagerId(8));

    /// The same number, and another holder all the same.
    OriginHolder SERVER = OriginHolder.of(new ServerId(7));

    Transactions transactions();

    static OriginCopy copy(Checksum checksum, OriginHolder holder) {
        return new OriginCopy(checksum, holder, Fixtures.T0);
    }

    static ManagerNode node(long id, int number, String host, Instant lastSeen) {
        return new ManagerNode(
                new ManagerId(id),
                number,
                "manager-" + number,
                URI.create("http://" + host + ":8080"),
                Fixtures.T0,
                lastSeen);
    }

    private void fill() {
        transactions()
                .change(stores ->
                        stores.originCopies()
                                .addAll(
                                        List.of(
                                                copy(FILM, FIRST),
                                                copy(FILM, SERVER),
                                                copy(CLIP, FIRST),
                                                copy(CLIP, SECOND),
                                                copy(NEWS, SECOND))));
    }

    @Test
    default void knowsWhoHoldsAContent() {
        fill();
        transactions()
                .change(stores -> {
                    assertThat(stores.originCopies().ofContents(List.of())).isEmpty();
                    assertThat(stores.originCopies().ofContents(List.of(FILM, NEWS)))
                            .containsExactly(
                                    copy(FILM, FIRST), copy(FILM, SERVER), copy(NEWS, SECOND));
                    assertThat(stores.originCopies().heldBy(FIRST, List.of(FILM, NEWS)))
                            .containsExactly(FILM);
                    assertThat(stores.originCopies().heldBy(SECOND, List.of())).isEmpty();
                    assertThat(stores.originCopies().ofHolder(FIRST, Optional.empty(), 1))
                            .containsExactly(copy(FILM, FIRST));
                    assertThat(stores.originCopies().ofHolder(FIRST, Optional.of(FILM), 9))
                            .containsExactly(copy(CLIP, FIRST));
                    assertThat(stores.originCopies().count(FIRST)).isEqualTo(2);
                    assertThat(stores.originCopies().count(SERVER)).isEqualTo(1);
                });
    }

    @Test
    default void aCopyThatIsKnownKeepsItsTime() {
        fill();
        transactions()
                .change(stores ->
                        stores.originCopies()
                                .addAll(
                                        List.of(
                                                new OriginCopy(
                                                        FILM,
                                                        FIRST,
                                                        Fixtures.T0.plusSeconds(60)))));
        assertThat(copiesOf(FILM)).contains(copy(FILM, FIRST)).hasSize(2);
    }

    @Test
    default void takesBackWhatAHolderNoLongerHas() {
        fill();
        transactions()
                .change(stores -> {
                    stores.originCopies().removeAll(FIRST, List.of());
                    stores.originCopies().removeAll(FIRST, List.of(FILM, NEWS));
                });
        assertThat(copiesOf(FILM)).containsExactly(copy(FILM, SERVER));
        assertThat(copiesOf(NEWS)).containsExactly(copy(NEWS, SECOND));

        transactions().change(stores -> stores.originCopies().removeHolder(SECOND));
        assertThat(copiesOf(NEWS)).isEmpty();
        assertThat(copiesOf(CLIP)).containsExactly(copy(CLIP, FIRST));
    }

    private List<OriginCopy> copiesOf(Checksum content) {
        return transactions().read(stores -> stores.originCopies().ofContents(List.of(content)));
    }

    @Test
    default void keepsTheManagers() {
        ManagerNode one = node(7, 1, "one", Fixtures.T0);
        ManagerNode two = node(8, 0, "two", Fixtures.T0);
        transactions()
                .change(stores -> {
                    stores.managers().put(one);
                    stores.managers().put(two);
                });
        transactions()
                .change(stores -> {
                    assertThat(stores.managers().all()).containsExactly(two, one);
                    Instant later = Fixtures.T0.plusSeconds(3);
                    assertThat(stores.managers().seen(one.id(), one.startedAt(), later)).isTrue();
                    assertThat(stores.managers().seen(one.id(), later, later.plusSeconds(1)))
                            .as("another start")
                            .isFalse();
                    assertThat(stores.managers().seen(new ManagerId(9), one.startedAt(), later))
                            .isFalse();
                    stores.managers().put(node(8, 2, "moved", Fixtures.T0));
                });
        transactions()
                .change(stores -> {
                    assertThat(stores.managers().find(new ManagerId(7)))
                            .contains(node(7, 1, "one", Fixtures.T0.plusSeconds(3)));
                    assertThat(stores.managers().find(new ManagerId(8)))
                            .contains(node(8, 2, "moved", Fixtures.T0));
                    assertThat(stores.managers().remove(new ManagerId(8))).isTrue();
                    assertThat(stores.managers().remove(new ManagerId(8))).isFalse();
                    assertThat(stores.managers().all()).hasSize(1);
                });
    }

    @Test
    default void theFirstFingerprintOfAKeyIsItsOnlyOne() {
        assertThat(agree("token-key", FILM)).isEqualTo(FILM);
        assertThat(agree("token-key", CLIP)).isEqualTo(FILM);
        assertThat(agree("other-key", CLIP)).isEqualTo(CLIP);
    }

    private Checksum agree(String name, Checksum fingerprint) {
        return transactions()
                .write(stores -> stores.sharedKeys().agree(name, fingerprint, Fixtures.T0));
    }

    @Test
    default void sendsReadersToHoldersThatLive() {
        fill();
        Instant now = Fixtures.T0.plusSeconds(60);
        transactions()
                .change(stores -> {
                    stores.managers().put(node(7, 0, "one", now.minusSeconds(14)));
                    stores.managers().put(node(8, 1, "two", now.minusSeconds(15)));
                });
        URI own = URI.create("http://own:8080/origin/v1");
        URI one = URI.create("http://one:8080/origin/v1");
        URI two = URI.create("http://two:8080/origin/v1");
        ServerId reader = new ServerId(11);
        transactions()
                .change(stores -> {
                    OriginSources.Found found =
                            new OriginSources(own).of(stores, List.of(FILM, CLIP, NEWS), now);
                    assertThat(found.of(FILM, reader)).containsExactly(one);
                    assertThat(found.of(CLIP, reader)).containsExactly(one);
                    assertThat(found.isHeld(CLIP)).isTrue();
                    // nobody who lives: the one that may come back
                    assertThat(found.of(NEWS, reader)).containsExactly(two);
                    assertThat(found.isHeld(NEWS)).isFalse();
                    // nobody at all
                    assertThat(found.of(Checksum.of("dd".repeat(32)), reader)).containsExactly(own);
                    stores.managers().seen(new ManagerId(8), Fixtures.T0, now);
                });
        transactions()
                .change(stores -> {
                    OriginSources.Found found =
                            new OriginSources(own).of(stores, List.of(CLIP), now);
                    assertThat(found.of(CLIP, reader)).containsExactlyInAnyOrder(one, two);
                    long firstAtOne =
                            java.util.stream.LongStream.rangeClosed(1, 1000)
                                    .filter(id ->
                                            found.of(CLIP, new ServerId(id)).getFirst().equals(one))
                                    .count();
                    assertThat(firstAtOne).isBetween(400L, 600L);
                });
    }
}
