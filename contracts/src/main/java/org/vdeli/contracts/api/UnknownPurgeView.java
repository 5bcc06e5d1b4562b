package org.vdeli.contracts.api;

/// What an order to remove unknown contents led to.
///
/// @param copies how many are removed now, on all servers together
public record UnknownPurgeView(Long copies) {}
