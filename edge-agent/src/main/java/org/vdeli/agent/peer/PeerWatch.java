package org.vdeli.agent.peer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.PieceLayout;

/// Follows what another agent has of an asset, into a [PeerView], until it is closed. Comes back
/// after an interruption, sooner at first and then every few seconds. One virtual thread.
public final class PeerWatch implements AutoCloseable {
    /// Three missed words: a neighbour that died is noticed in 1.5 s.
    static final Duration SILENCE = PeerServer.KEEP_ALIVE.multipliedBy(3);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(PeerWatch.class);

    private final PeerView view;
    private final AssetId asset;
    private final PieceLayout layout;
    private final Supplier<String> token;
    private final Runnable changed;
    private final Runnable gone;
    private final RandomGenerator random;
    private final Thread thread;
    private volatile boolean closed;

    private PeerWatch(
            PeerView view,
            AssetId asset,
            PieceLayout layout,
            Supplier<String> token,
            Runnable changed,
            Runnable gone,
            RandomGenerator random) {
        this.view = view;
        this.asset = asset;
        this.layout = layout;
        this.token = token;
        this.changed = changed;
        this.gone = gone;
        this.random = random;
        this.thread =
                Thread.ofVirtual().name("watch-" + view.member().server()).unstarted(this::run);
    }

    /// Begins to follow.
    ///
    /// @param token the piece token to show
    /// @param changed told when there is more to have from it than before
    /// @param gone told when it does not answer any more: what it was fetching is free
    public static PeerWatch start(
            PeerView view,
            AssetId asset,
            PieceLayout layout,
            Supplier<String> token,
            Runnable changed,
            Runnable gone,
            RandomGenerator random) {
        PeerWatch watch = new PeerWatch(view, asset, layout, token, changed, gone, random);
        watch.thread.start();
        return watch;
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!closed) {
                if (follow()) {
                    pause = FIRST_PAUSE;
                }
                view.away();
                gone.run();
                long nanos = pause.toNanos();
                TimeUnit.NANOSECONDS.sleep(nanos / 2 + random.nextLong(nanos / 2 + 1));
                Duration twice = pause.multipliedBy(2);
                pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /// @return whether it was heard
    private boolean follow() {
        boolean heard = false;
        HttpURLConnection connection;
        try {
            connection = open();
        } catch (IOException e) {
            LOG.debug("no news from server={} cause={}", view.member().server(), e.toString());
            return false;
        }
        try {
            if (connection.getResponseCode() != 200) {
                return false;
            }
            try (InputStream in = new BufferedInputStream(connection.getInputStream(), 4096)) {
                while (!closed) {
                    boolean matters = view.told(line(in));
                    while (in.available() > 0) {
                        matters |= view.told(line(in));
                    }
                    heard = true;
                    if (matters) {
                        changed.run();
                    }
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("no more news from server={} cause={}", view.member().server(), e.toString());
        } finally {
            connection.disconnect();
        }
        return heard;
    }

    private HttpURLConnection open() throws IOException {
        URI address =
                URI.create(
                        view.member().door()
                                + PeerServer.BASE
                                + "/assets/"
                                + asset
                                + "/pieces?size="
                                + layout.pieceSize().bytes());
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(Math.toIntExact(SILENCE.toMillis()));
        connection.setReadTimeout(Math.toIntExact(SILENCE.toMillis()));
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Authorization", "Bearer " + token.get());
        return connection;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the news ended");
            }
            if (line.length() >= PieceNews.LONGEST_LINE) {
                throw new IOException("too long a line of news");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
