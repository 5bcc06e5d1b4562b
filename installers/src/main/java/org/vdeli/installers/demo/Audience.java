package org.vdeli.installers.demo;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vdeli.contracts.api.SampleView;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.installers.site.ManagerClient;
import org.vdeli.installers.site.Patience;
import org.vdeli.installers.site.SiteException;

/// Sends a counted number of requests to each holder and waits until the manager's statistics say
/// the same number.
final class Audience {
    /// Interval of the demo's samples, and how long nginx may keep a line of its log (1 s).
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final Duration ARRIVING = Duration.ofSeconds(40);
    private static final int REQUESTS = 40;
    private static final int MISSES = 2;
    private static final int RANGE = 256 * 1024;

    private final ManagerClient manager;
    private final Viewers viewers;

    Audience(ManagerClient manager, Viewers viewers) {
        this.manager = manager;
        this.viewers = viewers;
    }

    /// Returns how many requests were sent and counted, over all holders.
    long watch(List<ServerView> holders, AssetPath path, SampleVideo video) {
        // What was asked for earlier falls into earlier intervals, once these have passed.
        long length = INTERVAL.toMillis();
        Instant begin =
                Instant.ofEpochMilli(
                        Math.ceilDiv(Instant.now().plus(INTERVAL).toEpochMilli(), length) * length);
        Patience.pause(Duration.between(Instant.now(), begin));
        Map<ServerView, Long> sent = new HashMap<>();
        for (ServerView holder : holders) {
            sent.put(holder, watch(holder, path, video));
        }
        sent.forEach((holder, requests) -> awaitCount(holder, begin, requests));
        return sent.values().stream().mapToLong(Long::longValue).sum();
    }

    private long watch(ServerView holder, AssetPath path, SampleVideo video) {
        URI address = Viewers.address(holder, path);
        for (int i = 0; i < REQUESTS - MISSES; i++) {
            long position = (long) i * RANGE % video.size().bytes();
            expect(206, viewers.look(address, position, RANGE), address);
        }
        URI missing = address.resolve("missing.mp4");
        for (int i = 0; i < MISSES; i++) {
            expect(404, viewers.look(missing, 0, RANGE), missing);
        }
        return REQUESTS;
    }

    private static void expect(int status, int found, URI address) {
        if (status != found) {
            throw new SiteException(address + " answered " + found + " instead of " + status);
        }
    }

    private void awaitCount(ServerView holder, Instant begin, long requests) {
        String what = requests + " requests counted by " + holder.name();
        long[] last = {0};
        try {
            Patience.await(
                    what,
                    ARRIVING,
                    () -> {
                        List<SampleView> samples =
                                manager.samples(
                                        holder.id(), begin, begin.plus(Duration.ofHours(1)));
                        last[0] = samples.stream().mapToLong(SampleView::requests).sum();
                        long refused =
                                samples.stream().mapToLong(s -> s.statuses().refused()).sum();
                        if (last[0] > requests) {
                            throw new SiteException(
                                    holder.name()
                                            + " counted "
                                            + last[0]
                                            + " requests, but only "
                                            + requests
                                            + " were sent");
                        }
                        return last[0] == requests && refused == MISSES
                                ? Optional.of(true)
                                : Optional.empty();
                    });
        } catch (SiteException e) {
            throw new SiteException(e.getMessage() + "; it counted " + last[0], e);
        }
    }
}
