package org.vdeli.manager;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.api.HealthView;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.fleet.LiveFleet;
import org.vdeli.manager.routing.RoutingFeed;
import org.vdeli.router.answer.EdgeLinks;
import org.vdeli.router.answer.RoutingDesk;
import org.vdeli.router.decide.Board;
import org.vdeli.router.decide.Decider;
import org.vdeli.router.http.RouterServer;
import org.vdeli.router.http.RouterSettings;
import org.vdeli.router.http.ViewerAnswers;
import org.vdeli.router.place.AddressDatabase;
import org.vdeli.router.place.Locator;

/// The part of the wiring that routes viewers: the picture, kept from the database and from
/// heartbeats, and, where it is wanted, answers to viewers.
final class RoutingWiring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RoutingWiring.class);
    private static final Duration TURN = Duration.ofMillis(250);
    private static final Duration FADE = Duration.ofSeconds(1);

    private final Board board = new Board();
    private final RouterSettings settings;
    private final RoutingFeed feed;
    private final RoutingDesk desk;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    /// @param heardWithin a server that is not heard for longer gets no viewers
    /// @param canHear whether heartbeats can arrive now
    /// @param epoch of this start; not 0
    RoutingWiring(
            RouterSettings settings,
            Transactions transactions,
            LiveFleet live,
            Duration heardWithin,
            BooleanSupplier canHear,
            InstantSource time,
            long epoch)
            throws IOException {
        this.settings = settings;
        Optional<AddressDatabase> database = Optional.empty();
        if (settings.addressDatabase().isPresent()) {
            AddressDatabase opened =
                    AddressDatabase.open(
                            settings.addressDatabase().get(), settings.addressAccuracy());
            running.push(opened);
            database = Optional.of(opened);
        }
        this.feed = new RoutingFeed(transactions, live, board, heardWithin, canHear, time, epoch);
        this.desk =
                new RoutingDesk(
                        board,
                        new Decider(settings.spread()),
                        new Locator(database),
                        new EdgeLinks(settings.urlTemplate()));
    }

    /// To be told of what changes.
    RoutingFeed feed() {
        return feed;
    }

    RoutingDesk desk() {
        return desk;
    }

    /// Begins to read, and to answer viewers if the manager shall.
    void start() throws IOException {
        running.push(Loop.start("routing-feed", TURN, feed::turn));
        running.push(Loop.start("routing-fade", FADE, board::fade));
        if (settings.enabled()) {
            running.push(
                    RouterServer.start(
                            settings,
                            new ViewerAnswers(desk, settings, Optional.empty(), this::health)));
        }
    }

    private HealthView health() {
        boolean ok = feed.isLoaded() && desk.isReady();
        return new HealthView(
                ok,
                List.of(
                        new HealthView.Dependency(
                                "fleet",
                                ok,
                                desk.assets()
                                        + " files on "
                                        + desk.servers()
                                        + " servers are known",
                                Optional.empty())));
    }

    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                LOG.warn("event=not-closed-well cause=\"{}\"", e.toString());
            }
        }
    }
}
