package org.vdeli.contracts.config;

import java.util.Locale;
import java.util.Optional;

/// One key that a program knows, for `--help`, `check-config` and the operations page.
///
/// @param name full name in the file and as a flag, for example `nginx.listen-port`
/// @param type what may stand there, for example `duration` or `list of text`
/// @param required whether it must be given
/// @param fallback the default, as it would stand in the file
/// @param description one line, empty when the record says nothing
public record ConfigKey(
        String name, String type, boolean required, Optional<String> fallback, String description) {

    /// The environment variable of this key, for example `VDELI_NGINX_LISTEN_PORT`.
    public String variable() {
        return variableOf(name);
    }

    static String variableOf(String key) {
        return "VDELI_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
