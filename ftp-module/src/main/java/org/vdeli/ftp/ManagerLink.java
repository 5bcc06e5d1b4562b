package org.vdeli.ftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.ingest.AccountCheck;
import org.vdeli.contracts.ingest.DeliveryAnswer;
import org.vdeli.contracts.ingest.LoginAnswer;
import org.vdeli.contracts.ingest.OutcomeQuery;
import org.vdeli.contracts.ingest.UploadDelivery;
import org.vdeli.contracts.ingest.UploadOutcome;
import org.vdeli.contracts.ingest.UploadOutcomes;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;
import org.vdeli.ftp.account.Accounts;
import org.vdeli.ftp.account.AccountsUnavailable;
import org.vdeli.ftp.upload.UploadSink;

/// The manager over HTTP: accounts and finished uploads.
///
/// Content goes first: `HEAD /ftp/v1/uploads/{receipt}/content` says by its `Content-Length` how
/// much the manager has (404: nothing), `PUT` with `Content-Range` brings the rest. Then `POST
/// /ftp/v1/uploads` hands the delivery over. Each may be repeated at any time.
final class ManagerLink implements Accounts, UploadSink, AutoCloseable {
    private static final Duration ANSWER_TIME = Duration.ofSeconds(15);

    /// One push of content; what is left after it, the next one brings.
    private static final Duration PUSH_TIME = Duration.ofMinutes(10);

    /// A publisher waits for it who only wants to read a list.
    private static final Duration OUTCOME_TIME = Duration.ofSeconds(3);

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int SUCCESS_END = 300;

    private final URI manager;
    private final Secret token;
    private final Codec codec = new Codec();
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    /// @param manager base address
    /// @param token this node's
    ManagerLink(URI manager, Secret token) {
        this.manager = URI.create(manager.toString().replaceAll("/+$", ""));
        this.token = token;
    }

    @Override
    public LoginAnswer check(AccountCheck check) {
        try {
            HttpResponse<byte[]> response =
                    http.send(
                            request("/ftp/v1/logins", ANSWER_TIME)
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(codec.write(check)))
                                    .build(),
                            BodyHandlers.ofByteArray());
            if (response.statusCode() < OK || response.statusCode() >= SUCCESS_END) {
                throw new AccountsUnavailable("the manager said " + response.statusCode(), null);
            }
            return codec.read(response.body(), LoginAnswer.class);
        } catch (IOException | MalformedBodyException e) {
            throw new AccountsUnavailable(e.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AccountsUnavailable("the service is stopping", e);
        }
    }

    @Override
    public DeliveryAnswer deliver(UploadDelivery delivery, Path content)
            throws IOException, InterruptedException {
        if (Files.exists(content)) {
            push(delivery, content);
        }
        HttpResponse<byte[]> response =
                http.send(
                        request("/ftp/v1/uploads", ANSWER_TIME)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(codec.write(delivery)))
                                .build(),
                        BodyHandlers.ofByteArray());
        if (response.statusCode() < OK || response.statusCode() >= SUCCESS_END) {
            throw new IOException("the manager said " + response.statusCode());
        }
        return codec.read(response.body(), DeliveryAnswer.class);
    }

    /// What a manager that is too old for the question does not know is not decided yet.
    @Override
    public List<UploadOutcome> outcomes(List<UUID> receipts)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                http.send(
                        request("/ftp/v1/outcomes", OUTCOME_TIME)
                                .header("Content-Type", "application/json")
                                .POST(
                                        BodyPublishers.ofString(
                                                codec.write(new OutcomeQuery(receipts))))
                                .build(),
                        BodyHandlers.ofByteArray());
        if (response.statusCode() == NOT_FOUND) {
            return List.of();
        }
        if (response.statusCode() != OK) {
            throw new IOException("the manager said " + response.statusCode());
        }
        return codec.read(response.body(), UploadOutcomes.class).uploads();
    }

    /// Whether the manager answers and knows this node.
    NodeHealth.State state() throws InterruptedException {
        try {
            HttpResponse<Void> response =
                    http.send(
                            request("/ftp/v1/outcomes", OUTCOME_TIME)
                                    .header("Content-Type", "application/json")
                                    .POST(
                                            BodyPublishers.ofString(
                                                    codec.write(new OutcomeQuery(List.of()))))
                                    .build(),
                            BodyHandlers.discarding());
            return switch (response.statusCode()) {
                case OK, NOT_FOUND -> new NodeHealth.State(true, "answers at " + manager);
                case UNAUTHORIZED, FORBIDDEN ->
                        new NodeHealth.State(
                                false,
                                "the manager at "
                                        + manager
                                        + " does not know this node: node-token must be what it"
                                        + " keeps in its data folder's secrets/ftp-node-token");
                default ->
                        new NodeHealth.State(
                                false,
                                "the manager at " + manager + " said " + response.statusCode());
            };
        } catch (IOException e) {
            return new NodeHealth.State(
                    false,
                    "no answer from the manager at "
                            + manager
                            + " ("
                            + e.getClass().getSimpleName()
                            + "): nobody can log in, finished uploads wait");
        }
    }

    private void push(UploadDelivery delivery, Path content)
            throws IOException, InterruptedException {
        String path = "/ftp/v1/uploads/" + delivery.receipt() + "/content";
        long size = delivery.size().bytes();
        long there = there(path);
        if (there >= size && there > 0) {
            return;
        }
        String range = size == 0 ? "bytes */0" : "bytes " + there + "-" + (size - 1) + "/" + size;
        HttpResponse<Void> response =
                http.send(
                        request(path, PUSH_TIME)
                                .header("Content-Range", range)
                                .header("Content-Type", "application/octet-stream")
                                .PUT(from(content, there, size - there))
                                .build(),
                        BodyHandlers.discarding());
        if (response.statusCode() >= SUCCESS_END) {
            throw new IOException(
                    "the manager said " + response.statusCode() + " to the content of an upload");
        }
    }

    /// How much of the content the manager has.
    private long there(String path) throws IOException, InterruptedException {
        HttpResponse<Void> response =
                http.send(request(path, ANSWER_TIME).HEAD().build(), BodyHandlers.discarding());
        if (response.statusCode() == NOT_FOUND) {
            return 0;
        }
        if (response.statusCode() != OK) {
            throw new IOException("the manager said " + response.statusCode());
        }
        return response.headers().firstValueAsLong("Content-Length").orElse(0);
    }

    private static BodyPublisher from(Path file, long offset, long length) {
        if (length == 0) {
            return BodyPublishers.noBody();
        }
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> open(file, offset)), length);
    }

    private static InputStream open(Path file, long offset) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            channel.position(offset);
            return Channels.newInputStream(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder request(String path, Duration limit) {
        return HttpRequest.newBuilder(URI.create(manager + path))
                .timeout(limit)
                .header("Authorization", "Bearer " + token.value());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
