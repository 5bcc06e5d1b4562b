package org.vdeli.manager.ingest.jpa;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.UploadState;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.database.ListQuery;
import org.vdeli.manager.database.Paging;
import org.vdeli.manager.ingest.Upload;
import org.vdeli.manager.ingest.Uploads;

/// The uploads in MariaDB.
public final class JpaUploads implements Uploads {
    private final StatelessSession session;

    public JpaUploads(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(UploadRow.class, UploadPiecesRow.class);
    }

    @Override
    public Optional<Upload> find(UploadId id) {
        return Optional.ofNullable(session.get(UploadRow.class, id.value()))
                .map(UploadRow::toUpload);
    }

    @Override
    public Optional<Upload> byReceipt(UUID receipt) {
        return session.createSelectionQuery(
                        "from UploadRow where receipt = :receipt", UploadRow.class)
                .setParameter("receipt", receipt)
                .uniqueResultOptional()
                .map(UploadRow::toUpload);
    }

    @Override
    public Optional<Upload> lock(UploadId id) {
        return Optional.ofNullable(
                        session.get(UploadRow.class, id.value(), LockMode.PESSIMISTIC_WRITE))
                .map(UploadRow::toUpload);
    }

    @Override
    public List<Upload> lockAll(Collection<UploadId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return session
                .createSelectionQuery(
                        "from UploadRow where id in (:ids) order by id", UploadRow.class)
                .setParameterList("ids", ids.stream().map(UploadId::value).toList())
                .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
                .getResultList()
                .stream()
                .map(UploadRow::toUpload)
                .toList();
    }

    @Override
    public List<Checksum> pieces(UploadId id) {
        return Optional.ofNullable(session.get(UploadPiecesRow.class, id.value()))
                .map(row -> Columns.checksums(row.checksums))
                .orElse(List.of());
    }

    /// Paths are compared once more here: to the database they are equal with blanks at the end.
    @Override
    public boolean isOvertaken(Upload upload) {
        return session.createSelectionQuery(
                        "select path from UploadRow where path = :path and publisherId = :publisher"
                                + " and state = :state and (receivedAt > :received"
                                + " or (receivedAt = :received and id > :id))",
                        String.class)
                .setParameter("path", upload.path())
                .setParameter("publisher", upload.publisher().value())
                .setParameter("state", UploadState.ACCEPTED)
                .setParameter("received", upload.receivedAt())
                .setParameter("id", upload.id().value())
                .getResultList()
                .contains(upload.path());
    }

    @Override
    public List<Upload> waitingSince(ManagerId manager, Instant before, int limit) {
        return session
                .createSelectionQuery(
                        "from UploadRow where state = :state and receivedAt < :before"
                                + " and (managerId = :manager or managerId is null)"
                                + " order by receivedAt, id",
                        UploadRow.class)
                .setParameter("state", UploadState.RECEIVED)
                .setParameter("before", before)
                .setParameter("manager", manager.value())
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(UploadRow::toUpload)
                .toList();
    }

    @Override
    public long waitingFor(ManagerId manager) {
        return session.createSelectionQuery(
                        "select count(*) from UploadRow where state = :state"
                                + " and managerId = :manager",
                        Long.class)
                .setParameter("state", UploadState.RECEIVED)
                .setParameter("manager", manager.value())
                .getSingleResult();
    }

    @Override
    public Page<Upload> page(Filter filter, Paging<Order> paging) {
        String column =
                switch (paging.order()) {
                    case RECEIVED_AT -> "receivedAt";
                    case PATH -> "path";
                    case SIZE -> "size";
                };
        return new ListQuery<>(session, UploadRow.class)
                .where(
                        "publisher",
                        "r.publisherId = :publisher",
                        filter.publisher().map(PublisherId::value))
                .whereIn("state", filter.states())
                .whereText(filter.text(), "path")
                .page(paging, column, "id", UploadRow::toUpload);
    }

    @Override
    public void add(Upload added, List<Checksum> pieces) {
        session.insert(UploadRow.of(added));
        session.insert(UploadPiecesRow.of(added.id(), pieces));
    }

    @Override
    public void update(Upload changed) {
        session.update(UploadRow.of(changed));
        if (changed.state() != UploadState.RECEIVED) {
            session.createMutationQuery("delete UploadPiecesRow where uploadId = :upload")
                    .setParameter("upload", changed.id().value())
                    .executeUpdate();
        }
    }
}
