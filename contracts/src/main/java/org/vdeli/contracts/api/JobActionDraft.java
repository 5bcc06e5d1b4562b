package org.vdeli.contracts.api;

import java.util.Optional;

/// Something to be done with many jobs.
///
/// @param selector must give something: nobody means all jobs by saying nothing
/// @param priority 0 (first) to 9, for [JobAction#REPRIORITISE] alone
/// @param dryRun true: only count
public record JobActionDraft(
        JobAction action,
        JobSelector selector,
        Optional<Integer> priority,
        Optional<Boolean> dryRun) {}
