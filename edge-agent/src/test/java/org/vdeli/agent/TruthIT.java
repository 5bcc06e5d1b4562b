package org.vdeli.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.agent.fill.Origin;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.Report.Loss;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.value.AssetPath;

/// The agent finds out by itself what became of its files, stops serving what is wrong, says so,
/// and takes it back when it is ordered again.
class TruthIT {
    private static final AssetPath PATH = AssetPath.parse("acme/films/Größe.mp4");
    private static final int PIECE = 64 * 1024;
    private static final int SIZE = 10 * PIECE + 777;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir Path folder;

    private EdgeSite site() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new EdgeSite(folder.resolve("edge"), Broker.shared());
    }

    private static Report.Lost awaitLoss(EdgeSite site, Loss cause) {
        return await("loss by " + cause)
                .atMost(PATIENCE)
                .until(
                        () ->
                                site.reports(Report.Lost.class).stream()
                                        .filter(lost -> lost.cause() == cause)
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static Path stored(EdgeSite site, Origin origin) {
        String hex = origin.checksum().hex();
        return site.data().resolve("store").resolve(hex.substring(0, 2)).resolve(hex);
    }

    private static void repair(EdgeSite site, Origin origin, int attempt) throws Exception {
        // nginx looks at an open file again after a second
        await().atMost(PATIENCE).until(() -> site.get(site.address(PATH)).statusCode() == 404);
        site.send(origin.order(new JobId(1), attempt, PATH, 1, TransferMethod.SINGLE.preset()));
        assertThat(site.awaitConfirmation(new JobId(1), attempt).reason()).isEqualTo(Reason.DONE);
        assertThat(site.get(site.address(PATH)).body()).isEqualTo(origin.content());
    }

    @Test
    void whatIsDamagedDeletedTruncatedOrStrangeIsFoundAndRepaired() throws Exception {
        try (EdgeSite site = site();
                Origin origin = Origin.of(SIZE, PIECE)) {
            site.startManager();
            site.startAgent("--scrub.period=1s", "--scrub.look-interval=1s");
            site.send(origin.order(PATH, 1, TransferMethod.SINGLE.preset()));
            site.awaitConfirmation(new JobId(1), 1);

            byte flipped = (byte) (origin.content()[SIZE / 2] ^ 1);
            try (FileChannel file =
                    FileChannel.open(stored(site, origin), StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(new byte[] {flipped}), SIZE / 2);
            }
            Report.Lost damaged = awaitLoss(site, Loss.CHECKSUM_MISMATCH);
            assertThat(damaged.asset()).isEqualTo(Origin.ASSET);
            assertThat(damaged.path()).isEqualTo(PATH);
            assertThat(damaged.detail()).startsWith("the file on the disk has checksum ");
            repair(site, origin, 2);

            // Only its name is gone: that needs no manager.
            Files.delete(site.served(PATH));
            await().atMost(PATIENCE).until(() -> site.get(site.address(PATH)).statusCode() == 200);

            Files.delete(stored(site, origin));
            Report.Lost missing = awaitLoss(site, Loss.MISSING);
            assertThat(missing.detail()).isEqualTo("the file is gone");
            repair(site, origin, 3);

            Path stranger = site.data().resolve("www/acme/films/stranger.mp4");
            Files.writeString(stranger, "stranger");
            await().atMost(PATIENCE).until(() -> !Files.exists(stranger));
        }
    }

    @Test
    void whatBecameShorterWhileTheAgentWasAwayIsFoundAtItsStart() throws Exception {
        try (EdgeSite site = site();
                Origin origin = Origin.of(SIZE, PIECE)) {
            site.startManager();
            site.startAgent();
            site.send(origin.order(PATH, 1, TransferMethod.SINGLE.preset()));
            site.awaitConfirmation(new JobId(1), 1);
            site.killAgent();
            Files.write(stored(site, origin), new byte[SIZE - 1]);
            site.startAgent();

            Report.Lost shorter = awaitLoss(site, Loss.TRUNCATED);
            assertThat(shorter.detail()).startsWith("the file does not have its ");
            repair(site, origin, 2);
        }
    }

    @Test
    void whatNobodyAsksForMakesRoomAndIsNamedInTheInventory() throws Exception {
        try (EdgeSite site = site();
                Origin first = Origin.of(SIZE, PIECE);
                Origin second = Origin.of(SIZE + 1, PIECE);
                Origin third = Origin.of(SIZE + 2, PIECE)) {
            site.startManager();
            site.startAgent("--disk.quota=" + SIZE * 5 / 2);
            Job.Fill one = evictable(first, 1);
            Job.Fill two = evictable(second, 2);
            site.send(one);
            site.awaitConfirmation(one.job(), 1);
            site.send(two);
            site.awaitConfirmation(two.job(), 1);
            assertThat(site.get(site.address(one.path())).statusCode()).isEqualTo(200);
            await().atMost(PATIENCE)
                    .until(() ->
                            site.reports(Report.Sample.class).stream()
                                            .mapToLong(s -> s.traffic().requests())
                                            .sum()
                                    == 1);
            Job.Fill three = evictable(third, 3);
            site.send(three);

            assertThat(site.awaitConfirmation(three.job(), 1).reason()).isEqualTo(Reason.DONE);
            Report.Lost evicted = awaitLoss(site, Loss.EVICTED);
            assertThat(evicted.asset()).isEqualTo(two.asset());
            assertThat(site.get(site.address(one.path())).statusCode()).isEqualTo(200);
            assertThat(site.get(site.address(two.path())).statusCode()).isEqualTo(404);
            site.killAgent();
            site.startAgent("--disk.quota=" + SIZE * 5 / 2);
            site.send(new Job.SendInventory(new JobId(50), 1));
            await().atMost(PATIENCE).until(() -> !site.inventories().isEmpty());
            assertThat(site.inventories().getFirst().evicted().orElseThrow())
                    .containsExactly(two.asset());
        }
    }

    private static Job.Fill evictable(Origin origin, long number) {
        AssetPath path = AssetPath.parse("acme/films/" + number + ".mp4");
        Job.Fill fill = origin.order(path, 1, TransferMethod.SINGLE.preset());
        return new Job.Fill(
                new JobId(number),
                1,
                new AssetId(number),
                path,
                1L,
                fill.size(),
                fill.checksum(),
                fill.size(),
                fill.sources(),
                fill.token(),
                fill.limits(),
                Optional.of(false),
                Optional.empty(),
                Optional.empty());
    }
}
