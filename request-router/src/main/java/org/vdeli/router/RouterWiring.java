package org.vdeli.router;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.router.answer.EdgeLinks;
import org.vdeli.router.answer.RoutingDesk;
import org.vdeli.router.decide.Board;
import org.vdeli.router.decide.Decider;
import org.vdeli.router.follow.Follower;
import org.vdeli.router.follow.ManagerFeed;
import org.vdeli.router.follow.SnapshotFile;
import org.vdeli.router.http.RouterServer;
import org.vdeli.router.http.RouterSettings;
import org.vdeli.router.http.ViewerAnswers;
import org.vdeli.router.place.AddressDatabase;
import org.vdeli.router.place.Locator;

/// Puts a router on its own together.
final class RouterWiring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RouterWiring.class);

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final RouterServer server;

    RouterWiring(RouterNodeConfig config) throws IOException {
        RouterSettings settings = config.router();
        Board board = new Board();
        try {
            Optional<AddressDatabase> database = Optional.empty();
            if (settings.addressDatabase().isPresent()) {
                AddressDatabase opened =
                        AddressDatabase.open(
                                settings.addressDatabase().get(), settings.addressAccuracy());
                running.push(opened);
                database = Optional.of(opened);
            }
            RoutingDesk desk =
                    new RoutingDesk(
                            board,
                            new Decider(settings.spread()),
                            new Locator(database),
                            new EdgeLinks(settings.urlTemplate()));
            ManagerFeed feed = new ManagerFeed(config.managers(), config.token());
            running.push(feed);
            Follower follower =
                    new Follower(
                            feed::since,
                            new SnapshotFile(config.data()),
                            board,
                            InstantSource.system());
            running.push(follower);
            follower.start();
            this.server =
                    RouterServer.start(
                            settings,
                            new ViewerAnswers(
                                    desk, settings, config.explainToken(), follower::health));
            running.push(server);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    int port() {
        return server.port();
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
