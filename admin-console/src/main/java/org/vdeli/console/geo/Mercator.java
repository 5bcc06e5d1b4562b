package org.vdeli.console.geo;

import org.vdeli.contracts.value.GeoPoint;

/// Web Mercator (EPSG:3857) on a square of side 1: x grows eastwards from 180° W, y southwards from
/// 85.05° N. A shape that crosses the 180th meridian goes on beyond 0 or 1.
public final class Mercator {
    /// Where the square map ends, in degrees.
    public static final double MAX_LATITUDE = 85.051_128_779_806_59;

    private Mercator() {}

    public static double x(double longitude) {
        return (longitude + 180) / 360;
    }

    public static double y(double latitude) {
        double phi = Math.toRadians(Math.clamp(latitude, -MAX_LATITUDE, MAX_LATITUDE));
        return 0.5 - Math.log(Math.tan(Math.PI / 4 + phi / 2)) / (2 * Math.PI);
    }

    /// The place at a point of the map, whichever turn round the Earth it lies on.
    public static GeoPoint place(double x, double y) {
        double turn = x - Math.floor(x);
        double latitude =
                Math.toDegrees(2 * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - Math.PI / 2);
        return new GeoPoint(rounded(latitude), rounded(turn * 360 - 180));
    }

    /// A hundred thousandth of a degree is a metre: nobody draws more exactly.
    private static double rounded(double degrees) {
        return Math.rint(degrees * 1e5) / 1e5;
    }
}
