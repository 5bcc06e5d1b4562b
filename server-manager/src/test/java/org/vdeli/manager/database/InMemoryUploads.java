package org.vdeli.manager.database;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.UploadState;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.ingest.Upload;
import org.vdeli.manager.ingest.Uploads;

/// The uploads in memory.
record InMemoryUploads(InMemoryStores stores) implements Uploads {

    @Override
    public Optional<Upload> find(UploadId id) {
        return stores.uploadRows.find(id.value());
    }

    @Override
    public Optional<Upload> byReceipt(UUID receipt) {
        return stores.uploadRows.all().filter(row -> row.receipt().equals(receipt)).findFirst();
    }

    @Override
    public List<Upload> lockAll(Collection<UploadId> ids) {
        return stores.uploadRows.all().filter(row -> ids.contains(row.id())).toList();
    }

    @Override
    public List<Checksum> pieces(UploadId id) {
        return stores.pieceRows
                .find(id.value())
                .map(InMemoryStores.Pieces::checksums)
                .orElse(List.of());
    }

    @Override
    public boolean isOvertaken(Upload upload) {
        Comparator<Upload> later =
                Comparator.comparing(Upload::receivedAt).thenComparingLong(row -> row.id().value());
        return stores.uploadRows
                .all()
                .anyMatch(row ->
                        row.state() == UploadState.ACCEPTED
                                && row.path().equals(upload.path())
                                && later.compare(row, upload) > 0);
    }

    @Override
    public List<Upload> waitingSince(ManagerId manager, Instant before, int limit) {
        return stores.uploadRows
                .all()
                .filter(row ->
                        row.state() == UploadState.RECEIVED && row.receivedAt().isBefore(before))
                .filter(row -> !row.isElsewhere(manager))
                .sorted(Comparator.comparing(Upload::receivedAt))
                .limit(limit)
                .toList();
    }

    @Override
    public long waitingFor(ManagerId manager) {
        return stores.uploadRows
                .all()
                .filter(row ->
                        row.state() == UploadState.RECEIVED
                                && row.manager().equals(Optional.of(manager)))
                .count();
    }

    @Override
    public void add(Upload upload, List<Checksum> pieces) {
        stores.uploadRows.add(upload);
        stores.pieceRows.add(new InMemoryStores.Pieces(upload.id().value(), pieces));
    }

    @Override
    public void update(Upload upload) {
        stores.uploadRows.update(upload);
        if (upload.state() != UploadState.RECEIVED) {
            stores.pieceRows.remove(upload.id().value());
        }
    }

    @Override
    public Optional<Upload> lock(UploadId id) {
        return find(id);
    }

    @Override
    public Page<Upload> page(Filter filter, Paging<Order> paging) {
        Comparator<Upload> order =
                switch (paging.order()) {
                    case RECEIVED_AT -> Comparator.comparing(Upload::receivedAt);
                    case PATH -> Comparator.comparing(Upload::path);
                    case SIZE -> Comparator.comparing(Upload::size);
                };
        return InMemoryTable.page(
                stores.uploadRows
                        .all()
                        .filter(row -> InMemoryTable.is(filter.publisher(), row.publisher()))
                        .filter(row -> InMemoryTable.in(filter.states(), row.state()))
                        .filter(row -> InMemoryTable.contains(filter.text(), row.path())),
                paging,
                order.thenComparingLong(row -> row.id().value()));
    }
}
