package org.vdeli.contracts.api;

import org.vdeli.contracts.id.ServerId;

/// How far a server is with losing all that it holds.
///
/// @param state what is drained is in the state [ServerState#DRAINING]
/// @param copies that it still holds
/// @param waiting those of them that stay until other servers hold them in its place
/// @param purging copies whose removal was ordered
/// @param drained whether it is drained and nothing is left: it may be switched off or retired
public record DrainView(
        ServerId server,
        ServerState state,
        Long copies,
        Long waiting,
        Long purging,
        Boolean drained) {}
