package org.vdeli.ftp.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.contracts.ingest.DeliveryAnswer;
import org.vdeli.contracts.ingest.UploadDelivery;
import org.vdeli.contracts.ingest.UploadOutcome;
import org.vdeli.ftp.upload.UploadSink;

/// A manager that keeps deliveries in memory and their content, hard-linked, in a folder.
final class InMemorySink implements UploadSink {
    private final Path store;
    private final Map<UUID, UploadDelivery> taken =
            Collections.synchronizedMap(new LinkedHashMap<>());
    volatile Function<UploadDelivery, Optional<String>> rule = _ -> Optional.empty();
    final Map<UUID, UploadOutcome> outcomes = new ConcurrentHashMap<>();
    volatile boolean reachable = true;

    InMemorySink(Path store) {
        this.store = store;
    }

    @Override
    public DeliveryAnswer deliver(UploadDelivery delivery, Path content) throws IOException {
        if (!reachable) {
            throw new IOException("no manager");
        }
        Optional<String> reason = rule.apply(delivery);
        if (reason.isPresent()) {
            return new DeliveryAnswer.Rejected(reason.get());
        }
        if (taken.putIfAbsent(delivery.receipt(), delivery) == null) {
            Files.createLink(store.resolve(delivery.receipt().toString()), content);
        }
        return new DeliveryAnswer.Taken(new UploadId(1));
    }

    @Override
    public List<UploadOutcome> outcomes(List<UUID> receipts) throws IOException {
        if (!reachable) {
            throw new IOException("no manager");
        }
        return receipts.stream()
                .flatMap(r -> Optional.ofNullable(outcomes.get(r)).stream())
                .toList();
    }

    List<UploadDelivery> taken() {
        synchronized (taken) {
            return List.copyOf(taken.values());
        }
    }

    List<String> paths() {
        return taken().stream().map(d -> d.path().toString()).toList();
    }

    byte[] content(UploadDelivery delivery) {
        try {
            return Files.readAllBytes(store.resolve(delivery.receipt().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
