package org.vdeli.manager.api;

/// Who may call a route.
public enum Access {
    /// Anybody.
    OPEN,
    /// Any operator who is logged in.
    VIEWER,
    /// Operators with the role operator or admin.
    OPERATOR,
    /// Operators with the role admin.
    ADMIN,
    /// Enrolled agents, by `Bearer agent:<server>:<secret>`.
    AGENT,
    /// FTP nodes, by the node token.
    FTP_NODE,
    /// Routers on their own, by `Bearer router:<token>`.
    ROUTER,
    /// Readers of one asset's bytes, by a piece token.
    PIECE_READER;

    /// Whether it is operators who may.
    public boolean isForOperators() {
        return this == VIEWER || this == OPERATOR || this == ADMIN;
    }
}
