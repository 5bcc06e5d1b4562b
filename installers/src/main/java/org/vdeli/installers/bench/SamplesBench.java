package org.vdeli.installers.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.manager.database.Database;
import org.vdeli.manager.database.DatabaseSettings;
import org.vdeli.manager.traffic.SampleStore;
import org.vdeli.services.PrivateMariaDb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `bench samples`: how many samples a second the manager stores, in batches as its consumer makes
/// them, into a MariaDB of its own with the manager's schema. The broker is not part of it.
@Command(
        name = "samples",
        description = "How many samples a second the manager stores.",
        mixinStandardHelpOptions = true)
public final class SamplesBench implements Callable<Integer> {
    private static final Instant BEGIN = Instant.parse("2026-11-20T00:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    @Option(names = "--servers", description = "Number of servers; 4000 if not given.")
    private int servers = 4000;

    @Option(names = "--intervals", description = "Samples of each server; 50 if not given.")
    private int intervals = 50;

    @Option(names = "--batch", description = "Samples in one transaction; 500 if not given.")
    private int batch = 500;

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("vdeli-bench-samples");
        System.out.println("starting a MariaDB in " + folder);
        try (PrivateMariaDb server =
                        PrivateMariaDb.start(
                                PrivateMariaDb.Settings.in(folder.resolve("mariadb")));
                Database database = Database.open(settings(server), RandomGenerator.getDefault())) {
            SampleStore store = new SampleStore(database.transactions());
            System.out.println("warming up");
            store(store, 0, Math.max(1, intervals / 10));
            int first = Math.max(1, intervals / 10);
            System.out.printf(
                    Locale.ROOT,
                    "storing %d samples of %d servers%n",
                    servers * intervals,
                    servers);
            long begin = System.nanoTime();
            store(store, first, first + intervals);
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "samples servers=%d batch=%d per_s=%.0f fleet_interval_s=%.2f%n",
                    servers,
                    batch,
                    servers * (double) intervals / seconds,
                    seconds / intervals);
            return 0;
        } finally {
            delete(folder);
        }
    }

    private void store(SampleStore store, int from, int to) {
        List<Report.Sample> next = new ArrayList<>(batch);
        for (int interval = from; interval < to; interval++) {
            for (int server = 1; server <= servers; server++) {
                next.add(sample(server, interval));
                if (next.size() == batch) {
                    store.store(next);
                    next.clear();
                }
            }
        }
        store.store(next);
    }

    private static Report.Sample sample(int server, int interval) {
        long requests = 100 + (server * 31L + interval * 17L) % 900;
        ByteCount sent = ByteCount.of(requests * 1_000_000);
        ByteCount disk = ByteCount.of(2_000_000_000_000L);
        return new Report.Sample(
                new ServerId(server),
                BEGIN.plus(INTERVAL.multipliedBy(interval)),
                INTERVAL,
                (long) interval + 1,
                new Report.Connections(20, 1, 12, 7, requests, requests, requests),
                new Report.Traffic(
                        requests,
                        sent,
                        new Report.StatusClasses(0L, requests, 0L, 0L, 0L),
                        Optional.of(Duration.ofMillis(3)),
                        Optional.of(Duration.ofMillis(40)),
                        Optional.of(Duration.ofMillis(120)),
                        0L),
                new Report.Machine(0.2, 0.4, sent, sent, disk, disk),
                List.of());
    }

    private static DatabaseSettings settings(PrivateMariaDb server) {
        return new DatabaseSettings(
                server.jdbcUrl(), server.user(), Secret.of(server.password()), 4);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
