package org.vdeli.manager.side;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.amqp.Delivery;
import org.vdeli.contracts.amqp.Handled;
import org.vdeli.contracts.amqp.Outgoing;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.Id;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.manager.change.Changes;

class SharedChangesTest {
    private static final AssetId FILM = new AssetId(21);
    private static final ServerId SERVER = new ServerId(11);

    private final Codec codec = new Codec();
    private final List<Outgoing> sent = new ArrayList<>();
    private final Told atFirst = new Told();
    private final Told atSecond = new Told();
    private Instant now = Instant.parse("2026-11-20T10:00:00Z");
    private final SharedChanges first = changes(1, atFirst);
    private final SharedChanges second = changes(2, atSecond);

    private SharedChanges changes(long manager, Told told) {
        return new SharedChanges(
                new ManagerId(manager), told, note -> sent.add(note), codec, () -> now);
    }

    private List<Handled> deliver(SharedChanges to) {
        List<Delivery> deliveries =
                sent.stream()
                        .map(message ->
                                new Delivery(
                                        "queue",
                                        message.exchange(),
                                        message.key(),
                                        message.body(),
                                        false,
                                        Map.of()))
                        .toList();
        return deliveries.isEmpty() ? List.of() : to.take(deliveries);
    }

    @Test
    void tellsEveryChangeHereAtOnceAndToTheOthers() {
        first.regionsChanged();
        first.clustersChanged();
        first.serversChanged(List.of(SERVER));
        first.assetsChanged(List.of(FILM));
        first.distributionsChanged(List.of(FILM));
        first.replicasChanged(FILM, List.of(SERVER));
        first.alarmsChanged(List.of(new AlarmId(5)));
        first.fillEnded(FILM, SERVER);
        first.contentDoubted(FILM);
        first.removed(ObjectKind.REGION, List.of(new RegionId(3)));
        List<String> all =
                List.of(
                        "regions",
                        "clusters",
                        "servers [000000000000b]",
                        "assets [000000000000l]",
                        "distributions [000000000000l]",
                        "replicas 000000000000l [000000000000b]",
                        "alarms [0000000000005]",
                        "ended 000000000000l 000000000000b",
                        "doubted 000000000000l",
                        "removed REGION [0000000000003]");
        assertThat(atFirst.said).containsExactlyElementsOf(all);
        assertThat(sent).isEmpty();

        first.turn();
        assertThat(sent).singleElement().extracting(Outgoing::exchange).isEqualTo(Topology.CHANGES);
        deliver(first);
        assertThat(atFirst.said).hasSize(all.size());
        deliver(second);
        assertThat(atSecond.said).containsExactlyElementsOf(all);
    }

    @Test
    void whatEachHearsByItselfStaysHere() {
        first.liveChanged(SERVER);
        assertThat(atFirst.said).containsExactly("live 000000000000b");
        first.turn();
        deliver(second);
        assertThat(atSecond.said).isEmpty();
    }

    @Test
    void manyChangesAreSeveralNotesOfAFewKilobytes() {
        first.replicasChanged(
                FILM, LongStream.rangeClosed(1, 4000).mapToObj(ServerId::new).toList());
        first.turn();
        assertThat(sent).hasSize(54);
        assertThat(sent)
                .allSatisfy(note ->
                        assertThat(note.body().length)
                                .isLessThanOrEqualTo(Codec.MAX_MESSAGE_BYTES));
        deliver(second);
        assertThat(atSecond.said).hasSize(4000);
    }

    @Test
    void oneThatMissedANoteBeginsAnew() {
        first.assetsChanged(List.of(FILM));
        first.turn();
        deliver(second);
        sent.clear();
        first.regionsChanged();
        first.turn();
        sent.clear(); // lost
        now = now.plusSeconds(5);
        first.turn();
        assertThat(atSecond.said).doesNotContain("missed");
        deliver(second);
        assertThat(atSecond.said).containsExactly("assets [000000000000l]", "missed");
    }

    @Test
    void aManagerThatStartsAgainCountsFromOne() {
        first.regionsChanged();
        first.turn();
        SharedChanges again = changes(1, new Told());
        again.clustersChanged();
        again.turn();
        deliver(second);
        assertThat(atSecond.said).containsExactly("regions", "clusters");
    }

    @Test
    void wordsOfANewerManagerAreLeftOut() {
        sent.add(note("[\"weather fine\", \"regions\"]"));
        assertThat(deliver(second)).containsExactly(Handled.ACK);
        assertThat(atSecond.said).containsExactly("regions");
        sent.clear();
        sent.add(note("[\"asset nonsense\"]"));
        assertThat(deliver(second)).hasOnlyElementsOfType(Handled.Reject.class);
    }

    private Outgoing note(String changes) {
        String json =
                "{\"version\":1,\"id\":\"00000000-0000-0000-0000-000000000001\","
                        + "\"at\":\"2026-11-20T10:00:00Z\",\"body\":{\"from\":\"0000000000009\","
                        + "\"start\":\"00000000-0000-0000-0000-000000000002\",\"number\":1,"
                        + "\"changes\":"
                        + changes
                        + "}}";
        return new Outgoing(
                Topology.CHANGES, "", json.getBytes(StandardCharsets.UTF_8), false, false);
    }

    /// What one manager was told.
    private static final class Told implements Changes {
        private final List<String> said = new ArrayList<>();

        @Override
        public void regionsChanged() {
            said.add("regions");
        }

        @Override
        public void clustersChanged() {
            said.add("clusters");
        }

        @Override
        public void serversChanged(Collection<ServerId> servers) {
            said.add("servers " + servers);
        }

        @Override
        public void liveChanged(ServerId server) {
            said.add("live " + server);
        }

        @Override
        public void assetsChanged(Collection<AssetId> assets) {
            said.add("assets " + assets);
        }

        @Override
        public void distributionsChanged(Collection<AssetId> assets) {
            said.add("distributions " + assets);
        }

        @Override
        public void replicasChanged(AssetId asset, Collection<ServerId> servers) {
            said.add("replicas " + asset + " " + servers);
        }

        @Override
        public void alarmsChanged(Collection<AlarmId> alarms) {
            said.add("alarms " + alarms);
        }

        @Override
        public void fillEnded(AssetId asset, ServerId server) {
            said.add("ended " + asset + " " + server);
        }

        @Override
        public void contentDoubted(AssetId asset) {
            said.add("doubted " + asset);
        }

        @Override
        public void missed() {
            said.add("missed");
        }

        @Override
        public void removed(ObjectKind kind, Collection<? extends Id> ids) {
            said.add("removed " + kind + " " + ids);
        }
    }
}
