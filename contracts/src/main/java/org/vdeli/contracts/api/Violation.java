package org.vdeli.contracts.api;

/// One broken rule of a body.
///
/// @param field components joined by dots; empty for the body as a whole
public record Violation(String field, String reason) {}
