package org.vdeli.installers.testbed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;

/// How a testbed's links are: one origin, so many clusters with a WAN link each, so many edges in
/// every cluster.
///
/// @param clusters 1 to 250
/// @param edges in each cluster, 1 to 240
/// @param settings parameters of `testbed.sh up`, such as `WAN_DOWN=20`; rates in Mbit/s (10^6
///   bit), 0 for no limit
/// @param changes to single WANs, applied in order when all is built
public record NetworkShape(
        int clusters, int edges, Map<String, String> settings, List<WanChange> changes) {
    /// Mbit/s, as `testbed.sh up` has them.
    private static final Map<String, String> DEFAULTS =
            Map.of("ORIGIN_UP", "100", "WAN_DOWN", "50", "WAN_UP", "50", "LAN", "1000");

    /// A setting of one WAN that differs from the others', such as `rate=10` of WAN 1.
    ///
    /// @param key `rate`, `delay`, `jitter`, `loss`, `queue` or `down`; with `.ab` only towards the
    ///   cluster, with `.ba` only from it
    public record WanChange(int cluster, String key, String value) {
        /// Reads `1:rate=10`.
        ///
        /// @throws IllegalArgumentException on any other text
        public static WanChange parse(String text) {
            int colon = text.indexOf(':');
            int equals = text.indexOf('=', colon + 1);
            if (colon < 1 || equals < 0 || !text.substring(0, colon).matches("\\d{1,3}")) {
                throw new IllegalArgumentException(
                        "must be CLUSTER:KEY=VALUE, such as 1:rate=10, not " + text);
            }
            return new WanChange(
                    Integer.parseInt(text.substring(0, colon)),
                    text.substring(colon + 1, equals),
                    text.substring(equals + 1));
        }

        @Override
        public String toString() {
            return cluster + ":" + key + "=" + value;
        }
    }

    public NetworkShape {
        if (clusters < 1 || clusters > 250 || edges < 1 || edges > 240) {
            throw new IllegalArgumentException(
                    "there must be 1 to 250 clusters of 1 to 240 edges, not "
                            + clusters
                            + " of "
                            + edges);
        }
        settings = new TreeMap<>(settings);
        for (String key : List.of("CLUSTERS", "EDGES", "ORIGINS", "DISKS")) {
            if (settings.containsKey(key)) {
                throw new IllegalArgumentException(
                        key + " cannot be set here: there is an option for it, or no use");
            }
        }
        for (String key : DEFAULTS.keySet()) {
            Optional.ofNullable(settings.get(key)).ifPresent(value -> number(key, value));
        }
        changes = List.copyOf(changes);
        for (WanChange change : changes) {
            if (change.cluster() >= clusters) {
                throw new IllegalArgumentException(
                        "there is no cluster " + change.cluster() + " for " + change);
            }
            if (change.key().startsWith("rate")) {
                number(change.toString(), change.value());
            }
        }
    }

    /// The arguments of `testbed.sh up`.
    List<String> arguments() {
        List<String> all =
                new ArrayList<>(List.of("CLUSTERS=" + clusters, "EDGES=" + edges, "HOSTS="));
        settings.forEach((key, value) -> all.add(key + "=" + value));
        return List.copyOf(all);
    }

    /// The origin's uplink.
    public Bitrate originUp() {
        return setting("ORIGIN_UP");
    }

    /// The link of each edge to its cluster's switch.
    public Bitrate lan() {
        return setting("LAN");
    }

    /// What a cluster can receive.
    public Bitrate wanDown(int cluster) {
        return wan(cluster, "WAN_DOWN", ".ab");
    }

    /// What a cluster can send.
    public Bitrate wanUp(int cluster) {
        return wan(cluster, "WAN_UP", ".ba");
    }

    private Bitrate wan(int cluster, String setting, String direction) {
        return changes.stream()
                .filter(change -> change.cluster() == cluster)
                .filter(change ->
                        change.key().equals("rate") || change.key().equals("rate" + direction))
                .reduce((_, last) -> last)
                .map(change -> megabits(change.toString(), change.value()))
                .orElseGet(() -> setting(setting));
    }

    private Bitrate setting(String key) {
        return megabits(key, settings.getOrDefault(key, DEFAULTS.getOrDefault(key, "no default")));
    }

    /// The shortest time in which a file can get from the origin to every edge, whatever the
    /// method.
    ///
    /// Every byte leaves the origin at least once (F/U) and reaches every cluster over its WAN
    /// (F/W) and every edge over its cable (F/L); all copies together leave by the uplinks of the
    /// origin and of the clusters (C·F/(U+ΣV)). The longest of these is the bound. Delays, headers
    /// and loss are not in it.
    public Duration bound(ByteCount file) {
        double slowest =
                IntStream.range(0, clusters).mapToDouble(c -> boundOf(c, file)).max().orElseThrow();
        return seconds(Math.max(slowest, shared(file)));
    }

    /// The shortest time in which one cluster can have the file, were there no other.
    public Duration clusterBound(int cluster, ByteCount file) {
        return seconds(boundOf(cluster, file));
    }

    private double boundOf(int cluster, ByteCount file) {
        return DoubleStream.of(
                        time(file, originUp()), time(file, wanDown(cluster)), time(file, lan()))
                .max()
                .orElseThrow();
    }

    private double shared(ByteCount file) {
        boolean isLimited =
                !originUp().isZero()
                        && IntStream.range(0, clusters).noneMatch(c -> wanUp(c).isZero());
        long uplinks =
                originUp().bitsPerSecond()
                        + IntStream.range(0, clusters)
                                .mapToLong(c -> wanUp(c).bitsPerSecond())
                                .sum();
        return isLimited ? clusters * (file.bytes() * 8.0) / uplinks : 0;
    }

    /// The time that it takes if every edge fetches the file from the origin by itself.
    public Duration starTime(ByteCount file) {
        double uplink = clusters * edges * time(file, originUp());
        double slowest =
                IntStream.range(0, clusters)
                        .mapToDouble(c -> edges * time(file, wanDown(c)))
                        .max()
                        .orElseThrow();
        return seconds(Math.max(uplink, slowest));
    }

    private static double time(ByteCount file, Bitrate rate) {
        return rate.isZero() ? 0 : file.bytes() * 8.0 / rate.bitsPerSecond();
    }

    private static Duration seconds(double time) {
        return Duration.ofNanos(Math.round(time * 1e9));
    }

    private static Bitrate megabits(String what, String value) {
        return Bitrate.of(Math.round(number(what, value) * 1e6));
    }

    private static double number(String what, String value) {
        if (!value.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            throw new IllegalArgumentException(what + " must be a number of Mbit/s");
        }
        return Double.parseDouble(value);
    }
}
