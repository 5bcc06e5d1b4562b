package org.vdeli.installers.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.installers.testbed.NetworkShape.WanChange;

class NetworkShapeTest {
    private static final ByteCount FILE = ByteCount.mebibytes(64);

    @Test
    void isBoundByTheWanOfAClusterInTheUsualSetting() {
        NetworkShape usual = shape(4, Map.of());
        // 64 MiB are 536.87 Mbit: at 50 Mbit/s.
        assertThat(usual.bound(FILE)).isEqualTo(Duration.ofNanos(10_737_418_240L));
        assertThat(shape(8, Map.of()).bound(FILE)).isEqualTo(usual.bound(FILE));
        assertThat(usual.clusterBound(3, FILE)).isEqualTo(usual.bound(FILE));
    }

    @Test
    void isBoundByTheOriginWhereThatIsSlower() {
        assertThat(shape(4, Map.of("ORIGIN_UP", "20")).bound(FILE))
                .isEqualTo(Duration.ofNanos(26_843_545_600L));
    }

    @Test
    void isBoundByAllUplinksTogetherWhereTheyAreSlow() {
        // 4 copies of 536.87 Mbit by 100 + 4 x 10 Mbit/s.
        assertThat(shape(4, Map.of("WAN_UP", "10")).bound(FILE))
                .isEqualTo(Duration.ofNanos(15_339_168_914L));
    }

    @Test
    void isBoundByTheSlowestCluster() {
        NetworkShape unequal =
                new NetworkShape(4, 4, Map.of(), List.of(WanChange.parse("1:rate=10")));
        assertThat(unequal.wanDown(1)).isEqualTo(Bitrate.megabits(10));
        assertThat(unequal.wanUp(1)).isEqualTo(Bitrate.megabits(10));
        assertThat(unequal.wanDown(0)).isEqualTo(Bitrate.megabits(50));
        assertThat(unequal.bound(FILE)).isEqualTo(Duration.ofNanos(53_687_091_200L));
        assertThat(unequal.clusterBound(0, FILE)).isEqualTo(Duration.ofNanos(10_737_418_240L));
    }

    @Test
    void takesTheLastChangeOfADirection() {
        NetworkShape shape =
                new NetworkShape(
                        2,
                        1,
                        Map.of(),
                        List.of(
                                WanChange.parse("0:rate=10"),
                                WanChange.parse("0:rate.ba=2.5"),
                                WanChange.parse("0:delay=80")));
        assertThat(shape.wanDown(0)).isEqualTo(Bitrate.megabits(10));
        assertThat(shape.wanUp(0)).isEqualTo(Bitrate.of(2_500_000));
    }

    @Test
    void takesZeroForNoLimit() {
        NetworkShape open = shape(2, Map.of("ORIGIN_UP", "0", "WAN_UP", "0"));
        assertThat(open.bound(FILE)).isEqualTo(Duration.ofNanos(10_737_418_240L));
        NetworkShape all =
                shape(2, Map.of("ORIGIN_UP", "0", "WAN_UP", "0", "WAN_DOWN", "0", "LAN", "0"));
        assertThat(all.bound(FILE)).isZero();
    }

    @Test
    void knowsWhatAStarTakes() {
        // 16 copies by 100 Mbit/s.
        assertThat(shape(4, Map.of()).starTime(FILE)).isEqualTo(Duration.ofNanos(85_899_345_920L));
        // 4 copies by each 50 Mbit/s where the origin is no bottleneck.
        assertThat(shape(4, Map.of("ORIGIN_UP", "1000")).starTime(FILE))
                .isEqualTo(Duration.ofNanos(42_949_672_960L));
    }

    @Test
    void tellsTheScriptWhatItWasTold() {
        assertThat(shape(3, Map.of("WAN_LOSS", "1", "CC", "bbr")).arguments())
                .containsExactly("CLUSTERS=3", "EDGES=4", "HOSTS=", "CC=bbr", "WAN_LOSS=1");
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> shape(0, Map.of()))
                .hasMessage("there must be 1 to 250 clusters of 1 to 240 edges, not 0 of 4");
        assertThatThrownBy(() -> shape(4, Map.of("EDGES", "5")))
                .hasMessage("EDGES cannot be set here: there is an option for it, or no use");
        assertThatThrownBy(() -> shape(4, Map.of("WAN_UP", "fast")))
                .hasMessage("WAN_UP must be a number of Mbit/s");
        assertThatThrownBy(() ->
                        new NetworkShape(4, 4, Map.of(), List.of(WanChange.parse("4:rate=1"))))
                .hasMessage("there is no cluster 4 for 4:rate=1");
        assertThatThrownBy(() -> WanChange.parse("rate=1"))
                .hasMessage("must be CLUSTER:KEY=VALUE, such as 1:rate=10, not rate=1");
    }

    private static NetworkShape shape(int clusters, Map<String, String> settings) {
        return new NetworkShape(clusters, 4, settings, List.of());
    }
}
