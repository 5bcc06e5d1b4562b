package org.vdeli.installers.bench.distribution;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// What came out of one round.
///
/// @param verified how long after the acceptance each server had its verified replica, by name
/// @param clusters the same, until the last server of each cluster
/// @param wanCopies bytes into each cluster over its WAN, headers included, in sizes of the file
/// @param payloadCopies the same without the headers of IP and TCP
/// @param originCopies bytes out of the origin, headers included, in sizes of the file
/// @param agentCpuPerGb CPU seconds of all agents per GB (10^9 bytes) that they received
/// @param nginxCpuPerGb the same of their nginx
/// @param peakRssMib the most memory of any agent, MiB
/// @param peakInMbit the fastest second of any WAN towards its cluster, Mbit/s
/// @param peakOutMbit the same from its cluster
/// @param readings the counters of the WANs over time
record Round(
        Map<String, Duration> verified,
        Map<Integer, Duration> clusters,
        List<Double> wanCopies,
        List<Double> payloadCopies,
        double originCopies,
        double agentCpuPerGb,
        double nginxCpuPerGb,
        double peakRssMib,
        double peakInMbit,
        double peakOutMbit,
        List<Gauge.Reading> readings) {
    Round {
        verified = Map.copyOf(verified);
        clusters = new TreeMap<>(clusters);
        wanCopies = List.copyOf(wanCopies);
        payloadCopies = List.copyOf(payloadCopies);
        readings = List.copyOf(readings);
    }

    /// Until the last server.
    double seconds() {
        return percentile(100);
    }

    /// Until so many percent of the servers have it: the smallest time that so many reach.
    double percentile(int percent) {
        List<Duration> sorted = verified.values().stream().sorted().toList();
        int rank = (int) Math.ceil(sorted.size() * percent / 100.0);
        return seconds(sorted.get(Math.max(rank, 1) - 1));
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    /// The figures of several rounds as `key=value`, each the median.
    ///
    /// @param bound the shortest time that the links allow
    static Map<String, String> figures(List<Round> rounds, Duration bound) {
        double seconds = median(rounds, Round::seconds);
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("seconds", decimal(2, seconds));
        figures.put("bound", decimal(2, seconds(bound)));
        figures.put("ratio", decimal(2, seconds / seconds(bound)));
        figures.put("wan_copies", decimal(2, median(rounds, r -> mean(r.wanCopies))));
        figures.put("cpu_s_per_gb", decimal(2, median(rounds, Round::agentCpuPerGb)));
        figures.put("servers", decimal(0, median(rounds, r -> r.verified.size())));
        figures.put("p50", decimal(2, median(rounds, r -> r.percentile(50))));
        figures.put("p95", decimal(2, median(rounds, r -> r.percentile(95))));
        figures.put("payload_copies", decimal(3, median(rounds, r -> mean(r.payloadCopies))));
        figures.put(
                "worst_payload_copies", decimal(3, median(rounds, r -> worst(r.payloadCopies))));
        figures.put("origin_copies", decimal(2, median(rounds, Round::originCopies)));
        figures.put("nginx_cpu_s_per_gb", decimal(2, median(rounds, Round::nginxCpuPerGb)));
        figures.put("rss_mib", decimal(0, median(rounds, Round::peakRssMib)));
        figures.put("peak_in_mbit", decimal(1, median(rounds, Round::peakInMbit)));
        figures.put("peak_out_mbit", decimal(1, median(rounds, Round::peakOutMbit)));
        figures.put(
                "cluster_s",
                rounds.getFirst().clusters.keySet().stream()
                        .map(cluster ->
                                decimal(
                                        2,
                                        median(
                                                rounds,
                                                r ->
                                                        seconds(
                                                                r.clusters.getOrDefault(
                                                                        cluster, Duration.ZERO)))))
                        .collect(Collectors.joining("/")));
        return figures;
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        List<Double> sorted =
                rounds.stream()
                        .map(figure::applyAsDouble)
                        .sorted(Comparator.naturalOrder())
                        .toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    private static double worst(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    private static String decimal(int digits, double value) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
