package org.vdeli.manager.origin;

import org.vdeli.contracts.id.Id;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.ServerId;

/// Who has contents for agents to fetch.
///
/// @param id a [ManagerId] or [ServerId], as the kind says
public record OriginHolder(Kind kind, long id) {
    public OriginHolder {
        Id.requirePositive(id);
    }

    /// What the id is one of.
    public enum Kind {
        /// A manager, with the origin store in its data folder.
        MANAGER,
        /// A server in the role of an origin.
        ORIGIN_SERVER
    }

    public static OriginHolder of(ManagerId manager) {
        return new OriginHolder(Kind.MANAGER, manager.value());
    }

    public static OriginHolder of(ServerId originServer) {
        return new OriginHolder(Kind.ORIGIN_SERVER, originServer.value());
    }

    @Override
    public String toString() {
        return switch (kind) {
            case MANAGER -> "manager " + Id.format(id);
            case ORIGIN_SERVER -> "origin server " + Id.format(id);
        };
    }
}
