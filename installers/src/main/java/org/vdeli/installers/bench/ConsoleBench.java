package org.vdeli.installers.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.vdeli.console.geo.Camera;
import org.vdeli.console.link.Answer;
import org.vdeli.console.link.Background;
import org.vdeli.console.link.ManagerLink;
import org.vdeli.console.map.ManagerEditing;
import org.vdeli.console.map.MapModel;
import org.vdeli.console.map.MapScreen;
import org.vdeli.console.mirror.Mirror;
import org.vdeli.console.ui.Theme;
import org.vdeli.contracts.wire.Codec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `bench console`: how smoothly the console's map moves while the whole fleet reports once a
/// second. The map is the console's own screen over its own mirror; what is not in it is the line
/// to a manager, so that neither login nor traffic is measured.
///
/// The map is panned for half of the time and zoomed in and out for the other half, from the world
/// to where all servers in view are dots. `fps` are frames drawn per second, `worst_stall_ms` is
/// the longest time between two pulses of the thread that draws after the first second,
/// `cpu_ms_frame` the processor time of the whole program for each frame: on a busy machine the one
/// to look at.
@Command(
        name = "console",
        description = "How smoothly the console's map moves over a whole fleet.",
        mixinStandardHelpOptions = true)
public final class ConsoleBench implements Callable<Integer> {
    private static final double WIDTH = 1600;
    private static final double HEIGHT = 1000;

    @Option(names = "--servers", defaultValue = "4000", description = "Servers; ${DEFAULT-VALUE}.")
    private int servers;

    @Option(names = "--clusters", defaultValue = "200", description = "Clusters; ${DEFAULT-VALUE}.")
    private int clusters;

    @Option(names = "--regions", defaultValue = "30", description = "Regions; ${DEFAULT-VALUE}.")
    private int regions;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            description = "How long the map is moved; ${DEFAULT-VALUE}.")
    private int seconds;

    @Override
    public Integer call() throws InterruptedException, IOException {
        Clock clock = Clock.systemUTC();
        Mirror mirror = new Mirror(clock);
        ConsoleFleet fleet = new ConsoleFleet(servers, clusters, regions);
        fleet.snapshot(clock.instant()).forEach(mirror::accept);
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<Drive> drive = new AtomicReference<>();
        try (ManagerLink link =
                        new ManagerLink(
                                new Codec(),
                                clock,
                                new java.security.SecureRandom(),
                                ManagerLink.SILENCE,
                                mirror::accept);
                ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor()) {
            Platform.startup(() -> {
                MapModel model =
                        new MapModel(
                                mirror,
                                _ -> new Answer.Ok<>(List.of()),
                                new ManagerEditing(link),
                                () -> true,
                                new Background(Platform::runLater),
                                () -> {});
                MapScreen screen = new MapScreen(model);
                Theme.DARK.apply();
                Stage stage = new Stage();
                stage.setScene(new Scene(new StackPane(screen.view()), WIDTH, HEIGHT));
                stage.show();
                var _ =
                        pulse.scheduleAtFixedRate(
                                () -> {
                                    mirror.accept(fleet.live(clock.instant()));
                                    screen.refresh();
                                },
                                0,
                                1,
                                TimeUnit.SECONDS);
                Drive moving = new Drive(model, seconds, done);
                drive.set(moving);
                moving.start();
            });
            done.await();
            pulse.shutdownNow();
        }
        System.out.printf(
                Locale.ROOT,
                "console fps=%.0f worst_stall_ms=%.0f rss_mib=%d cpu_ms_frame=%.0f%n",
                drive.get().framesPerSecond(),
                drive.get().worstMillis(),
                residentMebibytes(),
                drive.get().cpuMillisPerFrame());
        Platform.exit();
        return 0;
    }

    private static long residentMebibytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        return -1;
    }

    /// Moves the map at each pulse and notes when they come.
    private static final class Drive extends AnimationTimer {
        /// The first second compiles and loads.
        private static final double WARM_UP = 1;

        private final MapModel model;
        private final double length;
        private final CountDownLatch done;
        private long begin;
        private long last;
        private long frames;
        private long worst;
        private long cpuBegin;
        private long cpuEnd;

        private Drive(MapModel model, int seconds, CountDownLatch done) {
            this.model = model;
            this.length = seconds;
            this.done = done;
        }

        @Override
        public void handle(long now) {
            // what the system's clock says, not the pulse's own: a late pulse must count as late
            long time = System.nanoTime();
            if (begin == 0) {
                begin = time;
            }
            double at = (time - begin) / 1e9 - WARM_UP;
            if (at > 0) {
                if (frames == 0) {
                    cpuBegin = cpuNanos();
                }
                frames++;
                worst = Math.max(worst, time - last);
            }
            last = time;
            move(Math.max(0, at));
            if (at >= length) {
                cpuEnd = cpuNanos();
                stop();
                done.countDown();
            }
        }

        private void move(double at) {
            Camera camera = model.cameraProperty().get();
            if (at < length / 2) {
                model.cameraProperty().set(camera.panned(-9, 4 * Math.cos(at)));
            } else {
                double factor = at % 4 < 2 ? 1.03 : 1 / 1.03;
                model.cameraProperty()
                        .set(camera.zoomed(factor, camera.width() * 0.52, camera.height() * 0.45));
            }
        }

        private static long cpuNanos() {
            return ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .map(Duration::toNanos)
                    .orElse(0L);
        }

        private double cpuMillisPerFrame() {
            return frames == 0 ? 0 : (cpuEnd - cpuBegin) / 1e6 / frames;
        }

        private double framesPerSecond() {
            return frames / length;
        }

        private double worstMillis() {
            return worst / 1e6;
        }
    }
}
