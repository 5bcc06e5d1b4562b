package org.vdeli.router.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.vdeli.contracts.http.TimedCall;

/// Has master playlists at hand: fetches one from an edge that holds it, and keeps it for a while.
/// Where that fails the caller redirects instead, so nothing here is waited for long.
final class MasterSource implements AutoCloseable {
    /// A new version of a playlist is noticed after so long.
    private static final Duration KEPT = Duration.ofSeconds(30);

    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final int MOST_BYTES = 512 * 1024;
    private static final int MOST_KEPT = 1000;
    private static final int MOST_AT_ONCE = 32;

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(1))
                    .build();

    /// Those who find none free redirect.
    private final Semaphore fetches = new Semaphore(MOST_AT_ONCE);

    private final Map<String, Kept> kept =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
                    return size() > MOST_KEPT;
                }
            };

    /// @param text empty if there is no master playlist of that name
    private record Kept(Optional<String> text, long at) {}

    /// The master playlist of a path; empty if it is none, or cannot be had at once.
    ///
    /// @param sources where it can be had, the best first
    Optional<String> find(String path, List<URI> sources) throws InterruptedException {
        synchronized (kept) {
            Kept known = kept.get(path);
            if (known != null && System.nanoTime() - known.at() < KEPT.toNanos()) {
                return known.text();
            }
        }
        if (!fetches.tryAcquire()) {
            return Optional.empty();
        }
        try {
            for (URI source : sources) {
                Optional<String> text = fetch(source);
                if (text.isPresent()) {
                    Optional<String> master = text.filter(HlsMaster::isMaster);
                    synchronized (kept) {
                        kept.put(path, new Kept(master, System.nanoTime()));
                    }
                    return master;
                }
            }
            return Optional.empty();
        } finally {
            fetches.release();
        }
    }

    private Optional<String> fetch(URI source) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(source).timeout(DEADLINE).build();
            HttpResponse<byte[]> answer =
                    TimedCall.send(
                            http,
                            request,
                            HttpResponse.BodyHandlers.limiting(
                                    HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES),
                            DEADLINE);
            return answer.statusCode() == 200
                    ? Optional.of(new String(answer.body(), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
