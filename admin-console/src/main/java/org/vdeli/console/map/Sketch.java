package org.vdeli.console.map;

import java.util.List;
import java.util.Optional;
import org.locationtech.jts.geom.Coordinate;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;

/// What is being drawn or dragged just now, and is in no draft yet.
///
/// @param line corners on the map, in order
/// @param cursor where the next corner would be, after snapping
/// @param snapped whether the cursor has snapped to something
/// @param closes whether a press would close the line
/// @param shaped the region whose corners are being moved; its own outline is not drawn meanwhile
/// @param target the cluster that would take what is dragged
/// @param carried how many servers are being dragged
public record Sketch(
        List<Coordinate> line,
        Optional<Coordinate> cursor,
        boolean snapped,
        boolean closes,
        Optional<Ref<RegionId>> shaped,
        Optional<Ref<ClusterId>> target,
        int carried) {
    public static final Sketch NONE =
            new Sketch(
                    List.of(),
                    Optional.empty(),
                    false,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    0);

    public Sketch {
        line = List.copyOf(line);
    }

    static Sketch line(
            List<Coordinate> line, Optional<Coordinate> cursor, boolean snapped, boolean closes) {
        return new Sketch(line, cursor, snapped, closes, Optional.empty(), Optional.empty(), 0);
    }
}
