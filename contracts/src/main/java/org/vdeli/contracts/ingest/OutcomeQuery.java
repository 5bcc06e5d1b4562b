package org.vdeli.contracts.ingest;

import java.util.List;
import java.util.UUID;

/// Body of `POST /ftp/v1/outcomes`: an FTP node asks what became of deliveries that were taken.
///
/// @param receipts of the deliveries, at most [#MOST]
public record OutcomeQuery(List<UUID> receipts) {
    /// As many as a publisher's list of recent uploads has.
    public static final int MOST = 200;

    public OutcomeQuery {
        receipts = List.copyOf(receipts);
    }
}
