package org.vdeli.console.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.vdeli.contracts.value.GeoPoint;

final class CameraTest {
    private final Camera world = Camera.world(1200, 800);

    @Test
    void theWorldFillsTheView() {
        assertThat(world.scale()).isGreaterThanOrEqualTo(1200);
        assertThat(world.mapY(0)).isGreaterThanOrEqualTo(0);
        assertThat(world.zoomed(0.01, 600, 400).isNear(world)).isTrue();
    }

    @Test
    void zoomKeepsWhatIsUnderThePointer() {
        double atX = world.mapX(300);
        double atY = world.mapY(500);

        Camera near = world.zoomed(4, 300, 500);

        assertThat(near.scale()).isEqualTo(world.scale() * 4);
        assertThat(near.screenX(atX)).isCloseTo(300, within(1.0));
        assertThat(near.screenY(atY)).isCloseTo(500, within(1.0));
    }

    @Test
    void panMovesByWholePixels() {
        Camera near = world.zoomed(10, 600, 400);
        double x = near.screenX(0.5);

        Camera moved = near.panned(37, -12);

        assertThat(moved.originX() - near.originX()).isEqualTo(37);
        assertThat(moved.originY() - near.originY()).isEqualTo(-12);
        assertThat(moved.screenX(0.5)).isCloseTo(x + 37, within(1e-6));
    }

    @Test
    void panGoesRoundTheEarthAndNotBeyondThePoles() {
        Camera near = world.zoomed(4, 600, 400);

        Camera round = near.panned(-near.scale() * 0.75, 0);
        Camera north = near.panned(0, 1e6);

        assertThat(round.x()).isBetween(0.0, 1.0);
        assertThat(north.mapY(0)).isCloseTo(Camera.TOP, within(1e-3));
    }

    @Test
    void aPaneAtTheRightMovesNothing() {
        Camera near = world.zoomed(4, 600, 400);

        Camera narrow = near.resized(864, 800);

        assertThat(narrow.screenX(near.mapX(100))).isCloseTo(100, within(1.0));
        assertThat(narrow.screenY(near.mapY(100))).isCloseTo(100, within(1.0));
        assertThat(narrow.scale()).isEqualTo(near.scale());
    }

    @Test
    void fliesTheShortWayRound() {
        Camera fiji = new Camera(0.99, 0.5, 20_000, 1200, 800);
        Camera samoa = new Camera(0.02, 0.5, 20_000, 1200, 800);

        Camera half = fiji.toward(samoa, 0.5);

        assertThat(half.x()).isCloseTo(0.005, within(1e-9));
        assertThat(samoa.isNear(fiji.toward(samoa, 1))).isTrue();
    }

    @Test
    void mercatorThereAndBack() {
        GeoPoint there = new GeoPoint(-33.86785, 151.20732);

        GeoPoint back =
                Mercator.place(Mercator.x(there.longitude()) + 1, Mercator.y(there.latitude()));

        assertThat(back.latitude()).isCloseTo(there.latitude(), within(1e-5));
        assertThat(back.longitude()).isCloseTo(there.longitude(), within(1e-5));
    }
}
