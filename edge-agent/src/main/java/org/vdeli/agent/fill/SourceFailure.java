package org.vdeli.agent.fill;

import org.vdeli.contracts.agent.Report.Reason;

/// A source did not hand out what was asked for.
final class SourceFailure extends Exception {
    private final Reason reason;

    /// @param reason REFUSED if asking this source again is pointless, CHECKSUM_MISMATCH for wrong
    ///   bytes, UNREACHABLE for all that may pass
    SourceFailure(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
