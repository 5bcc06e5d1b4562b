package org.vdeli.router.place;

import java.util.Optional;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.router.map.FleetIndex;

/// Where a client is.
///
/// @param source how that is known
/// @param site number of the cluster to which an operator's network leads, or -1
/// @param area number of the region to which an operator's network leads, or -1
/// @param x,y,z the place as a unit vector, all zero when it is not known
/// @param point the place, if it is one on the Earth
public record Place(
        Source source, int site, int area, double x, double y, double z, Optional<GeoPoint> point) {
    /// How the place is known.
    public enum Source {
        /// An operator's prefix.
        NETWORK("an operator's network prefix"),
        /// The client said it.
        CLIENT("coordinates that the client passed"),
        /// A database of addresses.
        DATABASE("the address database"),
        /// It is not known.
        NONE("nothing: no prefix, no coordinates, no precise entry of an address database");

        private final String words;

        Source(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /// Not known.
    public static final Place NOWHERE = new Place(Source.NONE, -1, -1, 0, 0, 0, Optional.empty());

    /// A point on the Earth.
    public static Place at(GeoPoint point, Source source) {
        double[] vector = FleetIndex.vector(point);
        return new Place(source, -1, -1, vector[0], vector[1], vector[2], Optional.of(point));
    }

    /// In a cluster.
    static Place inSite(FleetIndex fleet, int site) {
        GeoPoint point = fleet.site(site).position();
        double[] vector = FleetIndex.vector(point);
        return new Place(
                Source.NETWORK,
                site,
                fleet.areaOf(site),
                vector[0],
                vector[1],
                vector[2],
                Optional.of(point));
    }

    /// Somewhere in a region: it counts as the middle of its clusters.
    static Place inArea(FleetIndex fleet, int area) {
        double[] middle = fleet.middle(area);
        double length = Math.sqrt(dot(middle, middle));
        if (length < 1e-9) {
            return new Place(Source.NETWORK, -1, area, 0, 0, 0, Optional.empty());
        }
        double x = middle[0] / length;
        double y = middle[1] / length;
        double z = middle[2] / length;
        GeoPoint point =
                new GeoPoint(
                        Math.toDegrees(Math.asin(Math.clamp(z, -1, 1))),
                        Math.toDegrees(Math.atan2(y, x)));
        return new Place(Source.NETWORK, -1, area, x, y, z, Optional.of(point));
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    /// Whether distances from it mean anything.
    public boolean isOnTheEarth() {
        return point.isPresent();
    }
}
