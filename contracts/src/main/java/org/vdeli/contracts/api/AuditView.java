package org.vdeli.contracts.api;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.id.AuditId;

/// Who changed what.
///
/// @param actor operator's name, or the program that did it by itself
/// @param action such as `create`, `update`, `delete`, `login`
/// @param before,after the object as JSON
public record AuditView(
        AuditId id,
        Instant at,
        String actor,
        String action,
        ObjectKind kind,
        String object,
        Optional<String> before,
        Optional<String> after) {}
