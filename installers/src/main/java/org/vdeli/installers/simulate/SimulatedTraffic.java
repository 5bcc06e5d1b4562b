package org.vdeli.installers.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;

/// What the viewers of one simulated agent do: a pure function of the seed, the agent and the
/// interval, so that samples that could not be sent need not be kept.
///
/// An agent has a level of its own, 5 to 500 requests a second; over the day it swings by half, and
/// each interval by a tenth.
///
/// @param seed of this agent
/// @param diskSize,diskFree of its disk
record SimulatedTraffic(ServerId server, long seed, ByteCount diskSize, ByteCount diskFree) {
    private static final int TOP = 5;
    private static final long BYTES_PER_REQUEST = 1_500_000;
    private static final double DAY_SECONDS = 86_400;

    /// The sample of an interval.
    ///
    /// @param number of the interval since 1970, which is its sequence
    /// @param held paths that the viewers may ask for
    Report.Sample sample(long number, Duration length, List<AssetPath> held) {
        Instant from = Instant.ofEpochMilli(number * length.toMillis());
        SplittableRandom own = new SplittableRandom(seed);
        double level = 5 * Math.pow(100, own.nextDouble());
        double longitude = own.nextDouble();
        SplittableRandom chance = new SplittableRandom(seed ^ number * 0x9e3779b97f4a7c15L);
        double day = Math.sin(2 * Math.PI * (from.getEpochSecond() / DAY_SECONDS + longitude));
        double rate = level * (1 + 0.5 * day) * (0.9 + 0.2 * chance.nextDouble());
        long requests = held.isEmpty() ? 0 : Math.round(rate * length.toMillis() / 1000);
        ByteCount sent = ByteCount.of(requests * BYTES_PER_REQUEST);
        long refused = requests / 200;
        return new Report.Sample(
                server,
                from,
                length,
                number,
                new Report.Connections(
                        (int) rate,
                        0,
                        (int) (rate / 2),
                        (int) (rate / 2),
                        requests,
                        requests,
                        requests),
                new Report.Traffic(
                        requests,
                        sent,
                        new Report.StatusClasses(0L, requests - refused, 0L, refused, 0L),
                        time(requests, 3),
                        time(requests, 40),
                        time(requests, 120),
                        0L),
                new Report.Machine(
                        Math.min(1, rate / 1000),
                        rate / 400,
                        ByteCount.ZERO,
                        sent,
                        diskSize,
                        diskFree),
                top(held, requests));
    }

    private static Optional<Duration> time(long requests, long millis) {
        return requests == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    private static List<Report.AssetTraffic> top(List<AssetPath> held, long requests) {
        int count = Math.min(TOP, held.size());
        return held.subList(0, count).stream()
                .map(path ->
                        new Report.AssetTraffic(
                                path.toString(),
                                requests / count,
                                ByteCount.of(requests / count * BYTES_PER_REQUEST)))
                .toList();
    }
}
