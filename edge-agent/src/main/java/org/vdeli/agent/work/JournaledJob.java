package org.vdeli.agent.work;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;

/// One job as the journal holds it.
///
/// @param order in its newest attempt
/// @param receivedAt when its first attempt came
/// @param end its confirmation, once it has ended or waits for its window
/// @param told whether the broker has that confirmation
public record JournaledJob(
        Job order, Instant receivedAt, Optional<Report.Confirmation> end, Boolean told) {

    /// It is still to be carried out.
    public boolean isOpen() {
        return end.isEmpty() || end.get().reason() == Report.Reason.WINDOW_CLOSED;
    }

    /// The manager was told, or will be, that this attempt waits for its window.
    boolean isSaidToWait() {
        return isOpen() && end.filter(c -> c.attempt() == Jobs.attemptOf(order)).isPresent();
    }

    JournaledJob withOrder(Job newer) {
        return new JournaledJob(newer, receivedAt, end, told);
    }

    JournaledJob ended(Report.Confirmation confirmation) {
        return new JournaledJob(order, receivedAt, Optional.of(confirmation), false);
    }

    JournaledJob markTold() {
        return new JournaledJob(order, receivedAt, end, true);
    }
}
