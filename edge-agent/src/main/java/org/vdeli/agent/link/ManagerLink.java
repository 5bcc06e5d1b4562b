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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.EnrolmentRequest;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.MissQuestion;
import org.vdeli.contracts.agent.PeerDoor;
import org.vdeli.contracts.agent.Swarm;
import org.vdeli.contracts.agent.WanShare;
import org.vdeli.contracts.api.HealthView;
import org.vdeli.contracts.http.TimedCall;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;

/// The manager's HTTP for agents. Where several managers share a database, any of them does: the
/// one that answered last is asked first, and the next one where it cannot be reached. One that
/// answers again and again that it is not well (5xx) is left, too. Any thread may ask.
public final class ManagerLink {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final int MAX_SHOWN = 300;

    /// Answers that it is not well, in a row, after which another manager is asked: one alone may
    /// be a moment of its database, which the others share.
    private static final int MOST_TROUBLES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(ManagerLink.class);

    private final List<URI> managers;
    private final Codec codec;
    private final Duration deadline;

    /// Which of them answered last.
    private volatile int answering;

    /// How often in a row that one said that it is not well.
    private final AtomicInteger troubles = new AtomicInteger();

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    /// @param managers at least one, the one to ask first first
    public ManagerLink(List<URI> managers, Codec codec) {
        this(managers, codec, DEADLINE);
    }

    /// Puts it together; nothing begins yet.
    ///
    /// @param deadline of a whole call
    public ManagerLink(List<URI> managers, Codec codec, Duration deadline) {
        if (managers.isEmpty()) {
            throw new IllegalArgumentException("an agent needs a manager");
        }
        this.managers = managers.stream().map(ManagerLink::withoutSlash).toList();
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

    /// What a manager says of a file that a viewer asked for.
    public sealed interface Miss {
        /// Fill it.
        record Ordered(Job.Fill order) implements Miss {}

        /// There is no such file for viewers of this server.
        record Unknown(String detail) implements Miss {}

        /// Not here, or not now.
        record NotHere(String detail) implements Miss {}

        /// It is larger than all the room here.
        record NoRoom(String detail) implements Miss {}
    }

    /// Asks what a file is that a viewer asked for and that is not here.
    public Miss miss(Enrolled me, MissQuestion question)
            throws IOException, RefusedException, InterruptedException {
        URI address = under("/agent/v1/misses");
        HttpResponse<byte[]> answer = send(asAgent(me, address).POST(body(question)).build());
        switch (answer.statusCode()) {
            case 404 -> {
                return new Miss.Unknown(shown(answer));
            }
            case 409 -> {
                return new Miss.NotHere(shown(answer));
            }
            case 507 -> {
                return new Miss.NoRoom(shown(answer));
            }
            default -> check(answer, address);
        }
        try {
            return new Miss.Ordered(codec.read(answer.body(), Job.Fill.class));
        } catch (MalformedBodyException e) {
            throw new IOException(address + " answered with no order: " + e.reason(), e);
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
        return URI.create(managers.get(answering) + path);
    }

    private static URI withoutSlash(URI address) {
        String base = address.toString();
        return base.endsWith("/") ? URI.create(base.substring(0, base.length() - 1)) : address;
    }

    private HttpRequest.BodyPublisher body(Object value) {
        return HttpRequest.BodyPublishers.ofString(codec.write(value), StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> send(HttpRequest request)
            throws IOException, InterruptedException {
        int begin = managerOf(request.uri());
        String path = request.uri().toString().substring(managers.get(begin).toString().length());
        @Nullable IOException first = null;
        for (int i = 0; i < managers.size(); i++) {
            int next = (begin + i) % managers.size();
            URI address = URI.create(managers.get(next) + path);
            try {
                HttpResponse<byte[]> answer =
                        sendTo(
                                HttpRequest.newBuilder(request, (name, value) -> true)
                                        .uri(address)
                                        .build());
                answered(next, answer.statusCode());
                return answer;
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        throw Objects.requireNonNull(first);
    }

    private void answered(int manager, int status) {
        if (manager != answering) {
            answering = manager;
            troubles.set(0);
        }
        if (status < 500) {
            troubles.set(0);
        } else if (troubles.incrementAndGet() >= MOST_TROUBLES && managers.size() > 1) {
            troubles.set(0);
            answering = (manager + 1) % managers.size();
            LOG.warn(
                    "event=manager-left manager={} status={} next={}",
                    managers.get(manager),
                    status,
                    managers.get(answering));
        }
    }

    /// Which manager an address belongs to: the one with the longest text that it begins with.
    private int managerOf(URI address) {
        int found = 0;
        int longest = -1;
        for (int i = 0; i < managers.size(); i++) {
            String base = managers.get(i).toString();
            if (address.toString().startsWith(base + "/") && base.length() > longest) {
                found = i;
                longest = base.length();
            }
        }
        return found;
    }

    private HttpResponse<byte[]> sendTo(HttpRequest request)
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
        String said = address + " answered " + status + " " + shown(answer);
        // Too early, too often and all troubles of the server's own pass by themselves.
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            throw new IOException(said);
        }
        throw new RefusedException(said);
    }

    private static String shown(HttpResponse<byte[]> answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN);
    }
}
