package org.vdeli.manager.database;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vdeli.contracts.id.Id;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.origin.OriginCopies;
import org.vdeli.manager.origin.OriginCopy;
import org.vdeli.manager.origin.OriginHolder;

/// Which contents are where, in memory.
record InMemoryOriginCopies(InMemoryStores stores) implements OriginCopies {

    @Override
    public List<OriginCopy> ofContents(Collection<Checksum> contents) {
        return stores.copyRows.all().filter(copy -> contents.contains(copy.checksum())).toList();
    }

    @Override
    public Set<Checksum> heldBy(OriginHolder holder, Collection<Checksum> contents) {
        return of(holder)
                .map(OriginCopy::checksum)
                .filter(contents::contains)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public List<OriginCopy> ofHolder(OriginHolder holder, Optional<Checksum> after, int limit) {
        return of(holder)
                .filter(copy ->
                        after.isEmpty() || copy.checksum().hex().compareTo(after.get().hex()) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public long count(OriginHolder holder) {
        return of(holder).count();
    }

    @Override
    public void addAll(Collection<OriginCopy> copies) {
        for (OriginCopy copy : copies) {
            if (stores.copyRows.find(keyOf(copy.checksum(), copy.holder())).isEmpty()) {
                stores.copyRows.add(copy);
            }
        }
    }

    @Override
    public void removeAll(OriginHolder holder, Collection<Checksum> contents) {
        contents.forEach(checksum -> stores.copyRows.remove(keyOf(checksum, holder)));
    }

    @Override
    public void removeHolder(OriginHolder holder) {
        removeAll(holder, of(holder).map(OriginCopy::checksum).toList());
    }

    private Stream<OriginCopy> of(OriginHolder holder) {
        return stores.copyRows.all().filter(copy -> copy.holder().equals(holder));
    }

    static String keyOf(Checksum checksum, OriginHolder holder) {
        return checksum + "/" + holder.kind() + "/" + Id.format(holder.id());
    }
}
