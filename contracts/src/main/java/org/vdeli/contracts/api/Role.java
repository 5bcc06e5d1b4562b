package org.vdeli.contracts.api;

/// What an operator may do. Each role may do what the ones below it may.
public enum Role {
    /// Everything, operators and publishers' accounts included.
    ADMIN,
    /// All day-to-day work: topology, policies, jobs, alarms.
    OPERATOR,
    /// Look, change nothing.
    VIEWER
}
