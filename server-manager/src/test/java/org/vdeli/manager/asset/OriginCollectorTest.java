package org.vdeli.manager.asset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.InMemoryTransactions;
import org.vdeli.manager.origin.OriginCopy;
import org.vdeli.manager.origin.OriginHolder;

class OriginCollectorTest {
    private static final OriginHolder SELF = OriginHolder.of(new ManagerId(1));
    private static final Duration UNKNOWN = Duration.ofDays(7);

    @TempDir Path data;
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private Instant now = Fixtures.T0;
    private OriginStore store;
    private OriginCollector collector;

    @BeforeEach
    void open() throws IOException {
        transactions.change(Fixtures::world);
        store = new OriginStore(data);
        takeIn(new byte[] {1});
        collector =
                new OriginCollector(
                        transactions,
                        store,
                        new OriginRegister(transactions, store, SELF, () -> now),
                        UNKNOWN,
                        () -> now);
    }

    @Test
    void removesTheContentOfADeletedAssetAfterAWhile() {
        goRound();
        now = now.plus(OriginCollector.GRACE);
        goRound();
        assertThat(store.find(Fixtures.SUM)).isPresent();

        transactions.change(stores ->
                stores.assets().changeState(List.of(new AssetId(21)), AssetState.DELETED));
        goRound();
        now = now.plus(OriginCollector.GRACE).minusSeconds(1);
        goRound();
        assertThat(store.find(Fixtures.SUM)).isPresent();
        now = now.plusSeconds(1);
        goRound();

        assertThat(store.find(Fixtures.SUM)).isEmpty();
        assertThat(registered()).isEmpty();
    }

    @Test
    void registersWhatIsThereAndTakesBackWhatIsNot() {
        Checksum lost = Checksum.of("ff".repeat(32));
        transactions.change(
                stores -> stores.originCopies().addAll(List.of(new OriginCopy(lost, SELF, now))));
        collector.turn();
        assertThat(registered()).containsExactly(Fixtures.SUM);
    }

    private List<Checksum> registered() {
        return transactions.read(stores ->
                stores.originCopies().ofHolder(SELF, Optional.empty(), 100).stream()
                        .map(OriginCopy::checksum)
                        .toList());
    }

    @Test
    void keepsWhatTheDatabaseNeverHeardOfForLonger() throws IOException {
        Checksum forgotten = Checksum.ofContent(new byte[] {9});
        takeIn(new byte[] {9});
        goRound();
        now = now.plus(UNKNOWN).minusSeconds(1);
        goRound();
        assertThat(store.find(forgotten)).isPresent();

        now = now.plusSeconds(1);
        goRound();
        assertThat(store.find(forgotten)).isEmpty();
    }

    @Test
    void keepsWhatIsTakenInWhileItLooks() throws IOException {
        store.beginCollection();
        takeIn(new byte[] {1});
        assertThat(store.remove(Fixtures.SUM)).isFalse();
        assertThat(store.find(Fixtures.SUM)).isPresent();

        store.beginCollection();
        assertThat(store.remove(Fixtures.SUM)).isTrue();
        assertThat(store.find(Fixtures.SUM)).isEmpty();
    }

    private void goRound() {
        for (int i = 0; i < OriginStore.FOLDERS; i++) {
            collector.turn();
        }
    }

    private void takeIn(byte[] content) throws IOException {
        Path file = Files.write(data.resolve("file"), content);
        store.takeIn(file, ByteCount.of(content.length), Checksum.ofContent(content));
        Files.delete(file);
    }
}
