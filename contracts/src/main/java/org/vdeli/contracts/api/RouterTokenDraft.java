package org.vdeli.contracts.api;

/// A credential for routers that run on their own.
///
/// @param name what it is for, such as the site of the routers
public record RouterTokenDraft(String name) {}
