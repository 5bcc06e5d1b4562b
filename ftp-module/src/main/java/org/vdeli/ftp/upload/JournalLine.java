package org.vdeli.ftp.upload;

import java.util.Optional;
import org.vdeli.contracts.ingest.UploadDelivery;

/// One line of the journal: an upload was received, or a delivery was answered.
///
/// @param received the delivery, with its receipt
/// @param answered what became of it
record JournalLine(Optional<UploadDelivery> received, Optional<UploadRecord> answered) {
    static JournalLine received(UploadDelivery delivery) {
        return new JournalLine(Optional.of(delivery), Optional.empty());
    }

    static JournalLine answered(UploadRecord upload) {
        return new JournalLine(Optional.empty(), Optional.of(upload));
    }
}
