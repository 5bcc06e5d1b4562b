package org.vdeli.router.follow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.http.TimedCall;
import org.vdeli.router.map.Update;

/// Asks a manager what changed; another one when one does not answer.
public final class ManagerFeed implements AutoCloseable {
    /// A whole picture of 100 000 assets is some megabytes.
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final List<URI> managers;
    private final Secret token;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(3))
                    .build();
    private int current;

    /// @param managers base addresses, at least one
    /// @param token which an admin made
    public ManagerFeed(List<URI> managers, Secret token) {
        this.managers =
                managers.stream()
                        .map(uri -> URI.create(uri.toString().replaceAll("/+$", "")))
                        .toList();
        this.token = token;
    }

    /// What changed since a mark.
    ///
    /// @throws IOException if the manager whose turn it is does not answer well; the next call asks
    ///   the next one
    public Update since(Update.Mark mark) throws IOException, InterruptedException {
        URI manager = managers.get(current);
        try {
            HttpResponse<byte[]> answer =
                    TimedCall.send(
                            http,
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    manager
                                                            + "/router/v1/changes?epoch="
                                                            + mark.epoch()
                                                            + "&fleet="
                                                            + mark.fleet()
                                                            + "&assets="
                                                            + mark.assets()))
                                    .timeout(DEADLINE)
                                    .header("Authorization", "Bearer router:" + token.value())
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray(),
                            DEADLINE);
            if (answer.statusCode() != 200) {
                throw new IOException(
                        "manager "
                                + manager
                                + " answered "
                                + answer.statusCode()
                                + (answer.statusCode() == 401
                                        ? ": it does not know the token (an admin makes one by POST"
                                                + " /api/v1/router-tokens)"
                                        : ""));
            }
            return UpdateCodec.read(new ByteArrayInputStream(answer.body()));
        } catch (IOException e) {
            current = (current + 1) % managers.size();
            throw new IOException("could not ask manager " + manager + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
