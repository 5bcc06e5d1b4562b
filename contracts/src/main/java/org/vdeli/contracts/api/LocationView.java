package org.vdeli.contracts.api;

import java.util.List;

/// Where a file can be had.
///
/// @param path `publisher/project/file`
/// @param candidates the best one first; a player tries one after the other
public record LocationView(String path, List<CandidateView> candidates) {
    public LocationView {
        candidates = List.copyOf(candidates);
    }
}
