package org.vdeli.installers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.DistributionView;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ReplicaView;

/// Messages that come twice, and bytes that change on their way.
@ExtendWith(SystemSite.Shared.class)
class DeliveryFaultIT {
    private final Viewer viewer = new Viewer();

    @Test
    void messagesThatComeTwiceChangeNothing(SystemSite system) throws Exception {
        system.createProject("doubled");
        try (Connection connection = Broker.of(system.site()).connect();
                Channel channel = connection.createChannel()) {
            String jobs = Broker.tap(channel, "vdeli.jobs");
            String reports = Broker.tap(channel, "vdeli.reports");
            AssetView asset = system.upload(system.file("d.mp4", 2_000_000, 21), "doubled");
            system.awaitVerified(asset.id());
            DistributionView before = system.distribution(asset.id());
            int assets = system.manager().assets().size();
            int jobCount = system.manager().jobs().size();

            assertThat(Broker.repeat(channel, jobs)).isGreaterThanOrEqualTo(2);
            assertThat(Broker.repeat(channel, reports)).isGreaterThanOrEqualTo(3);
            AssetView next = system.upload(system.file("e.mp4", 1000, 22), "doubled");
            system.awaitVerified(next.id());

            assertThat(system.distribution(asset.id())).isEqualTo(before);
            assertThat(system.manager().assets()).hasSize(assets + 1);
            assertThat(system.manager().jobs()).hasSize(jobCount + 2);
            assertThat(viewer.get(system.address("edge-1", asset)).checksum())
                    .isEqualTo(asset.checksum());
        }
    }

    @Test
    void aByteThatChangesOnTheWayIsNeverServed(SystemSite system) throws Exception {
        system.createProject("corrupted");
        AtomicBoolean isDone = new AtomicBoolean();
        AtomicInteger wrong = new AtomicInteger();
        system.proxy().flip(6);

        AssetView asset = system.upload(system.file("x.mp4", 30_000_000, 23), "corrupted");
        Thread watcher =
                Thread.ofVirtual()
                        .start(() -> {
                            while (!isDone.get()) {
                                Viewer.Answer answer = viewer.get(system.address("edge-1", asset));
                                boolean isRight =
                                        answer.status() == 404
                                                || answer.checksum().equals(asset.checksum());
                                if (!isRight) {
                                    wrong.incrementAndGet();
                                }
                            }
                        });

        assertThat(system.awaitVerified(asset.id())).isEqualTo(2);
        isDone.set(true);
        watcher.join();
        assertThat(system.proxy().flipped()).isEqualTo(6);
        assertThat(wrong).hasValue(0);
        assertThat(viewer.get(system.address("edge-2", asset)).checksum())
                .isEqualTo(asset.checksum());
    }

    @Test
    void aLineThatAlwaysChangesBytesEndsInAReason(SystemSite system) {
        system.createProject("hopeless");
        system.proxy().flip(Long.MAX_VALUE);
        try {
            AssetView asset = system.upload(system.file("y.mp4", 9_000_000, 24), "hopeless");

            ReplicaView failed =
                    await().atMost(SystemSite.LONG)
                            .until(
                                    () -> system.replica(asset.id(), "edge-1"),
                                    r -> !r.detail().isEmpty());
            assertThat(failed.detail()).contains("with a wrong checksum");
            assertThat(failed.state()).isNotEqualTo(ReplicaState.VERIFIED);
            assertThat(viewer.get(system.address("edge-1", asset)).status()).isEqualTo(404);

            system.proxy().behave();
            assertThat(system.awaitVerified(asset.id())).isEqualTo(2);
        } finally {
            system.proxy().behave();
        }
    }
}
