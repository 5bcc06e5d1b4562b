package org.vdeli.contracts.config;

import java.util.Objects;

/// One thing that is wrong with a configuration.
///
/// @param where file and line (`/etc/vdeli/agent.yaml:12`), variable (`VDELI_NGINX_PORT`) or flag
///   (`--nginx.port`); the bare key where it is missing everywhere
/// @param what what is wrong and what to do about it
public record ConfigProblem(String where, String what) {
    public ConfigProblem {
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(what, "what");
    }

    @Override
    public String toString() {
        return where + ": " + what;
    }
}
