package org.vdeli.installers.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.vdeli.agent.fill.Filler;
import org.vdeli.agent.fill.Partials;
import org.vdeli.agent.store.ContentStore;
import org.vdeli.agent.store.DiskSpace;
import org.vdeli.agent.store.KeyedLog;
import org.vdeli.agent.store.Publications;
import org.vdeli.agent.work.FillRun;
import org.vdeli.agent.work.Outcome;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Manifest;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.PieceLayout;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.services.ChildProcess;
import org.vdeli.services.FreePorts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `bench fill`: how fast an agent's fill is on loopback, from the order to the published file,
/// against `curl` to a file and `sha256sum` of it afterwards, in the same run.
///
/// Both read from the same stock nginx in turns; the figures are medians. The fill checks each
/// piece and the whole, and flushes the file to the disk, which curl does not.
@Command(
        name = "fill",
        description = "How fast an agent fetches, verifies and publishes a file.",
        mixinStandardHelpOptions = true)
public final class FillBench implements Callable<Integer> {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final AssetId ASSET = new AssetId(1);

    @Option(names = "--mb", description = "Size of the file, in MB; 1000 if not given.")
    private int megabytes = 1000;

    @Option(names = "--rounds", description = "How often each is done; 5 if not given.")
    private int rounds = 5;

    @Option(names = "--connections", description = "Connections of the fill; 1 if not given.")
    private int connections = 1;

    @Option(names = "--folder", description = "Where to; /dev/shm if it has room.")
    private Optional<Path> folder = Optional.empty();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path above =
                folder.orElse(roomy() ? MEMORY : Path.of(System.getProperty("java.io.tmpdir")));
        Path place = Files.createTempDirectory(above, "vdeli-fill-bench");
        try {
            System.out.printf(
                    "fill of %d MB in %s, %d connection(s), %d rounds, %d processors%n",
                    megabytes,
                    place,
                    connections,
                    rounds,
                    Runtime.getRuntime().availableProcessors());
            measure(place);
            return 0;
        } finally {
            delete(place);
        }
    }

    private boolean roomy() throws IOException {
        return Files.isWritable(MEMORY)
                && Files.getFileStore(MEMORY).getUsableSpace() > 4_000_000L * megabytes;
    }

    private void measure(Path place) throws IOException, InterruptedException {
        Manifest manifest = makeContent(place.resolve("origin/v1/assets/" + ASSET));
        int port = FreePorts.one();
        URI source = URI.create("http://127.0.0.1:" + port + "/origin/v1");
        ChildProcess nginx = startNginx(place, port);
        try {
            List<Double> fills = new ArrayList<>();
            List<Double> curls = new ArrayList<>();
            // The first round of each warms up and does not count.
            for (int round = 0; round <= rounds; round++) {
                double fill = fill(place.resolve("agent" + round), manifest, source);
                double curl = curl(place.resolve("curl"), manifest, source);
                System.out.printf(
                        "round %d: fill %.0f MB/s, curl and sha256sum %.0f MB/s%n",
                        round, fill, curl);
                if (round > 0) {
                    fills.add(fill);
                    curls.add(curl);
                }
            }
            double fill = median(fills);
            double curl = median(curls);
            System.out.println(
                    String.format(
                            Locale.ROOT,
                            "fill mb_s=%.0f curl_mb_s=%.0f ratio=%.2f",
                            fill,
                            curl,
                            fill / curl));
        } finally {
            nginx.close();
        }
    }

    /// Writes the content and its manifest as an origin would serve them.
    private Manifest makeContent(Path asset) throws IOException {
        Files.createDirectories(asset);
        ByteCount size = ByteCount.of(megabytes * 1_000_000L);
        PieceLayout layout = PieceLayout.ofNew(size);
        var whole = Checksum.newDigest();
        List<Checksum> pieces = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        try (OutputStream out = Files.newOutputStream(asset.resolve("content"))) {
            for (int piece = 0; piece < layout.count(); piece++) {
                byte[] bytes = new byte[(int) layout.length(piece)];
                random.nextBytes(bytes);
                whole.update(bytes);
                pieces.add(Checksum.ofContent(bytes));
                out.write(bytes);
            }
        }
        Manifest manifest =
                new Manifest(
                        ASSET, size, Checksum.ofDigest(whole.digest()), layout.pieceSize(), pieces);
        Files.writeString(asset.resolve("manifest"), new Codec().write(manifest));
        return manifest;
    }

    private static ChildProcess startNginx(Path place, int port) throws IOException {
        Path config = place.resolve("nginx.conf");
        Files.writeString(
                config,
                """
                daemon off;
                %s
                pid "%2$s/nginx.pid";
                error_log "%2$s/nginx-error.log";
                events { }
                http {
                    access_log off;
                    sendfile on;
                    tcp_nopush on;
                    client_body_temp_path "%2$s/temp";
                    proxy_temp_path "%2$s/temp";
                    fastcgi_temp_path "%2$s/temp";
                    uwsgi_temp_path "%2$s/temp";
                    scgi_temp_path "%2$s/temp";
                    server {
                        listen 127.0.0.1:%3$d;
                        root "%2$s";
                    }
                }
                """
                        .formatted(
                                "root".equals(System.getProperty("user.name")) ? "user root;" : "",
                                place,
                                port));
        ChildProcess nginx =
                ChildProcess.start(
                        ChildProcess.Start.in(
                                        place,
                                        "nginx",
                                        List.of(
                                                "/usr/sbin/nginx",
                                                "-p",
                                                place.toString(),
                                                "-c",
                                                config.toString()))
                                .markedBy(config.toString()));
        nginx.awaitReady(Duration.ofSeconds(20), () -> listens(port), "install nginx");
        return nginx;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    /// One fill by an agent's parts in a fresh folder.
    ///
    /// @return MB/s from the order to the published file
    private double fill(Path data, Manifest manifest, URI source)
            throws IOException, InterruptedException {
        Codec codec = new Codec();
        ContentStore content = new ContentStore(data.resolve("store"));
        try (KeyedLog log =
                KeyedLog.open(data.resolve("inventory.log"), KeyedLog.Durability.POWER_CUT)) {
            Publications publications =
                    new Publications(
                            log, content, data.resolve("www"), data.resolve("staging"), codec);
            Filler filler =
                    new Filler(
                            content,
                            publications,
                            new Partials(data.resolve("partial")),
                            new DiskSpace(data, ByteCount.ZERO),
                            codec,
                            new Filler.Settings(Duration.ofSeconds(10), 3),
                            Optional.empty(),
                            InstantSource.system(),
                            RandomGenerator.getDefault());
            Job.Fill order =
                    new Job.Fill(
                            new JobId(1),
                            1,
                            ASSET,
                            AssetPath.parse("bench/default/file.mp4"),
                            1L,
                            manifest.size(),
                            manifest.checksum(),
                            manifest.pieceSize(),
                            List.of(source),
                            "none",
                            new TransferLimits(
                                    TransferMethod.SWARM,
                                    connections,
                                    connections == 1 ? ByteCount.ZERO : ByteCount.mebibytes(16),
                                    Bitrate.ZERO));
            long begun = System.nanoTime();
            Outcome outcome = filler.fill(new FillRun(order));
            double rate = rate(begun);
            if (outcome.reason() != Report.Reason.DONE) {
                throw new IOException(outcome.reason() + ": " + outcome.detail());
            }
            return rate;
        } finally {
            delete(data);
        }
    }

    private double curl(Path file, Manifest manifest, URI source)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Process process =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "curl -sf -o \"$1\" \"$2\" && sha256sum \"$1\"",
                                "sh",
                                file.toString(),
                                source + "/assets/" + ASSET + "/content")
                        .redirectErrorStream(true)
                        .start();
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0 || !text.startsWith(manifest.checksum().hex())) {
                throw new IOException("curl and sha256sum failed: " + text);
            }
            return rate(begun);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private double rate(long begun) {
        return megabytes / ((System.nanoTime() - begun) / 1e9);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
