package org.vdeli.ftp.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.contracts.ingest.DeliveryAnswer;
import org.vdeli.contracts.ingest.UploadDelivery;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.ftp.upload.UploadSink;
import org.vdeli.ftp.upload.Uploads;

/// A service in a process of its own, with one publisher `anna`, that dies at a given step of an
/// upload, or when it is told to. Its sink keeps deliveries in the folder `store`.
final class MortalService implements AutoCloseable {
    /// Where it dies by itself.
    enum Step {
        /// All bytes are on disk, nothing is in the journal.
        BEFORE_THE_JOURNAL,
        /// The upload is in the journal and was not handed over.
        BEFORE_IT_IS_TAKEN,
        /// It was handed over; the answer is not in the journal.
        BEFORE_THE_ANSWER_IS_NOTED,
        NOWHERE
    }

    private static final int DEAD = 137;

    private final Process process;
    private final int port;

    private MortalService(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static MortalService start(Path folder, Step step) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                MortalService.class.getName(),
                                folder.toString(),
                                step.name())
                        .redirectError(folder.resolve("service.log").toFile())
                        .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("port ")) {
                return new MortalService(process, Integer.parseInt(line.substring(5)));
            }
        }
        throw new IOException(Files.readString(folder.resolve("service.log")));
    }

    int port() {
        return port;
    }

    /// As kill -9.
    void kill() {
        process.destroyForcibly();
        awaitDeath();
    }

    void awaitDeath() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the service lives on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    /// All that its sink ever took.
    static List<UploadDelivery> taken(Path folder) throws IOException {
        Codec codec = new Codec();
        try (Stream<Path> files = Files.list(folder.resolve("store"))) {
            return files.filter(f -> f.toString().endsWith(".json"))
                    .map(f -> {
                        try {
                            return codec.read(Files.readAllBytes(f), UploadDelivery.class);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }

    // --- in the process

    /// Serves until its parent ends.
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Step step = Step.valueOf(args[1]);
        Path store = Files.createDirectories(folder.resolve("store"));
        FtpService service =
                new FtpService(
                        Bed.settings(FtpSettings.TlsMode.OFF, true, Duration.ofMinutes(5)),
                        folder.resolve("ftp"),
                        new InMemoryAccounts().with("anna", Bed.PASSWORD, List.of("films")),
                        sink(store, step),
                        clock(step));
        service.start();
        System.out.println("port " + service.port());
        System.in.readAllBytes();
        die();
    }

    private static void die() {
        Runtime.getRuntime().halt(DEAD);
    }

    /// The time of the delivery is asked for when all bytes are on disk.
    private static InstantSource clock(Step step) {
        InstantSource system = InstantSource.system();
        return () -> {
            if (step == Step.BEFORE_THE_JOURNAL
                    && StackWalker.getInstance()
                            .walk(frames ->
                                    frames.anyMatch(frame ->
                                            frame.getClassName()
                                                    .equals(Uploads.class.getName())))) {
                die();
            }
            return system.instant();
        };
    }

    private static UploadSink sink(Path store, Step step) {
        Codec codec = new Codec();
        return (delivery, content) -> {
            if (step == Step.BEFORE_IT_IS_TAKEN) {
                die();
            }
            Path taken = store.resolve(delivery.receipt() + ".json");
            if (!Files.exists(taken)) {
                Path bytes = store.resolve(delivery.receipt().toString());
                Files.deleteIfExists(bytes);
                Files.createLink(bytes, content);
                Path fresh = store.resolve(delivery.receipt() + ".new");
                Files.writeString(fresh, codec.write(delivery));
                Files.move(fresh, taken, StandardCopyOption.ATOMIC_MOVE);
            }
            if (step == Step.BEFORE_THE_ANSWER_IS_NOTED) {
                die();
            }
            return new DeliveryAnswer.Taken(new UploadId(1));
        };
    }
}
