package org.vdeli.ftp.upload;

import java.util.Optional;
import org.vdeli.contracts.ingest.UploadDelivery;

/// One line of the journal: an upload was received, a delivery was answered, or a rename begins
/// that makes deliveries.
///
/// @param received the delivery, with its receipt
/// @param answered what became of it
/// @param renaming what the rename will deliver
record JournalLine(
        Optional<UploadDelivery> received,
        Optional<UploadRecord> answered,
        Optional<Renaming> renaming) {
    static JournalLine received(UploadDelivery delivery) {
        return new JournalLine(Optional.of(delivery), Optional.empty(), Optional.empty());
    }

    static JournalLine answered(UploadRecord upload) {
        return new JournalLine(Optional.empty(), Optional.of(upload), Optional.empty());
    }

    static JournalLine renaming(Renaming renaming) {
        return new JournalLine(Optional.empty(), Optional.empty(), Optional.of(renaming));
    }
}
