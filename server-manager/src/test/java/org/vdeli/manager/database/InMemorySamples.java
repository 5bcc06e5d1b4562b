package org.vdeli.manager.database;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.SampleView;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.manager.traffic.Sample;
import org.vdeli.manager.traffic.Samples;

/// The samples in memory.
record InMemorySamples(InMemoryStores stores) implements Samples {

    @Override
    public void addAll(Collection<Sample> samples) {
        samples.forEach(stores.sampleRows::put);
    }

    @Override
    public List<Sample> ofServer(ServerId server, Instant from, Instant to, int limit) {
        return between(from, to)
                .filter(row -> row.server().equals(server))
                .sorted(Comparator.comparing(Sample::from).thenComparingLong(Sample::sequence))
                .limit(limit)
                .toList();
    }

    @Override
    public List<SampleView> sums(
            Optional<ServerId> server, Instant from, Instant to, Duration bucket) {
        Map<Long, List<Sample>> buckets =
                between(from, to)
                        .filter(row -> InMemoryTable.is(server, row.server()))
                        .collect(
                                Collectors.groupingBy(
                                        row -> row.from().getEpochSecond() / bucket.toSeconds(),
                                        TreeMap::new,
                                        Collectors.toList()));
        return buckets.entrySet().stream()
                .map(entry ->
                        sum(
                                Instant.ofEpochSecond(entry.getKey() * bucket.toSeconds()),
                                bucket,
                                entry.getValue()))
                .toList();
    }

    private Stream<Sample> between(Instant from, Instant to) {
        return stores.sampleRows
                .all()
                .filter(row -> !row.from().isBefore(from) && row.from().isBefore(to));
    }

    private static SampleView sum(Instant from, Duration bucket, List<Sample> samples) {
        return new SampleView(
                from,
                bucket,
                samples.stream().mapToLong(Sample::requests).sum(),
                samples.stream().map(Sample::sent).reduce(ByteCount.ZERO, ByteCount::plus),
                samples.stream()
                        .map(Sample::statuses)
                        .reduce(Report.StatusClasses.NONE, InMemorySamples::plus),
                (int) largestByServer(samples, Sample::active),
                largest(samples, Sample::median),
                largest(samples, Sample::percentile95),
                largest(samples, Sample::percentile99),
                samples.stream().mapToDouble(Sample::cpu).max().orElse(0),
                ByteCount.of(largestByServer(samples, row -> row.diskFree().bytes())),
                samples.stream()
                        .flatMap(row -> row.cache().stream())
                        .reduce((a, b) ->
                                new Report.CacheCounts(
                                        a.hits() + b.hits(), a.misses() + b.misses())));
    }

    private static long largestByServer(
            List<Sample> samples, java.util.function.ToLongFunction<Sample> value) {
        return samples.stream()
                .collect(
                        Collectors.groupingBy(
                                Sample::server,
                                Collectors.mapping(
                                        value::applyAsLong,
                                        Collectors.maxBy(Comparator.naturalOrder()))))
                .values()
                .stream()
                .mapToLong(most -> most.orElse(0L))
                .sum();
    }

    private static Optional<Duration> largest(
            List<Sample> samples, Function<Sample, Optional<Duration>> value) {
        return samples.stream()
                .flatMap(row -> value.apply(row).stream())
                .max(Comparator.naturalOrder());
    }

    private static Report.StatusClasses plus(Report.StatusClasses a, Report.StatusClasses b) {
        return new Report.StatusClasses(
                a.informational() + b.informational(),
                a.successful() + b.successful(),
                a.redirected() + b.redirected(),
                a.refused() + b.refused(),
                a.failed() + b.failed());
    }
}
