package org.vdeli.installers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.DistributionView;
import org.vdeli.contracts.api.JobView;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.id.JobId;

/// Messages that come twice, and bytes that change on their way.
@ExtendWith(SystemSite.Shared.class)
class DeliveryFaultIT {
    private static final String PREFIX = SystemSite.PUBLISHER + "/";

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
            List<JobId> jobsBefore = jobsOf(system, "doubled");
            assertThat(jobsBefore).hasSize(2);

            assertThat(Broker.repeat(channel, jobs)).isGreaterThanOrEqualTo(2);
            assertThat(Broker.repeat(channel, reports)).isGreaterThanOrEqualTo(3);
            AssetView next = system.upload(system.file("e.mp4", 1000, 22), "doubled");
            system.awaitVerified(next.id());

            assertThat(system.distribution(asset.id())).isEqualTo(before);
            assertThat(system.manager().assets())
                    .filteredOn(a -> a.path().toString().startsWith(PREFIX + "doubled/"))
                    .extracting(AssetView::id)
                    .containsExactlyInAnyOrder(asset.id(), next.id());
            assertThat(jobsOf(system, "doubled")).hasSize(4).containsAll(jobsBefore);
            assertThat(viewer.get(system.address("edge-1", asset)).checksum())
                    .isEqualTo(asset.checksum());
        }
    }

    /// The jobs of one project: other tests of the shared site have theirs.
    private static List<JobId> jobsOf(SystemSite system, String project) {
        return system.manager().jobs().stream()
                .filter(job -> job.path().toString().startsWith(PREFIX + project + "/"))
                .map(JobView::id)
                .toList();
    }

    @Test
    void aByteThatChangesOnTheWayIsNeverServed(SystemSite system) throws Exception {
        system.createProject("corrupted");
        AtomicBoolean isDone = new AtomicBoolean();
        system.proxy().flip(6);

        AssetView asset = system.upload(system.file("x.mp4", 30_000_000, 23), "corrupted");
        try (ExecutorService watchers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Set<Viewer.Answer>> seen =
                    watchers.submit(() -> {
                        Set<Viewer.Answer> answers = new HashSet<>();
                        do {
                            answers.add(viewer.get(system.address("edge-1", asset)));
                        } while (!isDone.get());
                        return answers;
                    });
            try {
                assertThat(system.awaitVerified(asset.id())).isEqualTo(2);
            } finally {
                isDone.set(true);
            }
            assertThat(seen.get())
                    .filteredOn(answer -> answer.status() == 200)
                    .allMatch(answer -> answer.checksum().equals(asset.checksum()));
        }
        assertThat(system.proxy().flipped()).isEqualTo(6);
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
            assertThat(viewer.get(system.address("edge-1", asset)).status()).isEqualTo(503);

            system.proxy().behave();
            assertThat(system.awaitVerified(asset.id())).isEqualTo(2);
        } finally {
            system.proxy().behave();
        }
    }
}
