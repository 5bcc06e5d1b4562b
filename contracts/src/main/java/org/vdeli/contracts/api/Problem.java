package org.vdeli.contracts.api;

import java.util.List;

/// An error answer, RFC 9457 (`application/problem+json`).
///
/// @param type a short word for the kind of problem
/// @param detail could not what, which thing, why, what to do
/// @param violations every broken rule of the body, for status 400
public record Problem(
        String type, String title, Integer status, String detail, List<Violation> violations) {
    public Problem {
        violations = List.copyOf(violations);
    }
}
