package org.vdeli.installers.simulate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.EnrolmentRequest;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Manifest;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;

/// The HTTP calls of all simulated agents. They share their connections, which real agents do not.
final class AgentHttp implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final HttpClient client;
    private final URI manager;
    private final Codec codec;

    /// @param manager its base address, without a slash at the end
    AgentHttp(URI manager, Codec codec, Executor threads) {
        this.manager = manager;
        this.codec = codec;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(DEADLINE)
                        .executor(threads)
                        .build();
    }

    /// Asks to join.
    ///
    /// @throws IOException if there is no answer, or another than an enrolment
    Enrolled enrol(EnrolmentRequest request) throws IOException, InterruptedException {
        HttpRequest call =
                to(URI.create(manager + "/agent/v1/enrolments"))
                        .header("Content-Type", "application/json")
                        .POST(body(request))
                        .build();
        return read(send(call), call, Enrolled.class);
    }

    /// Sends all that an agent has.
    void send(Enrolled me, Inventory inventory) throws IOException, InterruptedException {
        HttpRequest call =
                to(URI.create(manager + "/agent/v1/inventory"))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer agent:" + me.server() + ":" + me.secret())
                        .PUT(body(inventory))
                        .build();
        send(call);
    }

    /// Fetches the manifest of what is to be filled, from the first source.
    ///
    /// @throws IOException if there is none, or one that does not agree with the order
    Manifest manifest(Job.Fill order) throws IOException, InterruptedException {
        URI address =
                URI.create(order.sources().getFirst() + "/assets/" + order.asset() + "/manifest");
        HttpRequest call =
                to(address)
                        .header("Authorization", "Bearer " + order.token())
                        .header("Accept", "application/json")
                        .GET()
                        .build();
        Manifest manifest = read(send(call), call, Manifest.class);
        if (!manifest.checksum().equals(order.checksum())
                || !manifest.size().equals(order.size())) {
            throw new IOException(address + " does not agree with the job");
        }
        return manifest;
    }

    private static HttpRequest.Builder to(URI address) {
        return HttpRequest.newBuilder(address).timeout(DEADLINE);
    }

    private HttpRequest.BodyPublisher body(Object value) {
        return HttpRequest.BodyPublishers.ofString(codec.write(value), StandardCharsets.UTF_8);
    }

    private byte[] send(HttpRequest call) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(call, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    call.method()
                            + " "
                            + call.uri()
                            + " answered "
                            + answer.statusCode()
                            + " "
                            + new String(answer.body(), StandardCharsets.UTF_8).strip());
        }
        return answer.body();
    }

    private <T> T read(byte[] bytes, HttpRequest call, Class<T> type) throws IOException {
        try {
            return codec.read(bytes, type);
        } catch (MalformedBodyException e) {
            throw new IOException(call.uri() + " answered with no " + type.getSimpleName(), e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
