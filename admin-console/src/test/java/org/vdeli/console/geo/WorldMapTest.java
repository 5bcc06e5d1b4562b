package org.vdeli.console.geo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WorldMapTest {
    private final WorldMap world = WorldMap.bundled();

    @Test
    void holdsTheWorldWithoutAntarctica() {
        assertThat(world.land()).hasSize(1320);
        assertThat(world.borders()).hasSize(362);
        assertThat(world.land())
                .allSatisfy(ring -> assertThat(ring.minY()).isLessThan((float) Mercator.y(-60)));
    }

    @Test
    void noRingJumpsAtTheDateLine() {
        for (WorldMap.Shape ring : world.land()) {
            float[] xs = ring.xs(WorldMap.MAX_LEVEL);
            for (int i = 1; i < xs.length; i++) {
                assertThat(Math.abs(xs[i] - xs[i - 1])).isLessThan(0.5f);
            }
        }
        assertThat(world.land()).anySatisfy(ring -> assertThat(ring.maxX()).isGreaterThan(1f));
    }

    @Test
    void fewPointsFromAfarAllFromNear() {
        assertThat(points(2)).isLessThan(9_000);
        assertThat(points(WorldMap.MAX_LEVEL)).isGreaterThan(50_000);
    }

    @Test
    void londonIsOnLandAndTheAtlanticIsNot() {
        assertThat(isLand(51.5, -0.4)).isTrue();
        assertThat(isLand(-33.7, 150.9)).isTrue();
        assertThat(isLand(40, -40)).isFalse();
    }

    private int points(int zoom) {
        return world.land().stream()
                .filter(ring -> ring.isSeenAt(zoom))
                .mapToInt(ring -> ring.xs(zoom).length)
                .sum();
    }

    /// By the even-odd rule, as it is drawn.
    private boolean isLand(double latitude, double longitude) {
        double x = Mercator.x(longitude);
        double y = Mercator.y(latitude);
        boolean inside = false;
        for (WorldMap.Shape ring : world.land()) {
            float[] xs = ring.xs(WorldMap.MAX_LEVEL);
            float[] ys = ring.ys(WorldMap.MAX_LEVEL);
            for (int i = 0, j = xs.length - 1; i < xs.length; j = i++) {
                if (ys[i] > y != ys[j] > y
                        && x < (xs[j] - xs[i]) * (y - ys[i]) / (ys[j] - ys[i]) + xs[i]) {
                    inside = !inside;
                }
            }
        }
        return inside;
    }
}
