package org.vdeli.manager.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vdeli.contracts.agent.FillWindow;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.manager.fleet.EdgeServer;

/// When the fills of one cluster would be done.
///
/// ## Method
///
/// The bytes that cross the cluster's WAN are divided by the rate at which they can: the capacity
/// of the WAN, or what the filling servers may take together (`connections x ratePerConnection`
/// each), whichever is less. Without a swarm, the server that fetches most may take longest. Fills
/// of different terms go one after the other, by priority. The time runs while the window of the
/// fills is open, in the zone of the servers; where they have several, the latest end counts.
///
/// ## Assumptions
///
/// The WAN carries nothing else, the sources keep up with it, all begins now, no server is silent,
/// and the LAN, the disks and the deleting take no time. So the true end is later, never earlier.
/// What no number limits, neither capacity nor rate, has no estimate.
///
/// ## Example
///
/// 90 GB over 100 Mbit/s are two hours. With a window from 02:00 to 03:00 and begun at noon, they
/// end at 03:00 the day after tomorrow.
final class WanEstimate {
    /// Longer is as good as never.
    private static final int LONGEST_DAYS = 3650;

    private final Bitrate capacity;
    private final Map<JobTerms, Load> loads = new LinkedHashMap<>();

    /// @param capacity zero when unknown
    WanEstimate(Bitrate capacity) {
        this.capacity = capacity;
    }

    private static final class Load {
        private long bytes;
        private final Map<ServerId, Long> byServer = new HashMap<>();
        private final Set<ZoneId> zones = new HashSet<>();
    }

    /// Adds a fill.
    ///
    /// @param bytes of it that cross the WAN
    void add(JobTerms terms, EdgeServer server, long bytes) {
        Load load = loads.computeIfAbsent(terms, t -> new Load());
        load.bytes += bytes;
        load.byServer.merge(server.id(), bytes, Long::sum);
        load.zones.add(server.zone());
    }

    long bytes() {
        return loads.values().stream().mapToLong(load -> load.bytes).sum();
    }

    /// For how long the WAN is busy; empty when it cannot be told.
    Optional<Duration> time() {
        Duration sum = Duration.ZERO;
        for (Map.Entry<JobTerms, Load> load : loads.entrySet()) {
            Optional<Duration> one = time(load.getKey().limits(), load.getValue());
            if (one.isEmpty()) {
                return Optional.empty();
            }
            sum = sum.plus(one.get());
        }
        return Optional.of(sum);
    }

    /// When the last fill ends; empty when it cannot be told.
    Optional<Instant> end(Instant begin) {
        List<Map.Entry<JobTerms, Load>> inOrder =
                loads.entrySet().stream()
                        .sorted(Comparator.comparing(load -> load.getKey().priority()))
                        .toList();
        Instant at = begin;
        for (Map.Entry<JobTerms, Load> load : inOrder) {
            Optional<Duration> work = time(load.getKey().limits(), load.getValue());
            if (work.isEmpty()) {
                return Optional.empty();
            }
            Instant latest = at;
            for (ZoneId zone : load.getValue().zones) {
                Optional<Instant> end = end(at, work.get(), load.getKey(), zone);
                if (end.isEmpty()) {
                    return Optional.empty();
                }
                latest = end.get().isAfter(latest) ? end.get() : latest;
            }
            at = latest;
        }
        return Optional.of(at);
    }

    private Optional<Duration> time(TransferLimits limits, Load load) {
        if (load.bytes == 0) {
            return Optional.of(Duration.ZERO);
        }
        double wan = capacity.bitsPerSecond() > 0 ? capacity.bitsPerSecond() : 0;
        double each = (double) limits.connections() * limits.ratePerConnection().bitsPerSecond();
        double all = each * load.byServer.size();
        double rate = wan == 0 ? all : all == 0 ? wan : Math.min(wan, all);
        if (rate == 0) {
            return Optional.empty();
        }
        double seconds = 8.0 * load.bytes / rate;
        if (each > 0 && limits.method() != TransferMethod.SWARM) {
            long most = load.byServer.values().stream().mapToLong(Long::longValue).max().orElse(0);
            seconds = Math.max(seconds, 8.0 * most / each);
        }
        return Optional.of(Duration.ofMillis((long) Math.ceil(seconds * 1000)));
    }

    private static Optional<Instant> end(
            Instant begin, Duration work, JobTerms terms, ZoneId zone) {
        Optional<FillWindow> window = terms.window(zone);
        if (window.isEmpty()) {
            return Optional.of(begin.plus(work));
        }
        Instant at = begin;
        Duration left = work;
        for (int day = 0; day < LONGEST_DAYS; day++) {
            Instant open = window.get().opening(at).orElse(at);
            Instant close = window.get().closing(open).orElseThrow();
            Duration room = Duration.between(open, close);
            if (left.compareTo(room) <= 0) {
                return Optional.of(open.plus(left));
            }
            left = left.minus(room);
            at = close;
        }
        return Optional.empty();
    }
}
