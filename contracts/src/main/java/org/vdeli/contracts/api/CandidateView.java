package org.vdeli.contracts.api;

import java.net.URI;
import java.util.Optional;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ServerId;

/// An edge server that can serve a viewer.
///
/// @param name of the server
/// @param url where it serves the file
/// @param kilometres from the viewer to the server's cluster; absent where the viewer's place is
///   not known
/// @param fills whether it has no verified replica and fetches the file when it is asked for it
/// @param busy whether its load is high
public record CandidateView(
        ServerId server,
        String name,
        ClusterId cluster,
        URI url,
        Optional<Double> kilometres,
        Boolean fills,
        Boolean busy) {}
