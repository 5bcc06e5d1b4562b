package org.vdeli.agent.link;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.EnrolmentRequest;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.PeerDoor;
import org.vdeli.contracts.agent.Swarm;
import org.vdeli.contracts.agent.WanShare;
import org.vdeli.contracts.api.HealthView;
import org.vdeli.contracts.http.TimedCall;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;

/// The manager's HTTP for agents.
public final class ManagerLink {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final int MAX_SHOWN = 300;

    private final URI manager;
    private final Codec codec;
    private final Duration deadline;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    public ManagerLink(URI manager, Codec codec) {
        this(manager, codec, DEADLINE);
    }

    /// Puts it together; nothing begins yet.
    ///
    /// @param deadline of a whole call
    public ManagerLink(URI manager, Codec codec, Duration deadline) {
        this.manager = manager;
        this.codec = codec;
        this.deadline = deadline;
    }

    /// The manager answered, and said no.
    public static final class RefusedException extends Exception {
        RefusedException(String message) {
            super(message);
        }
    }

    /// Asks to join.
    ///
    /// @throws IOException if the manager is away or not well: try again later
    /// @throws RefusedException if it said no
    Enrolled enrol(EnrolmentRequest request)
            throws IOException, RefusedException, InterruptedException {
        URI address = under("/agent/v1/enrolments");
        HttpResponse<byte[]> answer =
                send(
                        HttpRequest.newBuilder(address)
                                .header("Content-Type", "application/json")
                                .POST(body(request))
                                .timeout(deadline)
                                .build());
        check(answer, address);
        try {
            return codec.read(answer.body(), Enrolled.class);
        } catch (MalformedBodyException e) {
            throw new IOException(address + " answered with no enrolment: " + e.reason(), e);
        }
    }

    /// That a manager answers.
    ///
    /// @param date what its clock said, cut to the second; absent if it does not tell
    public record Hello(Optional<Instant> date) {}

    /// Asks whether a manager is there.
    ///
    /// @throws IOException if none answers; the cause says why
    /// @throws RefusedException if what answers is no manager
    public Hello hello() throws IOException, RefusedException, InterruptedException {
        URI address = under("/health/live");
        HttpResponse<byte[]> answer =
                send(HttpRequest.newBuilder(address).timeout(deadline).build());
        check(answer, address);
        try {
            codec.read(answer.body(), HealthView.class);
        } catch (MalformedBodyException _) {
            throw new RefusedException(address + " answers, but not as a manager does");
        }
        return new Hello(answer.headers().firstValue("Date").flatMap(ManagerLink::instant));
    }

    private static Optional<Instant> instant(String date) {
        try {
            return Optional.of(
                    Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.strip())));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// Whether the manager knows this server and its secret. Asks for the swarm of an asset that
    /// there never is: whoever is known learns that.
    public boolean knows(Enrolled me) throws IOException, RefusedException, InterruptedException {
        URI address = under("/agent/v1/swarms/" + new AssetId(1));
        HttpResponse<byte[]> answer = send(asAgent(me, address).GET().build());
        int status = answer.statusCode();
        if (status == 401 || status == 403) {
            return false;
        }
        if (status != 404) {
            check(answer, address);
        }
        return true;
    }

    /// Sends the whole inventory.
    public void send(Enrolled me, Inventory inventory)
            throws IOException, RefusedException, InterruptedException {
        URI address = under("/agent/v1/inventory");
        check(send(asAgent(me, address).PUT(body(inventory)).build()), address);
    }

    /// Says where this server hands pieces out.
    public void open(Enrolled me, PeerDoor door)
            throws IOException, RefusedException, InterruptedException {
        URI address = under("/agent/v1/peer-door");
        check(send(asAgent(me, address).PUT(body(door)).build()), address);
    }

    /// Asks with whom an asset's pieces are shared.
    public Swarm swarm(Enrolled me, AssetId asset)
            throws IOException, RefusedException, InterruptedException {
        URI address = under("/agent/v1/swarms/" + asset);
        HttpResponse<byte[]> answer = send(asAgent(me, address).GET().build());
        check(answer, address);
        try {
            return codec.read(answer.body(), Swarm.class);
        } catch (MalformedBodyException e) {
            throw new IOException(address + " answered with no swarm: " + e.reason(), e);
        }
    }

    /// Asks for this server's share of its cluster's cap.
    public WanShare wanShare(Enrolled me)
            throws IOException, RefusedException, InterruptedException {
        URI address = under("/agent/v1/wan-share");
        HttpResponse<byte[]> answer = send(asAgent(me, address).GET().build());
        check(answer, address);
        try {
            return codec.read(answer.body(), WanShare.class);
        } catch (MalformedBodyException e) {
            throw new IOException(address + " answered with no share: " + e.reason(), e);
        }
    }

    private HttpRequest.Builder asAgent(Enrolled me, URI address) {
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer agent:" + me.server() + ":" + me.secret())
                .timeout(deadline);
    }

    private URI under(String path) {
        String base = manager.toString();
        return URI.create(
                (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    private HttpRequest.BodyPublisher body(Object value) {
        return HttpRequest.BodyPublishers.ofString(codec.write(value), StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> send(HttpRequest request)
            throws IOException, InterruptedException {
        try {
            return TimedCall.send(http, request, HttpResponse.BodyHandlers.ofByteArray(), deadline);
        } catch (IOException e) {
            throw new IOException(
                    "could not reach "
                            + request.uri()
                            + ": "
                            + (e.getMessage() == null
                                    ? e.getClass().getSimpleName()
                                    : e.getMessage()),
                    e);
        }
    }

    private static void check(HttpResponse<byte[]> answer, URI address)
            throws IOException, RefusedException {
        int status = answer.statusCode();
        if (status >= 200 && status < 300) {
            return;
        }
        String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
        String said =
                address
                        + " answered "
                        + status
                        + " "
                        + (text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN));
        // Too early, too often and all troubles of the server's own pass by themselves.
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            throw new IOException(said);
        }
        throw new RefusedException(said);
    }
}
