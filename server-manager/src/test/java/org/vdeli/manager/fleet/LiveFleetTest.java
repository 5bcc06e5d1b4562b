package org.vdeli.manager.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;

class LiveFleetTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final ServerId SERVER = new ServerId(1);
    private final LiveFleet live = new LiveFleet(InstantSource.fixed(NOW));

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
