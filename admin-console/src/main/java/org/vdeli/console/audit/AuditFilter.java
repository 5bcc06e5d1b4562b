package org.vdeli.console.audit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.vdeli.contracts.api.ObjectKind;

/// Which entries are looked at.
///
/// @param actor,action,object as typed; empty for any
/// @param within not older than that
public record AuditFilter(
        String actor,
        String action,
        String object,
        Optional<ObjectKind> kind,
        Optional<Duration> within) {
    static final AuditFilter ANY = new AuditFilter("", "", "", Optional.empty(), Optional.empty());

    /// As the manager takes it; begins with `&` unless it is empty.
    String query(Instant now) {
        StringBuilder out = new StringBuilder();
        add(out, "actor", actor.strip());
        add(out, "action", action.strip());
        add(out, "object", object.strip());
        kind.ifPresent(of -> add(out, "kind", of.name().toLowerCase(Locale.ROOT)));
        within.ifPresent(span -> add(out, "from", now.minus(span).toString()));
        return out.toString();
    }

    private static void add(StringBuilder out, String name, String value) {
        if (!value.isEmpty()) {
            out.append('&')
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
