/// What the agent does, unasked, so that what it holds is right and has room.
///
/// Design: [Evictions] makes room for a fill by withdrawing what may go and was not used for the
/// longest time; [EvictionChoice] is the pure choice, [Usage] remembers when what was used last.
/// [Scrub] reads everything again once in a period and compares checksums; [Inspection] looks more
/// often whether the files are there in their size and nothing else is. What any of them withdraws
/// is written into [Losses] at once and told to the manager until the broker has it; what was
/// evicted is remembered longer and stands in the inventory, so that the manager does not take it
/// for lost (docs/decisions/0013).
@NullMarked
package org.vdeli.agent.keep;

import org.jspecify.annotations.NullMarked;
