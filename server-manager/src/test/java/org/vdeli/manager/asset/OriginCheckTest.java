package org.vdeli.manager.asset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.InMemoryTransactions;
import org.vdeli.manager.origin.OriginCopy;
import org.vdeli.manager.origin.OriginHolder;

class OriginCheckTest {
    private static final AssetId ASSET = new AssetId(21);
    private static final OriginHolder SELF = OriginHolder.of(new ManagerId(1));
    private static final OriginHolder OTHER = OriginHolder.of(new ManagerId(2));

    @TempDir Path data;
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final AtomicLong ids = new AtomicLong(100);
    private Instant now = Fixtures.T0;
    private OriginStore store;
    private OriginCheck check;

    @BeforeEach
    void open() throws IOException {
        transactions.change(Fixtures::world);
        store = new OriginStore(data);
        takeIn();
        AlarmDesk alarms =
                new AlarmDesk(transactions, ids::incrementAndGet, () -> now, Changes.IGNORED);
        OriginRegister register = new OriginRegister(transactions, store, SELF, () -> now);
        check = new OriginCheck(transactions, store, register, alarms, () -> now);
        register.compareAll();
        now = now.plusSeconds(1);
    }

    @Test
    void leavesAWholeContentAlone() {
        check.suspect(ASSET);
        check.turn();
        assertThat(store.find(Fixtures.SUM)).isPresent();
        assertThat(openAlarms()).isEmpty();
    }

    @Test
    void setsADamagedContentAsideUntilItIsUploadedAgain() throws IOException {
        Files.write(store.find(Fixtures.SUM).orElseThrow(), new byte[] {9});
        check.suspect(ASSET);
        check.turn();
        assertThat(store.find(Fixtures.SUM)).isEmpty();
        assertThat(openAlarms())
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.code()).isEqualTo("origin-damaged");
                    assertThat(alarm.text())
                            .isEqualTo(
                                    "The origin's content of acme/default/a.mp4 is damaged and was"
                                            + " set aside; upload the same file again, and look at the"
                                            + " manager's disk");
                });

        takeIn();
        check.turn();

        assertThat(store.find(Fixtures.SUM))
                .get()
                .satisfies(file -> assertThat(file).hasBinaryContent(new byte[] {1}));
        assertThat(openAlarms()).isEmpty();
    }

    @Test
    void anothersWholeCopyServesReadersButMendsNothing() throws IOException {
        transactions.change(stores ->
                stores.originCopies().addAll(List.of(new OriginCopy(Fixtures.SUM, OTHER, now))));
        now = now.plusSeconds(1);
        Files.write(store.find(Fixtures.SUM).orElseThrow(), new byte[] {9});
        check.suspect(ASSET);
        check.turn();
        check.turn();
        assertThat(holders()).containsExactly(OTHER);
        assertThat(openAlarms()).hasSize(1);

        takeIn();
        check.turn();
        assertThat(holders()).containsExactly(SELF, OTHER);
        assertThat(openAlarms()).isEmpty();
    }

    private List<OriginHolder> holders() {
        return transactions.read(stores ->
                stores.originCopies().ofContents(List.of(Fixtures.SUM)).stream()
                        .map(OriginCopy::holder)
                        .toList());
    }

    @Test
    void readsAContentAgainAtMostOnceAnHour() throws IOException {
        check.suspect(ASSET);
        check.turn();
        Files.write(store.find(Fixtures.SUM).orElseThrow(), new byte[] {9});
        check.suspect(ASSET);
        check.turn();
        assertThat(openAlarms()).isEmpty();
        now = now.plus(Duration.ofHours(1));
        check.suspect(ASSET);
        check.turn();
        assertThat(openAlarms()).hasSize(1);
    }

    private void takeIn() throws IOException {
        Path file = Files.write(data.resolve("file"), new byte[] {1});
        store.takeIn(file, ByteCount.of(1), Fixtures.SUM);
        Files.delete(file);
    }

    private List<Alarm> openAlarms() {
        return transactions.read(stores -> stores.alarms().allOpen());
    }
}
