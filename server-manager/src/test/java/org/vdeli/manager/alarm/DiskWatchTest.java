package org.vdeli.manager.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.ftp.upload.DiskReserve;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.InMemoryTransactions;

class DiskWatchTest {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong free = new AtomicLong(1000);
    private final DiskWatch watch =
            new DiskWatch(
                    new DiskReserve(free::get, ByteCount.of(100)),
                    new AlarmDesk(
                            transactions,
                            ids::incrementAndGet,
                            InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")),
                            Changes.IGNORED),
                    "manager-0");

    private List<Alarm> open() {
        return transactions.read(stores -> stores.alarms().allOpen());
    }

    @Test
    void raisesOneAlarmWhileTheReserveIsTouchedAndClearsItAboveIt() {
        watch.turn();
        assertThat(open()).isEmpty();

        free.set(99);
        watch.turn();
        watch.turn();
        assertThat(open()).hasSize(1);
        assertThat(open().getFirst().code()).isEqualTo("manager-disk");
        assertThat(open().getFirst().severity()).isEqualTo(AlarmSeverity.CRITICAL);
        assertThat(open().getFirst().text())
                .isEqualTo(
                        "The disk of manager-0 has less than 100 B free, and uploads are refused:"
                                + " make room on it");

        free.set(105);
        watch.turn();
        assertThat(open()).hasSize(1);
        free.set(110);
        watch.turn();
        assertThat(open()).isEmpty();
    }
}
