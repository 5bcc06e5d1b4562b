package org.vdeli.console.geo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.algorithm.locate.SimplePointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineSegment;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;
import org.vdeli.contracts.value.GeoPoint;

/// A region's outline on the map, as one closed ring. Its sides are straight lines on the map of
/// [Mercator]. One that crosses the 180th meridian goes on beyond the map's edge.
public final class Areas {
    private static final GeometryFactory GEOMETRY = new GeometryFactory();

    private final List<GeoPoint> corners;
    private final Coordinate[] ring;
    private final Polygon polygon;

    private Areas(List<GeoPoint> corners) {
        this.corners = List.copyOf(corners);
        this.ring = ring(corners);
        this.polygon = GEOMETRY.createPolygon(ring);
    }

    /// The area within these corners; empty when there are fewer than three.
    public static Optional<Areas> of(List<GeoPoint> corners) {
        return corners.size() < 3 ? Optional.empty() : Optional.of(new Areas(corners));
    }

    /// Points of the map for places, each at the turn of the Earth nearest to the one before.
    public static List<Coordinate> unwrapped(List<GeoPoint> places) {
        List<Coordinate> points = new ArrayList<>(places.size());
        double before = Double.NaN;
        for (GeoPoint place : places) {
            double x = Mercator.x(place.longitude());
            if (!points.isEmpty()) {
                x -= Math.rint(x - before);
            }
            before = x;
            points.add(new Coordinate(x, Mercator.y(place.latitude())));
        }
        return points;
    }

    private static Coordinate[] ring(List<GeoPoint> corners) {
        List<Coordinate> points = unwrapped(corners);
        points.add(new Coordinate(points.getFirst()));
        return points.toArray(Coordinate[]::new);
    }

    public List<GeoPoint> corners() {
        return corners;
    }

    /// The corners on the map, without the first one again at the end.
    public List<Coordinate> points() {
        return List.of(ring).subList(0, ring.length - 1);
    }

    public boolean contains(GeoPoint place) {
        double y = Mercator.y(place.latitude());
        double x = Mercator.x(place.longitude());
        var around = polygon.getEnvelopeInternal();
        for (double turn = -1; turn <= 1; turn++) {
            Coordinate at = new Coordinate(x + turn, y);
            if (around.contains(at)
                    && SimplePointInAreaLocator.locate(at, polygon) != Location.EXTERIOR) {
                return true;
            }
        }
        return false;
    }

    /// Where the outline crosses itself, or else touches itself so that it has no one inside; empty
    /// when it is sound.
    public Optional<GeoPoint> fault() {
        TopologyValidationError error = new IsValidOp(polygon).getValidationError();
        if (error == null) {
            return polygon.getArea() > 0 ? Optional.empty() : Optional.of(corners.getFirst());
        }
        Coordinate at = error.getCoordinate();
        return Optional.of(at == null ? corners.getFirst() : Mercator.place(at.x, at.y));
    }

    /// Whether two areas have more than a side in common.
    public boolean overlaps(Areas other) {
        if (fault().isPresent() || other.fault().isPresent()) {
            return false;
        }
        for (double turn = -1; turn <= 1; turn++) {
            Geometry moved = other.moved(turn);
            if (polygon.getEnvelopeInternal().intersects(moved.getEnvelopeInternal())
                    && polygon.relate(moved, "T********")) {
                return true;
            }
        }
        return false;
    }

    private Geometry moved(double turn) {
        Coordinate[] points = new Coordinate[ring.length];
        for (int i = 0; i < ring.length; i++) {
            points[i] = new Coordinate(ring[i].x + turn, ring[i].y);
        }
        return GEOMETRY.createPolygon(points);
    }

    /// A point well inside, for a name.
    public Coordinate middle() {
        return fault().isPresent()
                ? polygon.getEnvelopeInternal().centre()
                : polygon.getInteriorPoint().getCoordinate();
    }

    /// Left, top, right and bottom on the map.
    public double[] bounds() {
        var around = polygon.getEnvelopeInternal();
        return new double[] {
            around.getMinX(), around.getMinY(), around.getMaxX(), around.getMaxY()
        };
    }

    /// The nearest of the outline's corners to a point of the map, or else of the points on its
    /// sides, within a distance.
    public Optional<Coordinate> nearest(double x, double y, double distance) {
        Coordinate best = null;
        double least = distance;
        for (double turn = -1; turn <= 1; turn++) {
            Coordinate at = new Coordinate(x + turn, y);
            for (Coordinate corner : ring) {
                if (corner.distance(at) < least) {
                    least = corner.distance(at);
                    best = new Coordinate(corner.x - turn, corner.y);
                }
            }
        }
        if (best != null) {
            return Optional.of(best);
        }
        for (double turn = -1; turn <= 1; turn++) {
            Coordinate at = new Coordinate(x + turn, y);
            for (int i = 1; i < ring.length; i++) {
                Coordinate near = new LineSegment(ring[i - 1], ring[i]).closestPoint(at);
                if (near.distance(at) < least) {
                    least = near.distance(at);
                    best = new Coordinate(near.x - turn, near.y);
                }
            }
        }
        return Optional.ofNullable(best);
    }
}
