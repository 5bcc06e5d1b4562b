package org.vdeli.console.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.vdeli.contracts.value.GeoPoint;

/// Where a fake fleet stands: at 24 cities, the later clusters in the country around them.
final class FakePlaces {
    /// Latitude, longitude and region of each site of [FakeFleet].
    private static final double[][] SITES = {
        {51.5, -0.4, 0},
        {49.0, 2.5, 0},
        {50.0, 8.6, 0},
        {52.3, 4.8, 0},
        {59.6, 17.9, 0},
        {52.2, 21.0, 0},
        {40.5, -3.6, 1},
        {45.6, 8.7, 1},
        {37.9, 23.9, 1},
        {40.6, -73.8, 2},
        {42.0, -87.9, 2},
        {37.4, -121.9, 2},
        {32.9, -97.0, 2},
        {-23.4, -46.5, 3},
        {-34.8, -58.5, 3},
        {4.7, -74.1, 3},
        {1.4, 103.9, 4},
        {22.3, 113.9, 4},
        {35.8, 140.4, 4},
        {-33.9, 151.2, 4},
        {19.1, 72.9, 4},
        {-26.1, 28.2, 5},
        {6.6, 3.3, 5},
        {-1.3, 36.9, 5}
    };

    /// Corners of the first six regions, latitude before longitude.
    private static final double[][] AREAS = {
        {70.5, 24, 66, 31, 47.2, 29.5, 47.2, 9.5, 46.6, -4.8, 58.5, -8.6},
        {46.3, -10, 46.3, 28.5, 35, 27.5, 35.6, -9.6},
        {50, -128, 52, -64, 40, -68, 25, -80, 15, -97, 30, -118},
        {12, -80, 11, -62, -6, -34, -24, -39, -55, -66, -50, -76, -18, -72, -4, -82},
        {48, 68, 50, 150, 12, 158, -30, 160, -46, 148, -38, 112, 2, 92, 4, 72},
        {36, -6, 31, 32, 12, 52, -26, 38, -36, 20, 4, 7, 14, -18}
    };

    private FakePlaces() {}

    static int regionOf(int cluster) {
        return (int) SITES[cluster % SITES.length][2];
    }

    static GeoPoint site(int cluster) {
        double[] site = SITES[cluster % SITES.length];
        if (cluster < SITES.length) {
            return new GeoPoint(site[0], site[1]);
        }
        Random random = new Random(cluster * 7919L);
        // the first number of seeds that follow each other is nearly the same
        random.nextDouble();
        return new GeoPoint(
                site[0] + random.nextDouble(-7, 7), site[1] + random.nextDouble(-10, 10));
    }

    static List<GeoPoint> area(int region) {
        if (region < AREAS.length) {
            double[] area = AREAS[region];
            List<GeoPoint> corners = new ArrayList<>();
            for (int i = 0; i < area.length; i += 2) {
                corners.add(new GeoPoint(area[i], area[i + 1]));
            }
            return corners;
        }
        double[] middle = SITES[region * 7 % SITES.length];
        Random random = new Random(region);
        List<GeoPoint> corners = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            double angle = -2 * Math.PI * i / 9;
            double far = random.nextDouble(5, 11);
            corners.add(
                    new GeoPoint(
                            middle[0] + far * Math.sin(angle),
                            middle[1] + 1.6 * far * Math.cos(angle)));
        }
        return corners;
    }
}
