package org.vdeli.console.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.value.GeoPoint;

final class AreasTest {
    private final Areas alps = areas(48, 5, 48, 15, 44, 15, 44, 5);

    @Test
    void containsWhatIsInsideAndOnTheSides() {
        assertThat(alps.contains(new GeoPoint(46.0, 10.0))).isTrue();
        assertThat(alps.contains(new GeoPoint(48.0, 10.0))).isTrue();
        assertThat(alps.contains(new GeoPoint(49.0, 10.0))).isFalse();
    }

    @Test
    void goesAcrossTheDateLine() {
        Areas pacific = areas(10, 170, 10, -160, -20, -160, -20, 170);

        assertThat(pacific.contains(new GeoPoint(-18.1, 178.4))).isTrue();
        assertThat(pacific.contains(new GeoPoint(-13.8, -171.8))).isTrue();
        assertThat(pacific.contains(new GeoPoint(0.0, 0.0))).isFalse();
        assertThat(pacific.bounds()[2] - pacific.bounds()[0]).isCloseTo(30 / 360.0, within(1e-9));
    }

    @Test
    void anOutlineThatCrossesItselfIsFaulty() {
        assertThat(alps.fault()).isEmpty();
        assertThat(areas(48, 5, 44, 15, 48, 15, 44, 5).fault())
                .hasValueSatisfying(at -> assertThat(at.longitude()).isCloseTo(10, within(0.1)));
        assertThat(areas(48, 5, 46, 5, 44, 5).fault()).isPresent();
    }

    @Test
    void sharingASideIsNoOverlap() {
        assertThat(alps.overlaps(areas(44, 5, 44, 15, 40, 15, 40, 5))).isFalse();
        assertThat(alps.overlaps(areas(45, 10, 45, 20, 40, 20, 40, 10))).isTrue();
        assertThat(
                        areas(10, 170, 10, -160, -20, -160, -20, 170)
                                .overlaps(areas(0, -175, 0, -165, -5, -165, -5, -175)))
                .isTrue();
    }

    @Test
    void aCornerIsNearerThanASide() {
        double x = Mercator.x(5.1);
        double y = Mercator.y(47.9);

        var corner = alps.nearest(x, y, 0.001).orElseThrow();
        var side = alps.nearest(Mercator.x(10), y, 0.001).orElseThrow();

        assertThat(corner.x).isEqualTo(Mercator.x(5));
        assertThat(corner.y).isEqualTo(Mercator.y(48));
        assertThat(side.x).isCloseTo(Mercator.x(10), within(1e-9));
        assertThat(side.y).isEqualTo(Mercator.y(48));
        assertThat(alps.nearest(Mercator.x(30), y, 0.001)).isEmpty();
    }

    private static Areas areas(double... degrees) {
        List<GeoPoint> corners = new java.util.ArrayList<>();
        for (int i = 0; i < degrees.length; i += 2) {
            corners.add(new GeoPoint(degrees[i], degrees[i + 1]));
        }
        return Areas.of(corners).orElseThrow();
    }
}
