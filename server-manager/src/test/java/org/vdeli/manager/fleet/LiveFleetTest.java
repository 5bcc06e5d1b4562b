package org.vdeli.manager.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.InventoryDigest;

class LiveFleetTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final ServerId SERVER = new ServerId(4);

    private final LiveFleet live = new LiveFleet(InstantSource.fixed(NOW));

    private static Report.Heartbeat heartbeat(Instant startedAt, long sequence) {
        return new Report.Heartbeat(
                SERVER,
                startedAt.plusSeconds(sequence),
                sequence,
                startedAt,
                "1",
                ByteCount.ZERO,
                ByteCount.ZERO,
                ByteCount.ZERO,
                InventoryDigest.EMPTY,
                0,
                0,
                true);
    }

    private static Report.Sample sample(Instant from, long sequence) {
        return new Report.Sample(
                SERVER,
                from,
                Duration.ofSeconds(10),
                sequence,
                new Report.Connections(0, 0, 0, 0, 0L, 0L, 0L),
                new Report.Traffic(
                        0L,
                        ByteCount.ZERO,
                        Report.StatusClasses.NONE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        0L),
                new Report.Machine(
                        0.0, 0.0, ByteCount.ZERO, ByteCount.ZERO, ByteCount.ZERO, ByteCount.ZERO),
                List.of());
    }

    private Optional<Report.Heartbeat> last() {
        return live.lastHeard(SERVER).map(LiveFleet.Heard::heartbeat);
    }

    @Test
    void keepsTheNewestHeartbeatWhenAnOlderOneComesLate() {
        live.heard(heartbeat(NOW, 7));
        live.heard(heartbeat(NOW.plusSeconds(60), 1));
        live.heard(heartbeat(NOW, 8));

        assertThat(last()).contains(heartbeat(NOW.plusSeconds(60), 1));
    }

    @Test
    void followsAServerWhoseClockWasSetBack() {
        live.heard(heartbeat(NOW, 7));
        Instant earlier = NOW.minusSeconds(3600);
        live.heard(heartbeat(earlier, 1));
        live.heard(heartbeat(earlier, 2));
        live.heard(heartbeat(earlier, 3));

        assertThat(last()).contains(heartbeat(earlier, 3));
    }

    @Test
    void keepsTheNewestSample() {
        live.sampled(sample(NOW, 5));
        live.sampled(sample(NOW.minusSeconds(10), 4));

        assertThat(live.lastSample(SERVER)).contains(sample(NOW, 5));
    }

    @Test
    void takesSamplesOfAServerThatLostItsCountOrWhoseClockWasSetBack() {
        live.sampled(sample(NOW, 500));
        live.sampled(sample(NOW.plusSeconds(10), 1));
        assertThat(live.lastSample(SERVER)).contains(sample(NOW.plusSeconds(10), 1));

        live.sampled(sample(NOW.minusSeconds(3600), 2));
        assertThat(live.lastSample(SERVER)).contains(sample(NOW.minusSeconds(3600), 2));
    }

    @Test
    void remembersTheNewestFillsOfAServerThatInventsThem() {
        for (long asset = 1; asset <= 1000; asset++) {
            live.progressed(
                    new Report.Progress(
                            SERVER,
                            NOW.plusSeconds(asset),
                            new JobId(asset),
                            1,
                            new AssetId(asset),
                            ByteCount.ZERO,
                            ByteCount.of(10),
                            Bitrate.ZERO));
        }
        assertThat(live.progress(new AssetId(900), SERVER)).isEmpty();
        assertThat(live.progress(new AssetId(901), SERVER)).isPresent();
        assertThat(live.progress(new AssetId(1000), SERVER)).isPresent();
    }
}
