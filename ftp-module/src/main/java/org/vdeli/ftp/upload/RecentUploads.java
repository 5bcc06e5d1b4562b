package org.vdeli.ftp.upload;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.vdeli.contracts.ingest.OutcomeQuery;
import org.vdeli.contracts.ingest.UploadDelivery;
import org.vdeli.contracts.ingest.UploadOutcome;

/// The latest uploads of each publisher and what became of them, for `/.vdeli/status.txt`.
final class RecentUploads {
    /// Per publisher: a day's work of most, and a page that a person still reads.
    private static final int KEPT = OutcomeQuery.MOST;

    private enum State {
        RECEIVED,
        TAKEN,
        ACCEPTED,
        REJECTED
    }

    private record Row(UploadRecord upload, State state) {}

    private final Map<String, LinkedHashMap<UUID, Row>> rows = new TreeMap<>();

    synchronized void received(UploadDelivery d) {
        put(
                new UploadRecord(
                        d.receipt(),
                        d.path(),
                        d.size(),
                        d.checksum(),
                        d.receivedAt(),
                        Optional.empty()),
                State.RECEIVED);
    }

    synchronized void answered(UploadRecord upload) {
        put(upload, upload.reason().isPresent() ? State.REJECTED : State.TAKEN);
    }

    /// The receipts of a publisher's uploads that the manager took and has not decided about, as
    /// far as is known here.
    synchronized List<UUID> undecided(String publisher) {
        return rows.getOrDefault(publisher, new LinkedHashMap<>()).entrySet().stream()
                .filter(row -> row.getValue().state() == State.TAKEN)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Notes what the manager decided about an upload that it had taken.
    synchronized void decided(String publisher, UploadOutcome outcome) {
        Row row = rows.getOrDefault(publisher, new LinkedHashMap<>()).get(outcome.receipt());
        if (row == null || row.state() != State.TAKEN) {
            return;
        }
        if (outcome.reason().isPresent()) {
            put(row.upload().rejected(outcome.reason().get()), State.REJECTED);
        } else if (outcome.asset().isPresent()) {
            put(row.upload(), State.ACCEPTED);
        }
    }

    private void put(UploadRecord upload, State state) {
        LinkedHashMap<UUID, Row> own =
                rows.computeIfAbsent(upload.path().publisher(), _ -> new LinkedHashMap<>());
        own.put(upload.receipt(), new Row(upload, state));
        if (own.size() > KEPT) {
            own.remove(own.firstEntry().getKey());
        }
    }

    /// All that the manager has answered, oldest first for each publisher.
    synchronized List<UploadRecord> answered() {
        return rows.values().stream()
                .flatMap(own -> own.values().stream())
                .filter(row -> row.state() != State.RECEIVED)
                .map(Row::upload)
                .toList();
    }

    /// A publisher's latest uploads as text, newest first.
    synchronized String text(String publisher) {
        StringBuilder text =
                new StringBuilder(
                        """
                        # Your latest uploads, newest first. RECEIVED: safe here. TAKEN: safe at
                        # the manager, which looks at it. ACCEPTED: an asset, on its way to the
                        # viewers. REJECTED: see why.
                        # state   received (UTC)        bytes  sha-256  path
                        """);
        List<Row> own =
                new ArrayList<>(rows.getOrDefault(publisher, new LinkedHashMap<>()).values());
        for (Row row : own.reversed()) {
            UploadRecord upload = row.upload();
            Instant at = upload.receivedAt().truncatedTo(ChronoUnit.SECONDS);
            text.append(row.state()).append("  ").append(at).append("  ");
            text.append(upload.size().bytes()).append("  ").append(upload.checksum()).append("  /");
            text.append(upload.path().project()).append('/').append(upload.path().file());
            upload.reason()
                    .map(reason -> reason.replaceAll("\\s+", " "))
                    .filter(Predicate.not(String::isBlank))
                    .ifPresent(reason -> text.append("  REASON: ").append(reason));
            text.append('\n');
        }
        return text.toString();
    }
}
