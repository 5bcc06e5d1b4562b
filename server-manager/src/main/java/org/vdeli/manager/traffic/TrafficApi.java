package org.vdeli.manager.traffic;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.LiveView;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.SampleView;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.Listing;
import org.vdeli.manager.api.ProblemException;
import org.vdeli.manager.api.Route;

/// `/api/v1/samples` and `/api/v1/live`: what the edges did, and what they do.
public final class TrafficApi {
    private static final Duration USUAL_SPAN = Duration.ofHours(1);

    /// So many buckets fill a screen several times over, and bound the work of one call.
    private static final int MAX_BUCKETS = 10_000;

    private enum Order {
        FROM
    }

    private enum LiveOrder {
        SERVER
    }

    private static final Listing<Order> SAMPLES =
            Listing.by(Order.FROM)
                    .filter("server", "id of the server; absent: the sum of all")
                    .filter("from", "begin of the time, an hour before its end if absent")
                    .filter("to", "end of the time, now if absent")
                    .filter("bucket", "length of the sums, such as PT5M; a minute if absent");

    private static final Listing<LiveOrder> LIVE = Listing.by(LiveOrder.SERVER);

    private final Edits edits;
    private final LiveFigures live;

    public TrafficApi(Edits edits, LiveFigures live) {
        this.edits = edits;
        this.live = live;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/v1/samples", Access.VIEWER, "List sums of samples over time")
                        .query(SAMPLES.parameters())
                        .pages(SampleView.class, this::samples),
                Route.get("/api/v1/live", Access.VIEWER, "List the newest figures of all servers")
                        .query(LIVE.parameters())
                        .pages(LiveView.class, this::live));
    }

    private Page<SampleView> samples(Call call) {
        Optional<ServerId> server = call.query("server", ServerId::of);
        Instant to = call.queryInstant("to").orElseGet(() -> edits.clock().instant());
        Instant from = call.queryInstant("from").orElseGet(() -> to.minus(USUAL_SPAN));
        Duration bucket = call.query("bucket", TrafficApi::duration).orElse(Duration.ofMinutes(1));
        if (from.isAfter(to)) {
            throw ProblemException.invalid("from", "must not be after to");
        }
        if (bucket.toSeconds() < 1
                || bucket.toDays() > 366
                || !bucket.equals(Duration.ofSeconds(bucket.toSeconds()))) {
            throw ProblemException.invalid("bucket", "must be whole seconds, from 1 to a year");
        }
        if (Duration.between(from, to).dividedBy(bucket) > MAX_BUCKETS) {
            throw ProblemException.invalid(
                    "bucket", "must be longer: the time holds more than " + MAX_BUCKETS + " of it");
        }
        return edits.read(stores -> {
            server.ifPresent(id -> Edits.require("server", id, stores.servers().find(id)));
            return SAMPLES.cut(call, stores.samples().sums(server, from, to, bucket));
        });
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("must be a duration such as PT5M", e);
        }
    }

    private Page<LiveView> live(Call call) {
        List<LiveView> all =
                live.allLive().stream()
                        .sorted(Comparator.comparingLong(figures -> figures.server().value()))
                        .toList();
        return LIVE.cut(call, all);
    }
}
