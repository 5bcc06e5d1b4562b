package org.vdeli.installers.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.contracts.ingest.DeliveryAnswer;
import org.vdeli.contracts.ingest.FtpAccount;
import org.vdeli.contracts.ingest.LoginAnswer;
import org.vdeli.ftp.account.Accounts;
import org.vdeli.ftp.ftpput.FtpPut;
import org.vdeli.ftp.server.FtpService;
import org.vdeli.ftp.server.FtpSettings;
import org.vdeli.ftp.upload.UploadSink;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `bench ftp`: how fast the FTP service takes uploads in, against a plain copy from a socket to a
/// file in the same run.
///
/// It measures the service alone: accounts and the manager are in memory. Client and server share
/// this process and its processors. `stream`, `parallel` and `tls` are without hashing, as other
/// servers do it; `hashed` and `small_files` are what the service does by default.
///
/// The last figures are of a whole manager, started for it ([AcceptedUploads]): the same small
/// files from the first login to the last 226, and to the last one that is an asset.
@Command(
        name = "ftp",
        description = "How fast the FTP service takes uploads in.",
        mixinStandardHelpOptions = true)
public final class FtpBench implements Callable<Integer> {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ROOM = 8L << 30;
    private static final int BUFFER = 256 * 1024;
    private static final String NAME = "bench";
    private static final String PASSWORD = "bench-password";

    @Option(names = "--mb", defaultValue = "2000", description = "Size of the large file, in MB.")
    private int megabytes = 2000;

    @Option(names = "--files", defaultValue = "5000", description = "Number of small files.")
    private int files = 5000;

    @Option(names = "--folder", description = "Where to; /dev/shm if it has room.")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = "--no-assets",
            description = "Starts no manager; the figures of accepted files are then -1.")
    private boolean noAssets;

    private final AtomicLong taken = new AtomicLong();

    /// Processor time of client and server in the latest measurement: on a busy machine it tells
    /// more than the rate.
    private double cpuSeconds;

    /// One kind of upload to measure.
    private record Load(
            String name, boolean hash, boolean tls, int sessions, int count, long size) {
        double megabytes() {
            return count * size / 1e6;
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path above =
                folder.isPresent()
                        ? folder.get()
                        : Files.isWritable(MEMORY)
                                        && Files.getFileStore(MEMORY).getUsableSpace() > ROOM
                                ? MEMORY
                                : Path.of(System.getProperty("java.io.tmpdir"));
        Path work = Files.createTempDirectory(above, "vdeli-bench-ftp-");
        say("in " + work + ", " + Runtime.getRuntime().availableProcessors() + " processors");
        try {
            long large = megabytes * 1_000_000L;
            double floor = large / 1e6 / floor(work, large);
            say("floor: plain socket to file", floor, "MB/s");
            measure(work, new Load("warm-up", true, false, 4, 400, 16_000));
            measure(work, new Load("warm-up", false, false, 1, 1, large / 4));
            measure(work, new Load("warm-up", true, true, 1, 1, large / 4));
            double stream = rate(work, new Load("1 stream", false, false, 1, 1, large));
            double hashed = rate(work, new Load("1 stream, hashed", true, false, 1, 1, large));
            double parallel = rate(work, new Load("16 streams", false, false, 16, 16, large / 16));
            rate(work, new Load("16 streams, hashed", true, false, 16, 16, large / 16));
            Load small = new Load("16 kB files, 8 sessions", true, false, 8, files, 16_000);
            double smallFiles = files / measure(work, small);
            say(small.name(), smallFiles, "files/s");
            sayCpu(cpuSeconds / files * 1000, "ms of CPU a file, both sides");
            double tls = rate(work, new Load("1 stream, TLS", false, true, 1, 1, large));
            Load secured = new Load("16 kB files, TLS", true, true, 8, files / 5, 16_000);
            double securedFiles = secured.count() / measure(work, secured);
            say(secured.name(), securedFiles, "files/s");
            sayCpu(cpuSeconds / secured.count() * 1000, "ms of CPU a file, both sides");
            AcceptedUploads.Rates accepted = new AcceptedUploads.Rates(-1, -1);
            if (!noAssets) {
                accepted = new AcceptedUploads(Math.max(files / 5, 1), 16_000, 8).measure(work);
                say("16 kB files, manager, to 226", accepted.confirmed(), "files/s");
                say("16 kB files, manager, to asset", accepted.accepted(), "files/s");
            }
            System.out.printf(
                    Locale.ROOT,
                    "ftp stream_mb_s=%.0f hashed_mb_s=%.0f parallel_mb_s=%.0f small_files_s=%.0f"
                            + " tls_mb_s=%.0f floor_mb_s=%.0f tls_small_files_s=%.0f"
                            + " manager_files_s=%.0f assets_s=%.0f%n",
                    stream,
                    hashed,
                    parallel,
                    smallFiles,
                    tls,
                    floor,
                    securedFiles,
                    accepted.confirmed(),
                    accepted.accepted());
            return 0;
        } finally {
            delete(work);
        }
    }

    private double rate(Path work, Load load) throws IOException {
        double rate = load.megabytes() / measure(work, load);
        say(load.name(), rate, "MB/s");
        sayCpu(cpuSeconds / load.megabytes() * 1000, "s of CPU for 1 GB, both sides");
        return rate;
    }

    private static void sayCpu(double figure, String unit) {
        say(String.format(Locale.ROOT, "%-32s %8.2f %s", "", figure, unit));
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static void say(String what, double figure, String unit) {
        say(String.format(Locale.ROOT, "%-32s %8.0f %s", what, figure, unit));
    }

    private static void say(String text) {
        System.out.println(text);
    }

    /// Seconds for one load, from the first login to the last 226.
    private double measure(Path work, Load load) throws IOException {
        Path own = Files.createTempDirectory(work, "run-");
        FtpSettings free = FtpSettings.onFreePorts("127.0.0.1");
        InstantSource clock = InstantSource.system();
        try (FtpService service =
                load.hash()
                        ? new FtpService(free, own, accounts(), sink(), clock)
                        : FtpService.withoutHashing(free, own, accounts(), clock)) {
            service.start();
            List<String> args =
                    new ArrayList<>(
                            List.of(
                                    "--server",
                                    "127.0.0.1:" + service.port(),
                                    "--user",
                                    NAME,
                                    "--password",
                                    PASSWORD,
                                    "--target",
                                    "/default",
                                    "--overwrite",
                                    "--quiet",
                                    "--sessions",
                                    Integer.toString(load.sessions()),
                                    "--generate",
                                    load.count() + "x" + load.size()));
            if (load.tls()) {
                args.addAll(List.of("--ftps", "--insecure"));
            }
            long cpu = cpuNanos();
            long begun = System.nanoTime();
            int status = FtpPut.run(args.toArray(String[]::new));
            double seconds = (System.nanoTime() - begun) / 1e9;
            cpuSeconds = (cpuNanos() - cpu) / 1e9;
            if (status != 0) {
                throw new IOException("could not measure " + load.name() + ": ftpput " + status);
            }
            return seconds;
        } finally {
            delete(own);
        }
    }

    private static Accounts accounts() {
        FtpAccount account =
                new FtpAccount(
                        new PublisherId(1),
                        NAME,
                        List.of("default"),
                        EnumSet.allOf(FtpAccount.Permission.class),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        return _ -> new LoginAnswer.Welcome(account);
    }

    private UploadSink sink() {
        return (_, _) -> new DeliveryAnswer.Taken(new UploadId(taken.incrementAndGet()));
    }

    /// Seconds to copy from a socket to a file with nothing in between.
    private static double floor(Path work, long size) throws IOException, InterruptedException {
        Path file = work.resolve("floor");
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            long begun = System.nanoTime();
            CompletableFuture<Void> reader =
                    CompletableFuture.runAsync(() -> receive(server, file));
            send(server.socket().getLocalPort(), size);
            reader.get();
            return (System.nanoTime() - begun) / 1e9;
        } catch (ExecutionException e) {
            throw new IOException("could not measure the floor: " + e.getCause(), e);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void receive(ServerSocketChannel server, Path file) {
        try (SocketChannel in = server.accept();
                FileChannel out =
                        FileChannel.open(
                                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            while (in.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(int port, long size) throws IOException {
        byte[] bytes = new byte[BUFFER];
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            for (long left = size; left > 0; left -= bytes.length) {
                socket.getOutputStream().write(bytes, 0, (int) Math.min(left, bytes.length));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
