package org.vdeli.agent.fill;

import org.vdeli.contracts.agent.Report.Reason;

/// A source did not hand out what was asked for.
final class SourceFailure extends Exception {
    private final Reason reason;
    private final boolean busy;

    /// @param reason REFUSED if asking this source again is pointless, CHECKSUM_MISMATCH for wrong
    ///   bytes, UNREACHABLE for all that may pass
    SourceFailure(Reason reason, String detail) {
        this(reason, detail, false);
    }

    private SourceFailure(Reason reason, String detail, boolean busy) {
        super(detail);
        this.reason = reason;
        this.busy = busy;
    }

    /// The source is well, and has no room for one more reader now.
    static SourceFailure busy(String detail) {
        return new SourceFailure(Reason.UNREACHABLE, detail, true);
    }

    boolean isBusy() {
        return busy;
    }

    Reason reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
