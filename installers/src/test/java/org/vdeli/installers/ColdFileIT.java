package org.vdeli.installers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.PurgeDraft;
import org.vdeli.contracts.api.PurgeView;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.value.Checksum;

/// Files that no policy placed on any edge, and viewers who ask for them.
@ExtendWith(SystemSite.Shared.class)
class ColdFileIT {
    private static final int SIZE = 64 << 20;
    private static final int VIEWERS = 100;

    /// What the manager says besides: manifest, heads, answers.
    private static final long BESIDES = 4 << 20;

    private final Viewer viewer = new Viewer();

    private Checksum watch(URI address) throws Exception {
        MessageDigest digest = Checksum.newDigest();
        byte[] buffer = new byte[256 * 1024];
        try (InputStream content = viewer.open(address)) {
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return Checksum.ofDigest(digest.digest());
    }

    @Test
    void aHundredViewersOfAColdFileMakeOneFetchAndWhatCameIsPurgedLikeAnyCopy(SystemSite system)
            throws Exception {
        system.createColdProject("cold");
        AssetView asset = system.upload(system.file("film.mp4", SIZE, 61), "cold");
        assertThat(system.distribution(asset.id()).assigned()).isZero();
        URI address = system.address("edge-1", asset);
        long before = system.proxy().passed();

        try (ExecutorService viewers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Checksum>> watched = new ArrayList<>();
            for (int i = 0; i < VIEWERS; i++) {
                Callable<Checksum> watching = () -> watch(address);
                watched.add(viewers.submit(watching));
            }
            for (Future<Checksum> one : watched) {
                assertThat(one.get()).isEqualTo(asset.checksum());
            }
        }

        assertThat(system.proxy().passed() - before)
                .as("bytes over the origin's link")
                .isBetween((long) SIZE, SIZE + BESIDES);
        assertThat(system.awaitVerified(asset.id())).isEqualTo(1);
        assertThat(system.replica(asset.id(), "edge-1").state()).isEqualTo(ReplicaState.VERIFIED);

        long filled = system.proxy().passed();
        assertThat(watch(address)).as("a hit").isEqualTo(asset.checksum());
        assertThat(watch(system.address("edge-2", asset)))
                .as("from the neighbour")
                .isEqualTo(asset.checksum());
        assertThat(system.awaitVerified(asset.id())).isEqualTo(2);
        assertThat(system.proxy().passed() - filled).isLessThan(BESIDES);
        assertThat(viewer.get(address.resolve("nothing.mp4")).status()).isEqualTo(404);

        PurgeView purge =
                system.manager()
                        .create(
                                new PurgeDraft(
                                        Optional.of(Set.of(asset.id())),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty()));
        await().atMost(SystemSite.LONG)
                .until(() -> system.manager().purge(purge.id()).percent() == 100);
        assertThat(system.distribution(asset.id()).assigned()).isZero();
        long purged = system.proxy().passed();
        assertThat(watch(address)).as("a miss").isEqualTo(asset.checksum());
        assertThat(system.proxy().passed() - purged).isGreaterThanOrEqualTo(SIZE);
    }

    @Test
    void anOperatorHasAServerFetchAFileBeforeViewersAskForIt(SystemSite system) throws Exception {
        system.createColdProject("warm");
        AssetView asset = system.upload(system.file("warm.mp4", 3_000_000, 62), "warm");

        system.manager().fill(asset.id(), system.server("edge-2").id());

        assertThat(system.awaitVerified(asset.id())).isEqualTo(1);
        long before = system.proxy().passed();
        assertThat(watch(system.address("edge-2", asset))).isEqualTo(asset.checksum());
        assertThat(system.proxy().passed() - before).isLessThan(1_000_000);

        system.manager().delete(asset.id());
        await().atMost(SystemSite.LONG)
                .until(() -> viewer.get(system.address("edge-2", asset)).status() == 404);
    }
}
