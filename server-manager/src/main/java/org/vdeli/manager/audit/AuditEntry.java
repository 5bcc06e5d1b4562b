package org.vdeli.manager.audit;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AuditId;

/// One change, and who made it.
///
/// @param actor operator's name, or the program that did it by itself
/// @param action such as `create`, `update`, `delete`, `login`
/// @param object id or name of what was changed
/// @param before,after the object as JSON
public record AuditEntry(
        AuditId id,
        Instant at,
        String actor,
        String action,
        ObjectKind kind,
        String object,
        Optional<String> before,
        Optional<String> after) {}
