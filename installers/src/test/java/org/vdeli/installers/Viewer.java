package org.vdeli.installers;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.vdeli.contracts.value.Checksum;

/// A viewer who asks an edge server for files.
final class Viewer {
    private final HttpClient http = HttpClient.newHttpClient();

    /// What came of asking for a whole file.
    record Answer(int status, Checksum checksum, int length) {}

    Answer get(URI address) {
        HttpResponse<byte[]> response =
                send(HttpRequest.newBuilder(address), BodyHandlers.ofByteArray());
        return new Answer(
                response.statusCode(), Checksum.ofContent(response.body()), response.body().length);
    }

    /// A whole file for a viewer who takes his time.
    InputStream open(URI address) {
        HttpResponse<InputStream> response =
                send(HttpRequest.newBuilder(address), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(address + " answered " + response.statusCode());
        }
        return response.body();
    }

    /// The bytes of a range, both ends included.
    byte[] range(URI address, long first, long last) {
        HttpResponse<byte[]> response =
                send(
                        HttpRequest.newBuilder(address)
                                .header("Range", "bytes=" + first + "-" + last),
                        BodyHandlers.ofByteArray());
        if (response.statusCode() != 206) {
            throw new IllegalStateException(address + " answered " + response.statusCode());
        }
        return response.body();
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(20)).build(), handler);
        } catch (IOException e) {
            throw new IllegalStateException("could not get " + request.build().uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
