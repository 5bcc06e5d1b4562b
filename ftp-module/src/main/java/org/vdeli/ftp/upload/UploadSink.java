package org.vdeli.ftp.upload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.vdeli.contracts.ingest.DeliveryAnswer;
import org.vdeli.contracts.ingest.UploadDelivery;
import org.vdeli.contracts.ingest.UploadOutcome;

/// Where finished uploads go: the manager, in this process or over HTTP.
///
/// Called from many threads at once, but never with two deliveries of one path at the same time. A
/// delivery comes again, with the same receipt, until it was answered; one that was answered may
/// come again after a crash, and then must get the same answer and change nothing.
public interface UploadSink {
    /// Hands one upload over.
    ///
    /// @param delivery what it is
    /// @param content all its bytes, in a file of its own that nobody writes to any more: the sink
    ///   may hard-link it or move it away, but never write to it. It is gone when a crash fell
    ///   between the sink's answer and its note here; a sink that knows the receipt answers without
    ///   it. It is deleted after the answer.
    /// @return the manager's word; both answers are final
    /// @throws IOException if there is no answer now: the delivery comes again later
    /// @throws RuntimeException as `IOException`
    DeliveryAnswer deliver(UploadDelivery delivery, Path content)
            throws IOException, InterruptedException;

    /// Asks what became of deliveries that were taken.
    ///
    /// @param receipts at most [org.vdeli.contracts.ingest.OutcomeQuery#MOST]
    /// @return those that are known, in any order
    /// @throws IOException if there is no answer now
    /// @throws RuntimeException as `IOException`
    default List<UploadOutcome> outcomes(List<UUID> receipts)
            throws IOException, InterruptedException {
        return List.of();
    }
}
