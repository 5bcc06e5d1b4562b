package org.vdeli.console.jobs;

import java.util.Optional;
import org.vdeli.contracts.api.JobActionDraft;
import org.vdeli.contracts.api.JobActionView;

/// An action that waits for the operator's word.
///
/// @param draft to be sent
/// @param count what it would do, as the manager counts it; absent until that is known
public record Intent(JobActionDraft draft, Optional<JobActionView> count) {}
