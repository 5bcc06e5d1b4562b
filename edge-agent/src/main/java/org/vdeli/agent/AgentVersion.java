package org.vdeli.agent;

import java.util.Optional;

/// The version of this program, from its package.
final class AgentVersion {
    private AgentVersion() {}

    static String text() {
        return Optional.ofNullable(AgentVersion.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
