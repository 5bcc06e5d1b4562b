package org.vdeli.router.decide;

/// Where a viewer is sent.
///
/// @param server its number; -1 if there is none
/// @param reason why this one can serve
public record Choice(int server, Reason reason) {
    /// No server can be had.
    public static final Choice NOBODY = new Choice(-1, Reason.NOBODY);

    /// Why a server can serve a path.
    public enum Reason {
        /// It has a verified replica.
        HOLDS,
        /// It has a verified replica and is busy, as all others are that have one.
        HOLDS_BUSY,
        /// No healthy server has the path; this one is asked to fetch it while it serves.
        FILLS,
        /// As before, and all that may are busy.
        FILLS_BUSY,
        /// No healthy server may serve it.
        NOBODY
    }
}
