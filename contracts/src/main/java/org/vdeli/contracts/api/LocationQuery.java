package org.vdeli.contracts.api;

import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.value.GeoPoint;

/// Asks where some files can be had.
///
/// @param paths `publisher/project/file`, 1 to 1000
/// @param client address of the viewer; absent: the one that asks
/// @param position of the viewer, as it says itself
/// @param limit candidates of each, 1 to 20; absent: 3
public record LocationQuery(
        List<String> paths,
        Optional<String> client,
        Optional<GeoPoint> position,
        Optional<Integer> limit) {
    /// Paths in one question.
    public static final int MOST_PATHS = 1000;

    public static final int USUAL_LIMIT = 3;
    public static final int MOST_CANDIDATES = 20;

    public LocationQuery {
        paths = List.copyOf(paths);
    }
}
