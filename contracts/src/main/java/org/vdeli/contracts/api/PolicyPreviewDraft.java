package org.vdeli.contracts.api;

import java.util.Optional;
import org.vdeli.contracts.id.PolicyId;

/// A change of policies to look at before it is made: either a policy to save or one to delete.
///
/// @param draft the policy as it would be saved
/// @param replaces the policy that the draft would replace; absent for a new one
/// @param delete the policy that would be deleted; goes with neither of the others
public record PolicyPreviewDraft(
        Optional<PolicyDraft> draft, Optional<PolicyId> replaces, Optional<PolicyId> delete) {}
