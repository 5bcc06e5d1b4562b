package org.vdeli.installers.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.installers.site.Patience;
import org.vdeli.installers.site.SiteException;

/// Viewers of the demo: they play by HTTP ranges, as players do.
final class Viewers {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /// An agent starts its nginx again within a few seconds, and a demo its agents.
    private static final Duration STALL = Duration.ofSeconds(20);

    private static final int RANGE = 1 << 20;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /// Where viewers find a video on a server.
    static URI address(ServerView server, AssetPath path) {
        try {
            return new URI(
                    "http",
                    null,
                    server.addresses().getFirst(),
                    server.httpPort(),
                    "/" + path,
                    null,
                    null);
        } catch (java.net.URISyntaxException e) {
            throw new IllegalArgumentException("not an address: " + server + " " + path, e);
        }
    }

    /// Plays a video from its first to its last byte. As players do, it asks again for a while
    /// where nobody answers.
    ///
    /// @return the number of requests
    /// @throws SiteException if a byte differs from what was uploaded
    int play(URI address, SampleVideo video) {
        MessageDigest digest = Checksum.newDigest();
        long position = 0;
        int requests = 0;
        while (position < video.size().bytes()) {
            long from = position;
            HttpResponse<byte[]> answer =
                    Patience.await(
                            address + " answer", STALL, () -> answered(address, from, RANGE));
            requests++;
            if (answer.statusCode() != 206 || answer.body().length == 0) {
                throw new SiteException(
                        "could not play "
                                + address
                                + " from byte "
                                + position
                                + ": status "
                                + answer.statusCode()
                                + ", "
                                + answer.body().length
                                + " bytes");
            }
            digest.update(answer.body());
            position += answer.body().length;
        }
        Checksum played = Checksum.ofDigest(digest.digest());
        if (!played.equals(video.checksum())) {
            throw new SiteException(
                    address
                            + " serves bytes of checksum "
                            + played
                            + " instead of "
                            + video.checksum());
        }
        return requests;
    }

    private Optional<HttpResponse<byte[]>> answered(URI address, long position, int length) {
        try {
            return Optional.of(range(address, position, length));
        } catch (SiteException e) {
            if (e.getCause() instanceof IOException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Status of a request for one range.
    int look(URI address, long position, int length) {
        return range(address, position, length).statusCode();
    }

    private HttpResponse<byte[]> range(URI address, long position, int length) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address.toASCIIString()))
                        .timeout(TIMEOUT)
                        .header("Range", "bytes=" + position + "-" + (position + length - 1))
                        .build();
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new SiteException("could not play " + address + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SiteException("interrupted while playing " + address, e);
        }
    }
}
