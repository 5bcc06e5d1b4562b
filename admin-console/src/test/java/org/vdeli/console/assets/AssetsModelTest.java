package org.vdeli.console.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.console.fake.FakeFleet;
import org.vdeli.console.link.Answer;
import org.vdeli.console.link.Background;
import org.vdeli.console.link.Done;
import org.vdeli.console.link.Refusal;
import org.vdeli.console.mirror.Mirror;
import org.vdeli.console.text.Message;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.ConsoleEvent;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;

final class AssetsModelTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final AtomicReference<Instant> time = new AtomicReference<>(NOON);
    private final Mirror mirror = new Mirror(time::get);
    private final FakeFleet fleet = new FakeFleet(4, 2, 1, Duration.ofSeconds(10));
    private final AssetView asset =
            fleet.addAsset("acme/default/a.mp4", 1_000_000, NOON, fleet.servers());
    private final AtomicReference<Answer<List<ReplicaView>>> answer =
            new AtomicReference<>(new Answer.Ok<>(fleet.replicas(asset)));
    private final Queue<Object> asked = new ConcurrentLinkedQueue<>();
    private final Queue<JobId> retries = new ConcurrentLinkedQueue<>();
    private final Map<JobId, Answer<Done>> retryAnswers = new ConcurrentHashMap<>();
    private final AssetsModel model =
            new AssetsModel(
                    mirror,
                    new AssetsModel.Asking() {
                        @Override
                        public Answer<List<ReplicaView>> replicas(AssetId id) {
                            asked.add(id);
                            return answer.get();
                        }

                        @Override
                        public Answer<Done> retry(JobId job) {
                            retries.add(job);
                            return retryAnswers.getOrDefault(job, new Answer.Ok<>(Done.DONE));
                        }
                    },
                    () -> true,
                    new Background(Runnable::run),
                    time::get);

    @BeforeEach
    void begin() {
        snapshot();
    }

    @Test
    void showsHowFarAnAssetIs() {
        fleet.move(asset, fleet.server(0).id(), ReplicaState.VERIFIED, 1, NOON);
        fleet.move(asset, fleet.server(1).id(), ReplicaState.FILLING, 0.5, NOON);
        mirror.accept(new ConsoleEvent.DistributionsChanged(List.of(fleet.distribution(asset))));
        model.refresh();

        AssetRow row = model.rows().shown().getFirst();

        assertThat(row.spreading()).isEqualTo(Spreading.FILLING);
        assertThat(row.verified()).isEqualTo(1);
        assertThat(row.assigned()).isEqualTo(4);
        assertThat(row.share()).isEqualTo(0.375);
    }

    @Test
    void asksForTheChosenOnesReplicasAndKeepsThemTrue() {
        choose();
        assertThat(model.replicas().shown())
                .extracting(ReplicaRow::state)
                .containsOnly(ReplicaState.MISSING);

        ReplicaView moved =
                fleet.move(asset, fleet.server(2).id(), ReplicaState.FILLING, 0.25, NOON);
        mirror.accept(new ConsoleEvent.ReplicasChanged(List.of(moved)));
        model.refresh();

        assertThat(model.replicas().shown())
                .filteredOn(row -> row.server().equals(fleet.server(2).id()))
                .extracting(ReplicaRow::share)
                .containsExactly(0.25);
        assertThat(asked).containsExactly(asset.id());
        assertThat(Objects.requireNonNull(model.detailProperty().get()).rate().bitsPerSecond())
                .isEqualTo(84_000_000);
    }

    @Test
    void asksAgainAfterAReconnect() {
        choose();

        snapshot();
        model.refresh();

        await().until(() -> asked.size() == 2);
    }

    @Test
    void asksAgainWhenTheCountDoesNotFit() {
        List<ReplicaView> some = new ArrayList<>(fleet.replicas(asset).subList(0, 3));
        answer.set(new Answer.Ok<>(some));
        model.rows().selectedIdProperty().set(asset.id());
        await().until(() -> {
            model.refresh();
            return model.replicas().shown().size() == 3;
        });

        time.set(NOON.plus(AssetsModel.LIST_AGAIN));
        answer.set(new Answer.Ok<>(fleet.replicas(asset)));

        await().until(() -> {
            model.refresh();
            return model.replicas().shown().size() == 4;
        });
    }

    @Test
    void saysWhyTheReplicasCannotBeShown() {
        answer.set(new Answer.Refused<>(Refusal.UNREACHABLE, "cdn:8080"));
        model.rows().selectedIdProperty().set(asset.id());

        await().until(() -> {
            model.refresh();
            AssetDetail detail = model.detailProperty().get();
            return detail != null
                    && detail.error()
                            .equals(Optional.of(Message.of("refusal.UNREACHABLE", "cdn:8080")));
        });
    }

    @Test
    void triesOnlyTheChosenOneAgain() {
        chooseWithThreeFailed();
        model.replicas().selectedIdProperty().set(fleet.server(1).id());

        model.retry();

        await().until(() -> model.retriedProperty().get().isPresent());
        assertThat(retries).containsExactly(job(1));
        assertThat(model.retriedProperty().get()).contains(new AssetsModel.Retried(none()));
        assertThat(model.busyProperty().get()).isFalse();
    }

    @Test
    void triesWhatDidNotFailNotAgain() {
        chooseWithThreeFailed();
        model.replicas().selectedIdProperty().set(fleet.server(3).id());

        model.retry();

        assertThat(retries).isEmpty();
        assertThat(model.busyProperty().get()).isFalse();
    }

    @Test
    void passesOverWhatHasMovedOnWhenAllAreTriedAgain() {
        chooseWithThreeFailed();
        retryAnswers.put(job(0), new Answer.Refused<>(Refusal.INVALID, "it is VERIFIED"));

        model.retryAll();

        await().until(() -> model.retriedProperty().get().isPresent());
        assertThat(retries).containsExactlyInAnyOrder(job(0), job(1), job(2));
        assertThat(model.retriedProperty().get()).contains(new AssetsModel.Retried(none()));
    }

    @Test
    void stopsAtARefusalThatMeetsAll() {
        chooseWithThreeFailed();
        fleet.servers()
                .forEach(server ->
                        retryAnswers.put(
                                new JobId(90_000 + server.id().value()),
                                new Answer.Refused<>(Refusal.FORBIDDEN, "log in as an operator")));

        model.retryAll();

        await().until(() -> model.retriedProperty().get().isPresent());
        assertThat(retries).hasSize(1);
        assertThat(model.retriedProperty().get())
                .contains(
                        new AssetsModel.Retried(
                                Optional.of(
                                        Message.of("refusal.FORBIDDEN", "log in as an operator"))));
    }

    private void chooseWithThreeFailed() {
        for (int i = 0; i < 3; i++) {
            fleet.move(asset, fleet.server(i).id(), ReplicaState.FAILED, 0.4, NOON);
        }
        answer.set(new Answer.Ok<>(fleet.replicas(asset)));
        choose();
    }

    private JobId job(int server) {
        return new JobId(90_000 + fleet.server(server).id().value());
    }

    private static Optional<Message> none() {
        return Optional.empty();
    }

    private void choose() {
        model.rows().selectedIdProperty().set(asset.id());
        await().until(() -> {
            model.refresh();
            return model.replicas().shown().size() == 4;
        });
    }

    private void snapshot() {
        mirror.accept(new ConsoleEvent.SnapshotBegun("manager-1", "0.1.0", NOON));
        mirror.accept(new ConsoleEvent.ServersChanged(fleet.servers()));
        mirror.accept(new ConsoleEvent.AssetsChanged(List.of(asset)));
        mirror.accept(new ConsoleEvent.DistributionsChanged(List.of(fleet.distribution(asset))));
        mirror.accept(new ConsoleEvent.SnapshotEnded());
    }
}
