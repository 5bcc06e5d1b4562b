package org.vdeli.manager.origin;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vdeli.contracts.value.Checksum;

/// Which contents are where for agents to fetch. See the package for who may write a row.
public interface OriginCopies {
    /// All copies of some contents, by checksum and holder.
    List<OriginCopy> ofContents(Collection<Checksum> contents);

    /// Those of some contents that a holder has.
    Set<Checksum> heldBy(OriginHolder holder, Collection<Checksum> contents);

    /// What a holder has, by checksum.
    ///
    /// @param after the last that was read; absent for the beginning
    List<OriginCopy> ofHolder(OriginHolder holder, Optional<Checksum> after, int limit);

    /// How many contents a holder has.
    long count(OriginHolder holder);

    /// Adds copies; one that is known keeps its time.
    void addAll(Collection<OriginCopy> copies);

    /// Takes back what a holder no longer has.
    void removeAll(OriginHolder holder, Collection<Checksum> contents);

    /// Takes back everything of a holder that is gone for good.
    void removeHolder(OriginHolder holder);
}
