package org.vdeli.manager.origin.jpa;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.database.Batch;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.origin.OriginCopies;
import org.vdeli.manager.origin.OriginCopy;
import org.vdeli.manager.origin.OriginHolder;

/// Which contents are where, in MariaDB.
public final class JpaOriginCopies implements OriginCopies {
    private final StatelessSession session;

    public JpaOriginCopies(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(OriginCopyRow.class);
    }

    @Override
    public List<OriginCopy> ofContents(Collection<Checksum> contents) {
        if (contents.isEmpty()) {
            return List.of();
        }
        return session
                .createSelectionQuery(
                        "from OriginCopyRow where checksum in (:contents)"
                                + " order by checksum, holderKind, holderId",
                        OriginCopyRow.class)
                .setParameterList("contents", hex(contents))
                .getResultList()
                .stream()
                .map(OriginCopyRow::toCopy)
                .toList();
    }

    @Override
    public Set<Checksum> heldBy(OriginHolder holder, Collection<Checksum> contents) {
        if (contents.isEmpty()) {
            return Set.of();
        }
        return session
                .createSelectionQuery(
                        "select checksum from OriginCopyRow where holderKind = :kind"
                                + " and holderId = :holder and checksum in (:contents)",
                        String.class)
                .setParameter("kind", holder.kind())
                .setParameter("holder", holder.id())
                .setParameterList("contents", hex(contents))
                .getResultList()
                .stream()
                .map(Checksum::of)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public List<OriginCopy> ofHolder(OriginHolder holder, Optional<Checksum> after, int limit) {
        return session
                .createSelectionQuery(
                        "from OriginCopyRow where holderKind = :kind and holderId = :holder"
                                + " and checksum > :after order by checksum",
                        OriginCopyRow.class)
                .setParameter("kind", holder.kind())
                .setParameter("holder", holder.id())
                .setParameter("after", after.map(Checksum::hex).orElse(""))
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(OriginCopyRow::toCopy)
                .toList();
    }

    @Override
    public long count(OriginHolder holder) {
        return session.createSelectionQuery(
                        "select count(*) from OriginCopyRow where holderKind = :kind"
                                + " and holderId = :holder",
                        Long.class)
                .setParameter("kind", holder.kind())
                .setParameter("holder", holder.id())
                .getSingleResult();
    }

    @Override
    public void addAll(Collection<OriginCopy> copies) {
        Batch.insert(
                session,
                "INSERT INTO origin_copies (checksum, holder_kind, holder_id, since)",
                "ON DUPLICATE KEY UPDATE since = since",
                copies,
                (row, copy) ->
                        row.add(copy.checksum().hex())
                                .add(copy.holder().kind().name())
                                .add(copy.holder().id())
                                .add(Columns.utc(copy.since())));
    }

    @Override
    public void removeAll(OriginHolder holder, Collection<Checksum> contents) {
        if (!contents.isEmpty()) {
            session.createMutationQuery(
                            "delete OriginCopyRow where holderKind = :kind and holderId = :holder"
                                    + " and checksum in (:contents)")
                    .setParameter("kind", holder.kind())
                    .setParameter("holder", holder.id())
                    .setParameterList("contents", hex(contents))
                    .executeUpdate();
        }
    }

    @Override
    public void removeHolder(OriginHolder holder) {
        session.createMutationQuery(
                        "delete OriginCopyRow where holderKind = :kind and holderId = :holder")
                .setParameter("kind", holder.kind())
                .setParameter("holder", holder.id())
                .executeUpdate();
    }

    private static List<String> hex(Collection<Checksum> contents) {
        return contents.stream().map(Checksum::hex).distinct().sorted().toList();
    }
}
