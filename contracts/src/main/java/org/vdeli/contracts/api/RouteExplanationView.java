package org.vdeli.contracts.api;

import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.value.GeoPoint;

/// Why a viewer is sent where it is sent.
///
/// @param client address of the viewer
/// @param position where the viewer is taken to be; absent where that is not known
/// @param steps of the decision, in words, in their order
/// @param candidates the best one first; none where nobody can serve it
public record RouteExplanationView(
        String path,
        String client,
        Optional<GeoPoint> position,
        List<String> steps,
        List<CandidateView> candidates) {
    public RouteExplanationView {
        steps = List.copyOf(steps);
        candidates = List.copyOf(candidates);
    }
}
