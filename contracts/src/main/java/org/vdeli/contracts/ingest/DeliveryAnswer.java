package org.vdeli.contracts.ingest;

import org.vdeli.contracts.id.UploadId;

/// What the manager says to an [UploadDelivery].
public sealed interface DeliveryAnswer {
    /// Recorded with its message in the outbox: the FTP side may forget its receipt.
    record Taken(UploadId upload) implements DeliveryAnswer {}

    /// Never to be accepted, and why in words that the publisher may read.
    record Rejected(String reason) implements DeliveryAnswer {}
}
