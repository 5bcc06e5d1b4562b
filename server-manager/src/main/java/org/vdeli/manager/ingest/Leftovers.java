package org.vdeli.manager.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.api.UploadState;
import org.vdeli.manager.database.Transactions;

/// Deletes what a crash left of uploads: contents that were kept for an upload that has ended, or
/// that no node has sent anything of for long.
public final class Leftovers {
    /// An upload is recorded within seconds after its content is kept. A content without one is
    /// left of a crash in between, and its node delivers it again, or has given up.
    static final Duration UNKNOWN = Duration.ofDays(1);

    /// A node that is away for longer sends its content from the beginning.
    static final Duration UNFINISHED = Duration.ofDays(7);

    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);

    private final Transactions transactions;
    private final UploadStaging staging;
    private final NodeContents contents;
    private final InstantSource time;
    private final Map<UUID, Instant> unknownSince = new HashMap<>();

    public Leftovers(
            Transactions transactions,
            UploadStaging staging,
            NodeContents contents,
            InstantSource time) {
        this.transactions = transactions;
        this.staging = staging;
        this.contents = contents;
        this.time = time;
    }

    /// One turn; call it every hour or so, from one thread.
    public void turn() {
        Instant now = time.instant();
        List<UUID> kept = staging.receipts();
        unknownSince.keySet().retainAll(kept);
        for (UUID receipt : kept) {
            Optional<Upload> upload = upload(receipt);
            boolean hasEnded =
                    upload.filter(known -> known.state() != UploadState.RECEIVED).isPresent();
            Instant since =
                    upload.isPresent() ? now : unknownSince.computeIfAbsent(receipt, r -> now);
            if (hasEnded || !since.plus(UNKNOWN).isAfter(now)) {
                staging.drop(receipt);
                log.info("event=leftover-deleted folder=uploads receipt={}", receipt);
            }
        }
        for (UUID receipt : contents.receipts()) {
            try {
                if (!contents.lastWrite(receipt).plus(UNFINISHED).isAfter(now)) {
                    contents.drop(receipt);
                    log.info("event=leftover-deleted folder=node-uploads receipt={}", receipt);
                }
            } catch (NoSuchFileException e) {
                log.debug("event=leftover-gone receipt={}", receipt, e);
            } catch (IOException e) {
                throw new UncheckedIOException("could not delete what is left of " + receipt, e);
            }
        }
    }

    private Optional<Upload> upload(UUID receipt) {
        return transactions.read(stores -> stores.uploads().byReceipt(receipt));
    }

    /// The files of a folder that are named by a receipt.
    static List<UUID> receiptsIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
                    .map(UUID::fromString)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("could not list " + folder, e);
        }
    }
}
