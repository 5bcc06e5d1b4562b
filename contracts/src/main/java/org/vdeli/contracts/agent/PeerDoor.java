package org.vdeli.contracts.agent;

import java.net.URI;

/// Where an agent hands pieces out to other agents: body of `PUT /agent/v1/peer-door`.
///
/// @param address base address for other agents, `http://host:port` or https, without a path
public record PeerDoor(URI address) {
    private static final int LONGEST = 255;

    public PeerDoor {
        String scheme = address.getScheme();
        boolean known = "http".equals(scheme) || "https".equals(scheme);
        if (!known
                || address.getHost() == null
                || address.getPort() < 1
                || !address.getRawPath().isEmpty()
                || address.getRawQuery() != null
                || address.getRawFragment() != null
                || address.getRawUserInfo() != null) {
            throw new IllegalArgumentException("must be http://host:port or https://host:port");
        }
        if (address.toString().length() > LONGEST) {
            throw new IllegalArgumentException("must be at most " + LONGEST + " characters");
        }
    }
}
