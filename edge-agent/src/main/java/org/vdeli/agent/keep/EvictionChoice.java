package org.vdeli.agent.keep;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.vdeli.contracts.value.Checksum;

/// Chooses what to evict.
///
/// ## Goals
///
/// * What viewers and neighbours used lately stays.
/// * No more goes than is needed.
///
/// ## Constraints
///
/// * What is pinned, being filled or being read is never chosen; content that several assets share
///   is pinned if any of them is.
/// * Where everything that may go would not make enough room, nothing goes: a file that has no room
///   here takes none away from others.
///
/// ## Method
///
/// What may go, longest unused first, until it is enough; then, latest used first, all of it is
/// spared that is not needed after all, because something larger came after it.
///
/// ## Example
///
/// 5 MB are needed. A (1 MB, used on Monday), B (6 MB, Tuesday) and C (9 MB, Wednesday) may go. A
/// and B are enough; A is then spared, because B alone is.
final class EvictionChoice {
    private EvictionChoice() {}

    /// Content that is there.
    ///
    /// @param bytes that its eviction sets free
    /// @param lastUse of any of its assets
    /// @param mayGo neither pinned nor in use
    record Candidate(Checksum checksum, long bytes, Instant lastUse, boolean mayGo) {}

    /// What to evict to set so many bytes free; empty if that is not possible, or nothing is
    /// needed.
    static List<Candidate> choose(Collection<Candidate> candidates, long needed) {
        List<Candidate> chosen = new ArrayList<>();
        long freed = 0;
        for (Candidate candidate :
                candidates.stream()
                        .filter(c -> c.mayGo() && c.bytes() > 0)
                        .sorted(
                                Comparator.comparing(Candidate::lastUse)
                                        .thenComparing(c -> c.checksum().hex()))
                        .toList()) {
            if (freed >= needed) {
                break;
            }
            chosen.add(candidate);
            freed += candidate.bytes();
        }
        if (freed < needed) {
            return List.of();
        }
        for (Candidate candidate : List.copyOf(chosen).reversed()) {
            if (freed - candidate.bytes() >= needed) {
                chosen.remove(candidate);
                freed -= candidate.bytes();
            }
        }
        return List.copyOf(chosen);
    }
}
