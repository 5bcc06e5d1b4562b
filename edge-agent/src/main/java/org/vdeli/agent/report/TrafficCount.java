package org.vdeli.agent.report;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.value.ByteCount;

/// Counts the requests of one interval. Percentiles are exact (nearest rank over all requests):
/// nginx's times have whole milliseconds, so a count per millisecond loses nothing.
final class TrafficCount {
    /// Times from here on share one count each 1000 ms, up to a day.
    private static final int FINE_MILLIS = 60_000;

    private static final int COARSE = 86_400;

    /// Paths of one interval that are counted one by one; bounds the memory to about 20 MB.
    private static final int MOST_PATHS = 100_000;

    private final int[] fine = new int[FINE_MILLIS];
    private final int[] coarse = new int[COARSE];
    private final long[] classes = new long[10];
    private final Map<String, Asset> assets = new HashMap<>();
    private long requests;
    private long sent;
    private long unreadable;
    private long hits;
    private long misses;

    private static final class Asset {
        private long requests;
        private long sent;
    }

    void add(AccessLine line) {
        requests++;
        sent += line.sent();
        classes[line.status() / 100]++;
        if (line.millis() < FINE_MILLIS) {
            fine[line.millis()]++;
        } else {
            coarse[Math.min(line.millis() / 1000, COARSE - 1)]++;
        }
        // Refused requests may have any path that a client thinks of.
        boolean served = line.status() < 400;
        if (served) {
            hits += line.isMiss() ? 0 : 1;
            misses += line.isMiss() ? 1 : 0;
        }
        if (served && (assets.size() < MOST_PATHS || assets.containsKey(line.path()))) {
            Asset asset = assets.computeIfAbsent(line.path(), _ -> new Asset());
            asset.requests++;
            asset.sent += line.sent();
        }
    }

    void addUnreadable() {
        unreadable++;
    }

    boolean isEmpty() {
        return requests == 0 && unreadable == 0;
    }

    Report.Traffic traffic() {
        return new Report.Traffic(
                requests,
                ByteCount.of(sent),
                new Report.StatusClasses(
                        classes[1], classes[2], classes[3], classes[4], classes[5]),
                percentile(50),
                percentile(95),
                percentile(99),
                unreadable,
                Optional.of(new Report.CacheCounts(hits, misses)));
    }

    /// The smallest time that at least so many percent of the requests did not exceed.
    private Optional<Duration> percentile(int percent) {
        if (requests == 0) {
            return Optional.empty();
        }
        long rank = Math.ceilDiv(requests * percent, 100L);
        long seen = 0;
        for (int millis = 0; millis < FINE_MILLIS; millis++) {
            seen += fine[millis];
            if (seen >= rank) {
                return Optional.of(Duration.ofMillis(millis));
            }
        }
        for (int seconds = 0; seconds < COARSE; seconds++) {
            seen += coarse[seconds];
            if (seen >= rank) {
                return Optional.of(Duration.ofSeconds(seconds));
            }
        }
        return Optional.of(Duration.ofSeconds(COARSE));
    }

    /// All paths that were handed out, with the slash in front.
    Set<String> paths() {
        return Set.copyOf(assets.keySet());
    }

    /// The most requested paths, most first, without the slash in front.
    List<Report.AssetTraffic> top(int most) {
        return assets.entrySet().stream()
                .sorted(
                        Comparator.comparingLong(
                                        (Map.Entry<String, Asset> e) -> e.getValue().requests)
                                .reversed()
                                .thenComparing(Map.Entry::getKey))
                .limit(most)
                .map(e ->
                        new Report.AssetTraffic(
                                e.getKey().startsWith("/") ? e.getKey().substring(1) : e.getKey(),
                                e.getValue().requests,
                                ByteCount.of(e.getValue().sent)))
                .toList();
    }

    void reset() {
        Arrays.fill(fine, 0);
        Arrays.fill(coarse, 0);
        Arrays.fill(classes, 0);
        assets.clear();
        requests = 0;
        sent = 0;
        unreadable = 0;
        hits = 0;
        misses = 0;
    }
}
