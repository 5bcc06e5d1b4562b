package org.vdeli.installers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.DistributionView;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.SampleView;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.installers.site.Edge;

/// The road from an upload to the viewers and the statistics back.
@ExtendWith(SystemSite.Shared.class)
class RoadIT {
    private final Viewer viewer = new Viewer();

    @Test
    void carriesAnUploadToEveryEdgeOfThePolicy(SystemSite system) throws Exception {
        system.createProject("road");
        Path file = system.file("plain.mp4", 10_000_001, 1);

        assertThat(
                        system.put(
                                file,
                                "/road/",
                                Duration.ofMinutes(2),
                                "--ftps",
                                "--ca",
                                system.site().ftpCertificate().toString()))
                .isZero();

        AssetView asset = system.awaitAsset(SystemSite.PUBLISHER + "/road/plain.mp4");
        assertThat(asset.size()).isEqualTo(ByteCount.of(10_000_001));
        assertThat(asset.checksum()).isEqualTo(Checksum.ofContent(Files.readAllBytes(file)));
        assertThat(asset.state()).isEqualTo(AssetState.CURRENT);
        assertThat(asset.version()).isEqualTo(1);
        assertThat(system.awaitVerified(asset.id())).isEqualTo(2);
        for (Edge edge : SystemSite.EDGES) {
            Viewer.Answer answer = viewer.get(system.address(edge.name(), asset));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.checksum()).isEqualTo(asset.checksum());
            assertThat(viewer.range(system.address(edge.name(), asset), 5_000_000, 5_000_999))
                    .isEqualTo(Arrays.copyOfRange(Files.readAllBytes(file), 5_000_000, 5_001_000));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two words.mp4",
                "Grüße aus Köln – 100 %.mp4",
                "日本語の映画.mp4",
                "a+b=c & d?#[1].mp4",
                "quote's \"and\" more.mp4"
            })
    void carriesAnyName(String name, SystemSite system) {
        String project = "names-" + Integer.toHexString(name.hashCode());
        system.createProject(project);
        Path file = system.file(name, 70_000, name.hashCode());

        AssetView asset = system.upload(file, project);

        assertThat(asset.path().file()).isEqualTo(name);
        assertThat(system.awaitVerified(asset.id())).isEqualTo(2);
        Viewer.Answer answer = viewer.get(system.address("edge-1", asset));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.checksum()).isEqualTo(asset.checksum());
    }

    @Test
    void replacesAVersionByTheNextAndBreaksNobodyOff(SystemSite system) throws Exception {
        system.createProject("versions");
        // More than the buffers between nginx and the viewer hold.
        AssetView first = system.upload(system.file("film.mp4", 40_000_000, 1), "versions");
        system.awaitVerified(first.id());
        InputStream slow = viewer.open(system.address("edge-1", first));
        MessageDigest watched = Checksum.newDigest();

        AssetView second = system.upload(system.file("film.mp4", 600_000, 2), "versions");

        assertThat(second.version()).isEqualTo(2);
        await().atMost(SystemSite.LONG)
                .until(() -> {
                    watched.update(slow.readNBytes(50_000));
                    DistributionView now = system.distribution(second.id());
                    return now.assigned() == 2 && now.verified() == 2;
                });
        assertThat(viewer.get(system.address("edge-1", second)).checksum())
                .isEqualTo(second.checksum());
        watched.update(slow.readAllBytes());
        assertThat(Checksum.ofDigest(watched.digest())).isEqualTo(first.checksum());
        await().atMost(SystemSite.LONG)
                .until(() -> system.manager().asset(first.id()).state() == AssetState.SUPERSEDED);
    }

    @Test
    void countsEveryRequestOfTheViewers(SystemSite system) {
        system.createProject("counted");
        AssetView asset = system.upload(system.file("film.mp4", 300_000, 3), "counted");
        system.awaitVerified(asset.id());
        // What was asked for so far falls into intervals before this one.
        Instant begin = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 2 * 2 + 4);
        await().until(() -> Instant.now().isAfter(begin));

        for (int i = 0; i < 25; i++) {
            viewer.range(system.address("edge-2", asset), 1000L * i, 1000L * i + 999);
        }
        viewer.get(system.address("edge-2", asset).resolve("nothing.mp4"));

        await().atMost(Duration.ofSeconds(30)).until(() -> counted(system, begin) == 26);
    }

    @Test
    void asksForNothingWithoutAPolicy(SystemSite system) {
        system.createBareProject("bare");

        AssetView asset = system.upload(system.file("film.mp4", 1000, 4), "bare");

        assertThat(system.distribution(asset.id()).assigned()).isZero();
        assertThat(viewer.get(system.address("edge-1", asset)).status()).isEqualTo(404);
    }

    @Test
    void removesADeletedAssetFromTheEdges(SystemSite system) {
        system.createProject("removed");
        AssetView asset = system.upload(system.file("film.mp4", 1000, 5), "removed");
        system.awaitVerified(asset.id());
        assertThat(system.replica(asset.id(), "edge-1").state()).isEqualTo(ReplicaState.VERIFIED);

        system.manager().delete(asset.id());

        await().atMost(SystemSite.LONG)
                .until(() -> viewer.get(system.address("edge-1", asset)).status() == 404);
    }

    private static long counted(SystemSite system, Instant from) {
        return system
                .manager()
                .samples(
                        system.server("edge-2").id(), from, Instant.now().plus(Duration.ofHours(1)))
                .stream()
                .mapToLong(SampleView::requests)
                .sum();
    }
}
