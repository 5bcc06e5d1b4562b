package org.vdeli.installers.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.ftp.ftpput.FtpPut;
import org.vdeli.installers.site.Launcher;
import org.vdeli.installers.site.ManagerClient;
import org.vdeli.installers.site.Site;

/// Simulated agents against a real manager, broker and database.
class SimulatedFleetIT {
    private static final int AGENTS = 30;
    private static final Duration LONG = Duration.ofMinutes(2);

    @Test
    void carriesUploadsAndDeletionsAndMendsWhatItsAgentsForgot(@TempDir Path folder)
            throws Exception {
        try (Site site = Site.open(Launcher.find(), folder)) {
            site.startManager("--retry.first=1s", "--retry.longest=2s");
            ManagerClient operator = site.loginAsAdmin();
            FleetShape shape = new FleetShape(AGENTS, 6, 2, 3);
            String password = site.password(FleetFounding.PUBLISHER);
            new FleetFounding(shape, operator).publisher(password);
            Behaviour flawed = Behaviour.usual(FillTimes.parse("0s-200ms"), 0.2);
            try (SimulatedFleet fleet = start(site, shape, flawed)) {
                await().atMost(LONG)
                        .until(() ->
                                operator.servers().stream()
                                                .filter(server ->
                                                        server.state() == ServerState.ONLINE)
                                                .count()
                                        == AGENTS);
                AssetPath path =
                        AssetPath.of(FleetFounding.PUBLISHER, FleetFounding.PROJECT, "film.mp4");
                Arrivals arrivals = fleet.figures().watch(FleetFigures.Kind.FILL, path);
                upload(site, password, Files.write(folder.resolve("film.mp4"), new byte[100_000]));

                AssetView film = awaitEverywhere(operator);

                assertThat(film.path()).isEqualTo(path);
                // what ended badly was ordered again
                assertThat(arrivals.count()).isGreaterThan(AGENTS);
                assertThat(fleet.figures().counts().failed()).isPositive();
            }

            // the same identities, with empty disks
            Behaviour sound = Behaviour.usual(FillTimes.parse("0s"), 0);
            CopyOnWriteArrayList<String> said = new CopyOnWriteArrayList<>();
            try (SimulatedFleet fleet =
                    SimulatedFleet.start(shape, sound, operator, site.folder(), said::add)) {
                assertThat(said).noneMatch(line -> line.startsWith("enrolled"));
                await().atMost(LONG).until(() -> fleet.figures().counts().done() >= AGENTS);
                assertThat(fleet.figures().counts().inventories()).isGreaterThanOrEqualTo(AGENTS);
                AssetView film = awaitEverywhere(operator);

                Arrivals purges = fleet.figures().watch(FleetFigures.Kind.PURGE, film.path());
                operator.delete(film.id());
                await().atMost(LONG).until(() -> operator.replicas(film.id()).isEmpty());
                assertThat(purges.count()).isEqualTo(AGENTS);
                assertThat(operator.servers()).hasSize(AGENTS);
            }
        }
    }

    private static SimulatedFleet start(Site site, FleetShape shape, Behaviour behaviour) {
        return SimulatedFleet.start(
                shape, behaviour, site.loginAsAdmin(), site.folder(), line -> {});
    }

    private static AssetView awaitEverywhere(ManagerClient operator) {
        await().atMost(LONG)
                .until(() ->
                        operator.assets().stream()
                                .anyMatch(asset ->
                                        operator.replicas(asset.id()).stream()
                                                        .filter(r ->
                                                                r.state() == ReplicaState.VERIFIED)
                                                        .count()
                                                == AGENTS));
        return operator.assets().getFirst();
    }

    private static void upload(Site site, String password, Path file) {
        assertThat(
                        FtpPut.run(
                                "--server",
                                site.addresses().ftp().host() + ":" + site.addresses().ftp().port(),
                                "--user",
                                FleetFounding.PUBLISHER,
                                "--password",
                                password,
                                "--local",
                                file.toString(),
                                "--target",
                                "/" + FleetFounding.PROJECT + "/",
                                "--quiet"))
                .isZero();
    }
}
