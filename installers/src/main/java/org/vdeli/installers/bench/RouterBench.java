package org.vdeli.installers.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.vdeli.contracts.api.HealthView;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.router.answer.EdgeLinks;
import org.vdeli.router.answer.RoutingDesk;
import org.vdeli.router.decide.Board;
import org.vdeli.router.decide.Decider;
import org.vdeli.router.decide.LoadCounts;
import org.vdeli.router.http.RouterServer;
import org.vdeli.router.http.RouterSettings;
import org.vdeli.router.http.ViewerAnswers;
import org.vdeli.router.map.Fleet;
import org.vdeli.router.map.Pulse;
import org.vdeli.router.map.RoutingModel;
import org.vdeli.router.map.RoutingSnapshot;
import org.vdeli.router.map.RoutingTable;
import org.vdeli.router.place.Locator;
import org.vdeli.router.place.Place;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `bench router`: how many viewers a second a router redirects over HTTP, how long the slowest
/// percent waits, and what a decision takes alone. Clients and router share this machine.
@Command(
        name = "router",
        description = "How many viewers a second the request router redirects.",
        mixinStandardHelpOptions = true)
public final class RouterBench implements Callable<Integer> {
    private static final int SITES = 200;
    private static final int WARM_UP_SECONDS = 5;

    @Option(names = "--edges", description = "Edge servers; 4000 if not given.")
    private int edges = 4000;

    @Option(names = "--assets", description = "Files; 100000 if not given.")
    private int assets = 100_000;

    @Option(names = "--holders", description = "Servers that hold each file; 40 if not given.")
    private int holders = 40;

    @Option(names = "--connections", description = "Clients at a time; 64 if not given.")
    private int connections = 64;

    @Option(names = "--seconds", description = "How long is measured; 10 if not given.")
    private int seconds = 10;

    @Override
    public Integer call() throws Exception {
        System.out.printf(
                Locale.ROOT,
                "making a picture of %d edges in %d clusters and %d files on %d edges each%n",
                edges,
                SITES,
                assets,
                holders);
        Random chance = new Random(1);
        RoutingTable table = table(chance);
        RoutingSnapshot snapshot =
                new RoutingSnapshot(table, new Pulse(new byte[edges], new byte[edges]));
        System.out.println("deciding, one thread");
        decide(snapshot, chance, 1_000_000);
        double micros = decide(snapshot, chance, 2_000_000);
        Board board = new Board();
        board.publish(snapshot);
        RouterSettings settings =
                new RouterSettings(
                        true,
                        "127.0.0.1",
                        0,
                        "http://{edge}/{path}",
                        List.of("127.0.0.0/8"),
                        Optional.empty(),
                        200,
                        Decider.Spread.HASH,
                        3,
                        Optional.empty(),
                        Optional.empty());
        RoutingDesk desk =
                new RoutingDesk(
                        board,
                        new Decider(Decider.Spread.HASH),
                        new Locator(Optional.empty()),
                        new EdgeLinks(settings.urlTemplate()));
        try (RouterServer server =
                RouterServer.start(
                        settings,
                        new ViewerAnswers(
                                desk,
                                settings,
                                Optional.empty(),
                                () -> new HealthView(true, List.of())))) {
            System.out.println("asking over " + connections + " connections, warming up");
            drive(server.port(), WARM_UP_SECONDS);
            System.out.println("measuring for " + seconds + " s");
            long[] nanos = drive(server.port(), seconds);
            Arrays.sort(nanos);
            System.out.printf(
                    Locale.ROOT,
                    "router per_s=%.0f p99_ms=%.1f decide_us=%.2f%n",
                    nanos.length / (double) seconds,
                    nanos[(int) (nanos.length * 0.99)] / 1e6,
                    micros);
        }
        return 0;
    }

    private static GeoPoint anywhere(Random chance) {
        return new GeoPoint(chance.nextDouble() * 130 - 60, chance.nextDouble() * 360 - 180);
    }

    private RoutingTable table(Random chance) {
        List<Fleet.Site> sites = new ArrayList<>();
        for (int i = 0; i < SITES; i++) {
            sites.add(new Fleet.Site(1 + i, "cluster-" + i, 1, anywhere(chance)));
        }
        List<Fleet.Server> servers = new ArrayList<>();
        for (int i = 0; i < edges; i++) {
            servers.add(
                    new Fleet.Server(
                            1000 + i,
                            "edge-" + i,
                            1 + i % SITES,
                            List.of("10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256),
                            8080,
                            10_000_000_000L));
        }
        RoutingModel model = new RoutingModel(1);
        model.setFleet(
                new Fleet(List.of(new Fleet.Area(1, "all")), sites, servers, List.of(), List.of()));
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < assets; i++) {
            ids.clear();
            for (int n = 0; n < holders; n++) {
                ids.add(1000L + chance.nextInt(edges));
            }
            model.put(i + 1, path(i), ids);
        }
        return model.table();
    }

    private static String path(int asset) {
        return "acme/default/films/title-" + asset + "/video-1080p.mp4";
    }

    /// Microseconds of processor time for a decision, which is all that it takes: it waits for
    /// nothing.
    private double decide(RoutingSnapshot snapshot, Random chance, int count) {
        Decider decider = new Decider(Decider.Spread.HASH);
        LoadCounts loads = new LoadCounts(edges);
        Place[] places = new Place[1024];
        String[] paths = new String[1024];
        for (int i = 0; i < places.length; i++) {
            places[i] = Place.at(anywhere(chance), Place.Source.CLIENT);
            paths[i] = path(chance.nextInt(assets));
        }
        long sum = 0;
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begun = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++) {
            int asset = snapshot.table().find(paths[i * 7 & 1023]);
            sum += decider.choose(snapshot, loads, asset, places[i & 1023]).server();
        }
        double micros = (threads.getCurrentThreadCpuTime() - begun) / 1e3 / count;
        if (sum < 0) {
            throw new IllegalStateException("nobody was found");
        }
        return micros;
    }

    /// How long each answer took, in nanoseconds.
    private long[] drive(int port, int forSeconds) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(forSeconds);
        List<Future<long[]>> clients = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < connections; i++) {
                int seed = i;
                clients.add(threads.submit(() -> ask(port, end, new Random(seed))));
            }
            List<long[]> all = new ArrayList<>();
            for (Future<long[]> client : clients) {
                all.add(client.get());
            }
            return all.stream().flatMapToLong(Arrays::stream).toArray();
        }
    }

    private long[] ask(int port, long end, Random chance) throws IOException {
        long[] nanos = new long[1 << 16];
        int count = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (System.nanoTime() < end) {
                GeoPoint at = anywhere(chance);
                byte[] request =
                        ("GET /"
                                        + path(chance.nextInt(assets))
                                        + "?lat="
                                        + at.latitude()
                                        + "&lon="
                                        + at.longitude()
                                        + " HTTP/1.1\r\nHost: router\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII);
                long begun = System.nanoTime();
                out.write(request);
                readHead(in);
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, 2 * count);
                }
                nanos[count++] = System.nanoTime() - begun;
            }
        }
        return Arrays.copyOf(nanos, count);
    }

    /// Reads up to the empty line; redirects have no body.
    private static void readHead(InputStream in) throws IOException {
        byte[] status = in.readNBytes(12);
        if (!new String(status, StandardCharsets.US_ASCII).endsWith(" 302")) {
            throw new IOException(
                    "the router answered " + new String(status, StandardCharsets.US_ASCII));
        }
        int ends = 0;
        while (ends < 4) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("the router hung up");
            }
            ends = c == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : c == '\r' ? 1 : 0;
        }
    }
}
