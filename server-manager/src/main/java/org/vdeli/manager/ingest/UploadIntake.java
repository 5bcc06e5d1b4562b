package org.vdeli.manager.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.api.UploadState;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.contracts.ingest.DeliveryAnswer;
import org.vdeli.contracts.ingest.UploadDelivery;
import org.vdeli.contracts.ingest.UploadOutcome;
import org.vdeli.contracts.ingest.UploadReceived;
import org.vdeli.contracts.value.PieceLayout;
import org.vdeli.ftp.upload.UploadSink;
import org.vdeli.manager.database.DuplicateKey;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.dispatch.Envelopes;
import org.vdeli.manager.publisher.Publisher;

/// Takes finished uploads from the FTP side: keeps the content, and records the upload together
/// with its message in one transaction. A receipt is taken once; delivered again it gets the same
/// answer, even when its content is gone.
///
/// An upload to a project that does not exist is recorded as rejected, so that publisher and
/// operator can see it; one of an unknown publisher cannot be recorded and is only refused.
public final class UploadIntake implements UploadSink {
    private static final Logger log = LoggerFactory.getLogger(UploadIntake.class);

    private final Transactions transactions;
    private final UploadStaging staging;
    private final Envelopes envelopes;
    private final ManagerId self;
    private final IdMint ids;
    private final InstantSource time;
    private final Runnable committed;

    /// @param self this manager, which keeps the bytes and accepts them
    /// @param committed called after a transaction that left a message in the outbox
    public UploadIntake(
            Transactions transactions,
            UploadStaging staging,
            Envelopes envelopes,
            ManagerId self,
            IdMint ids,
            InstantSource time,
            Runnable committed) {
        this.transactions = transactions;
        this.staging = staging;
        this.envelopes = envelopes;
        this.self = self;
        this.ids = ids;
        this.time = time;
        this.committed = committed;
    }

    @Override
    public DeliveryAnswer deliver(UploadDelivery delivery, Path content) throws IOException {
        Optional<Upload> known =
                transactions.read(stores -> stores.uploads().byReceipt(delivery.receipt()));
        if (known.isPresent()) {
            return answer(known.get());
        }
        staging.keep(delivery.receipt(), content, delivery.size());
        UploadId id = new UploadId(ids.next());
        DeliveryAnswer answer;
        try {
            answer = transactions.write(stores -> record(stores, id, delivery));
        } catch (DuplicateKey e) {
            log.debug("event=upload-delivered-twice receipt={}", delivery.receipt());
            return answer(
                    transactions
                            .read(stores -> stores.uploads().byReceipt(delivery.receipt()))
                            .orElseThrow());
        }
        switch (answer) {
            case DeliveryAnswer.Taken taken -> {
                log.info(
                        "event=upload-received upload={} path={} bytes={} client={}",
                        taken.upload(),
                        delivery.path(),
                        delivery.size().bytes(),
                        delivery.client());
                committed.run();
            }
            case DeliveryAnswer.Rejected rejected -> {
                log.warn(
                        "event=upload-rejected path={} client={} reason={}",
                        delivery.path(),
                        delivery.client(),
                        rejected.reason());
                staging.drop(delivery.receipt());
            }
        }
        return answer;
    }

    @Override
    public List<UploadOutcome> outcomes(List<UUID> receipts) {
        return transactions.read(stores ->
                receipts.stream()
                        .flatMap(r -> stores.uploads().byReceipt(r).stream())
                        .map(UploadIntake::outcome)
                        .toList());
    }

    private static UploadOutcome outcome(Upload upload) {
        boolean rejected = upload.state() == UploadState.REJECTED;
        return new UploadOutcome(
                upload.receipt(),
                upload.asset(),
                rejected ? Optional.of(upload.reason()) : Optional.empty());
    }

    private DeliveryAnswer record(Stores stores, UploadId id, UploadDelivery delivery) {
        Optional<Publisher> publisher = stores.publishers().byName(delivery.path().publisher());
        if (publisher.isEmpty()) {
            return new DeliveryAnswer.Rejected(
                    "there is no publisher " + delivery.path().publisher());
        }
        Upload upload =
                new Upload(
                        id,
                        delivery.receipt(),
                        publisher.get().id(),
                        delivery.path().toString(),
                        delivery.size(),
                        delivery.checksum(),
                        delivery.pieceSize(),
                        UploadState.RECEIVED,
                        "",
                        delivery.client(),
                        delivery.receivedAt(),
                        Optional.empty(),
                        Optional.of(self));
        Optional<String> fault = fault(stores, delivery);
        if (fault.isPresent()) {
            stores.uploads().add(upload.rejected(fault.get()), List.of());
            return new DeliveryAnswer.Rejected(fault.get());
        }
        stores.uploads().add(upload, delivery.pieces());
        stores.outbox()
                .addAll(
                        List.of(
                                envelopes.outgoing(
                                        Topology.REPORTS,
                                        Topology.upload(self, id),
                                        new UploadReceived(
                                                id,
                                                delivery.path(),
                                                delivery.size(),
                                                delivery.checksum(),
                                                delivery.receivedAt()),
                                        true,
                                        time.instant())));
        return new DeliveryAnswer.Taken(id);
    }

    private static Optional<String> fault(Stores stores, UploadDelivery delivery) {
        int expected = new PieceLayout(delivery.size(), delivery.pieceSize()).count();
        if (delivery.pieces().size() != expected) {
            return Optional.of(
                    "the upload came with "
                            + delivery.pieces().size()
                            + " piece checksums instead of "
                            + expected);
        }
        return UploadAcceptance.fault(stores, delivery.path())
                .or(() -> UploadAcceptance.clash(stores, delivery.path()));
    }

    private static DeliveryAnswer answer(Upload upload) {
        return switch (upload.state()) {
            case RECEIVED, ACCEPTED -> new DeliveryAnswer.Taken(upload.id());
            case REJECTED -> new DeliveryAnswer.Rejected(upload.reason());
        };
    }
}
