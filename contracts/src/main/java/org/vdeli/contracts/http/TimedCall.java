package org.vdeli.contracts.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One HTTP call that ends in time, body included. The timeout of a request ends with the head of
/// the answer (until JDK 26), so a server that vanishes in the middle of a body would hold its
/// caller for ever.
///
/// @param <T> the body; its handler must take it in whole, such as `BodyHandlers.ofByteArray()`
public final class TimedCall<T> {
    private final URI address;
    private final CompletableFuture<HttpResponse<T>> call;

    private TimedCall(URI address, CompletableFuture<HttpResponse<T>> call) {
        this.address = address;
        this.call = call;
    }

    /// Begins the call.
    public static <T> TimedCall<T> start(
            HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> body) {
        return new TimedCall<>(request.uri(), client.sendAsync(request, body));
    }

    /// Begins the call and waits for its end.
    ///
    /// @throws IOException as [#await]
    public static <T> HttpResponse<T> send(
            HttpClient client,
            HttpRequest request,
            HttpResponse.BodyHandler<T> body,
            Duration deadline)
            throws IOException, InterruptedException {
        return start(client, request, body).await(deadline);
    }

    /// The whole answer. When this returns or throws, the call has ended.
    ///
    /// @throws HttpTimeoutException if it was not there within the deadline
    /// @throws IOException if it broke or was cancelled
    public HttpResponse<T> await(Duration deadline) throws IOException, InterruptedException {
        try {
            return call.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw new HttpTimeoutException(
                    "no whole answer from " + address + " within " + deadline.toMillis() + " ms");
        } catch (CancellationException _) {
            throw cancelled();
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case IOException broken -> broken;
                case CancellationException _ -> cancelled();
                case null, default ->
                        new IOException("could not call " + address + ": " + e.getCause(), e);
            };
        } finally {
            cancel();
        }
    }

    private IOException cancelled() {
        return new IOException("the call of " + address + " was cancelled");
    }

    /// Ends the call, if it has not ended yet.
    public void cancel() {
        call.cancel(true);
    }
}
