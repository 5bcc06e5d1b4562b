package org.vdeli.console.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.algorithm.locate.SimplePointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Location;
import org.vdeli.console.geo.Camera;
import org.vdeli.console.geo.Mercator;
import org.vdeli.console.map.MapPicture.ClusterMark;
import org.vdeli.console.map.MapPicture.RegionMark;
import org.vdeli.console.map.MapPicture.ServerMark;
import org.vdeli.contracts.id.ServerId;

/// Finds what is drawn where, in pixels of the view. A linear search: 4000 dots take 20 µs.
public final class Picker {
    /// From this zoom on a cluster is drawn as its servers.
    static final double OPEN_ZOOM = 4.9;

    private static final double REACH = 7;

    private Picker() {}

    /// Whether servers are drawn, and not only the rings of their clusters.
    public static boolean isOpen(Camera camera) {
        return camera.zoom() >= OPEN_ZOOM;
    }

    /// A ring's outer radius in pixels.
    static double radius(ClusterMark cluster, Camera camera) {
        double far = Math.clamp((camera.zoom() - 2) / 3, 0, 1);
        return (5 + Math.min(7, Math.sqrt(cluster.tally().total()) * 0.9)) * (0.8 + 0.3 * far);
    }

    /// What a point of the view belongs to: a server before a cluster before a region.
    public static Pick at(MapPicture picture, Camera camera, double px, double py) {
        if (isOpen(camera)) {
            Optional<ServerMark> server = serverAt(picture, camera, px, py);
            if (server.isPresent()) {
                return new Pick.OfServer(server.get().id());
            }
        }
        Optional<ClusterMark> cluster = clusterAt(picture, camera, px, py);
        if (cluster.isPresent()) {
            return new Pick.OfCluster(cluster.get().ref());
        }
        return regionAt(picture, camera, px, py)
                .<Pick>map(region -> new Pick.OfRegion(region.ref()))
                .orElse(new Pick.Nothing());
    }

    private static Optional<ServerMark> serverAt(
            MapPicture picture, Camera camera, double px, double py) {
        ServerMark best = null;
        double least = REACH * REACH;
        for (ServerMark mark : picture.servers()) {
            double dx = camera.screenX(mark.x()) + mark.offsetX() - px;
            double dy = camera.screenY(mark.y()) + mark.offsetY() - py;
            if (dx * dx + dy * dy < least) {
                least = dx * dx + dy * dy;
                best = mark;
            }
        }
        return Optional.ofNullable(best);
    }

    static Optional<ClusterMark> clusterAt(
            MapPicture picture, Camera camera, double px, double py) {
        ClusterMark best = null;
        double least = Double.MAX_VALUE;
        for (ClusterMark mark : picture.clusters()) {
            double dx = camera.screenX(mark.x()) - px;
            double dy = camera.screenY(mark.y()) - py;
            double reach =
                    isOpen(camera)
                            ? ServerMark.spiral(mark.tally().total()) + 3
                            : radius(mark, camera) + 3;
            double distance = dx * dx + dy * dy;
            if (distance < reach * reach && distance < least) {
                least = distance;
                best = mark;
            }
        }
        return Optional.ofNullable(best);
    }

    static Optional<RegionMark> regionAt(MapPicture picture, Camera camera, double px, double py) {
        var place = Mercator.place(camera.mapX(px), camera.mapY(py));
        return picture.topology().regionAt(place).flatMap(plan -> picture.region(plan.ref()));
    }

    /// The servers whose dots, or else whose clusters' rings, lie within a line drawn on the map.
    static List<ServerId> within(MapPicture picture, Camera camera, List<Coordinate> line) {
        if (line.size() < 3) {
            return List.of();
        }
        Coordinate[] ring = new Coordinate[line.size() + 1];
        for (int i = 0; i < line.size(); i++) {
            ring[i] = new Coordinate(pixelX(camera, line.get(i).x), camera.screenY(line.get(i).y));
        }
        ring[line.size()] = new Coordinate(ring[0]);
        var polygon = new GeometryFactory().createPolygon(ring);
        Envelope around = polygon.getEnvelopeInternal();
        List<ServerId> out = new ArrayList<>();
        boolean open = isOpen(camera);
        for (ServerMark mark : picture.servers()) {
            boolean spread = open || mark.cluster().isEmpty();
            Optional<ClusterMark> home = mark.cluster().flatMap(picture::cluster);
            double mapX = spread ? mark.x() : home.map(ClusterMark::x).orElse(mark.x());
            double mapY = spread ? mark.y() : home.map(ClusterMark::y).orElse(mark.y());
            Coordinate at =
                    new Coordinate(
                            camera.screenX(mapX) + (spread ? mark.offsetX() : 0),
                            camera.screenY(mapY) + (spread ? mark.offsetY() : 0));
            if (around.contains(at)
                    && SimplePointInAreaLocator.locate(at, polygon) != Location.EXTERIOR) {
                out.add(mark.id());
            }
        }
        return out;
    }

    /// A drawn line's pixel: it stands where it was drawn, whichever turn that was.
    private static double pixelX(Camera camera, double mapX) {
        return mapX * camera.scale() + camera.originX();
    }
}
