package org.vdeli.manager.api;

import org.vdeli.contracts.agent.PieceToken;
import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.id.OperatorId;
import org.vdeli.contracts.id.ServerId;

/// Who is calling.
public sealed interface Caller {
    /// Whether a route is for this caller.
    boolean may(Access access);

    /// For the audit trail and the log.
    String name();

    /// No credentials were given.
    record Nobody() implements Caller {
        @Override
        public boolean may(Access access) {
            return access == Access.OPEN;
        }

        @Override
        public String name() {
            return "nobody";
        }
    }

    /// An operator who is logged in.
    record Operator(OperatorId id, String name, Role role) implements Caller {
        @Override
        public boolean may(Access access) {
            return switch (access) {
                case OPEN, VIEWER -> true;
                case OPERATOR -> role == Role.OPERATOR || role == Role.ADMIN;
                case ADMIN -> role == Role.ADMIN;
                case AGENT, FTP_NODE, ROUTER, PIECE_READER -> false;
            };
        }
    }

    /// An enrolled agent.
    record Agent(ServerId server) implements Caller {
        @Override
        public boolean may(Access access) {
            return access == Access.OPEN || access == Access.AGENT;
        }

        @Override
        public String name() {
            return "agent " + server;
        }
    }

    /// An FTP node on its own.
    record FtpNode() implements Caller {
        @Override
        public boolean may(Access access) {
            return access == Access.OPEN || access == Access.FTP_NODE;
        }

        @Override
        public String name() {
            return "FTP node";
        }
    }

    /// A request router on its own.
    ///
    /// @param name of its token
    record Router(String name) implements Caller {
        @Override
        public boolean may(Access access) {
            return access == Access.OPEN || access == Access.ROUTER;
        }
    }

    /// A server that may read one asset.
    record PieceReader(PieceToken token) implements Caller {
        @Override
        public boolean may(Access access) {
            return access == Access.OPEN || access == Access.PIECE_READER;
        }

        @Override
        public String name() {
            return "reader " + token.reader();
        }
    }
}
