package org.vdeli.contracts.ingest;

import java.util.List;

/// Answer to an [OutcomeQuery].
///
/// @param uploads those that the manager knows, in any order
public record UploadOutcomes(List<UploadOutcome> uploads) {
    public UploadOutcomes {
        uploads = List.copyOf(uploads);
    }
}
