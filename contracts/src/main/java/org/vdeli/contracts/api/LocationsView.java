package org.vdeli.contracts.api;

import java.util.List;

/// Where some files can be had.
///
/// @param locations of those that there are, in the order of the question
/// @param unknown paths without a file
public record LocationsView(List<LocationView> locations, List<String> unknown) {
    public LocationsView {
        locations = List.copyOf(locations);
        unknown = List.copyOf(unknown);
    }
}
