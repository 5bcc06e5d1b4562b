package org.vdeli.agent.fill;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Manifest;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;

/// Fetches the list of piece checksums of an asset from a source.
final class Manifests {
    /// 70 bytes a piece: enough for a file of 1 TB in pieces of 4 MiB.
    private static final int MAX_BYTES = 32 << 20;

    private final HttpClient http;
    private final Codec codec;
    private final Duration deadline;

    Manifests(Codec codec, Duration deadline) {
        this.codec = codec;
        this.deadline = deadline;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(deadline)
                        .build();
    }

    /// The manifest that belongs to this order.
    ///
    /// @throws SourceFailure if the source does not hand out one that agrees with the order
    Manifest fetch(URI source, Job.Fill order) throws SourceFailure, InterruptedException {
        URI address = URI.create(source + "/assets/" + order.asset() + "/manifest");
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .header("Authorization", "Bearer " + order.token())
                        .header("Accept", "application/json")
                        .timeout(deadline)
                        .build();
        try {
            HttpResponse<InputStream> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                check(answer.statusCode(), address);
                byte[] bytes = body.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new SourceFailure(Reason.REFUSED, address + " is too long");
                }
                return agreeing(codec.read(bytes, Manifest.class), order, address);
            }
        } catch (IOException e) {
            throw new SourceFailure(
                    Reason.UNREACHABLE,
                    "could not fetch "
                            + address
                            + ": "
                            + (e.getMessage() == null
                                    ? e.getClass().getSimpleName()
                                    : e.getMessage()));
        } catch (MalformedBodyException e) {
            throw new SourceFailure(
                    Reason.REFUSED, address + " is no manifest: " + e.field() + " " + e.reason());
        }
    }

    private static void check(int status, URI address) throws SourceFailure {
        switch (status) {
            case 200 -> {}
            case 401, 403, 404, 410 ->
                    throw new SourceFailure(Reason.REFUSED, address + " answered " + status);
            default -> throw new SourceFailure(Reason.UNREACHABLE, address + " answered " + status);
        }
    }

    private static Manifest agreeing(Manifest manifest, Job.Fill order, URI address)
            throws SourceFailure {
        if (!manifest.asset().equals(order.asset())
                || !manifest.checksum().equals(order.checksum())
                || !manifest.size().equals(order.size())
                || !manifest.pieceSize().equals(order.pieceSize())) {
            throw new SourceFailure(
                    Reason.CHECKSUM_MISMATCH, address + " does not agree with the job");
        }
        return manifest;
    }
}
