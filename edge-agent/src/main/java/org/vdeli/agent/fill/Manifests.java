package org.vdeli.agent.fill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.vdeli.agent.work.FillRun;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Manifest;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.http.TimedCall;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;

/// Fetches the list of piece checksums of an asset from a source.
final class Manifests {
    /// 70 bytes a piece: enough for a file of 1 TB in pieces of 4 MiB.
    private static final int MAX_BYTES = 32 << 20;

    /// The whole answer may take so many times as long as its head: 32 MiB in a minute is little.
    private static final int WHOLE_ANSWER = 6;

    private final HttpClient http;
    private final Codec codec;
    private final Duration deadline;
    private final Duration wholeDeadline;

    Manifests(Codec codec, Duration deadline) {
        this(codec, deadline, deadline.multipliedBy(WHOLE_ANSWER));
    }

    Manifests(Codec codec, Duration deadline, Duration wholeDeadline) {
        this.codec = codec;
        this.deadline = deadline;
        this.wholeDeadline = wholeDeadline;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(deadline)
                        .build();
    }

    /// The manifest that belongs to this order.
    ///
    /// @param run when it is cancelled, the call ends at once
    /// @throws SourceFailure if the source does not hand out one that agrees with the order
    Manifest fetch(URI source, FillRun run) throws SourceFailure, InterruptedException {
        Job.Fill order = run.order();
        URI address = URI.create(source + "/assets/" + order.asset() + "/manifest");
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .header("Authorization", "Bearer " + order.token())
                        .header("Accept", "application/json")
                        .timeout(deadline)
                        .build();
        TimedCall<byte[]> call =
                TimedCall.start(
                        http,
                        request,
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), MAX_BYTES));
        run.onCancel(call::cancel);
        try {
            HttpResponse<byte[]> answer = call.await(wholeDeadline);
            check(answer.statusCode(), address);
            return agreeing(codec.read(answer.body(), Manifest.class), order, address);
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
