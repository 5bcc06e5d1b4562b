package org.vdeli.console.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.console.fake.FakeFleet;
import org.vdeli.console.geo.Camera;
import org.vdeli.console.geo.Mercator;
import org.vdeli.console.link.Answer;
import org.vdeli.console.link.Background;
import org.vdeli.console.link.Done;
import org.vdeli.console.link.Refusal;
import org.vdeli.console.map.MapPicture.ServerMark;
import org.vdeli.console.mirror.Mirror;
import org.vdeli.console.text.Message;
import org.vdeli.contracts.api.ClusterDraft;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.ConsoleEvent;
import org.vdeli.contracts.api.RegionDraft;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.ServerDraft;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.GeoPoint;

final class MapModelTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final Mirror mirror = new Mirror(() -> NOON);
    private final FakeFleet fleet = new FakeFleet(48, 24, 6, Duration.ofSeconds(10));
    private final Calls calls = new Calls();
    private final MapModel model =
            new MapModel(
                    mirror,
                    asset -> new Answer.Ok<>(List.of()),
                    calls,
                    () -> true,
                    new Background(Runnable::run),
                    () -> {});
    private final Camera camera = Camera.world(1200, 800);

    @BeforeEach
    void begin() {
        mirror.accept(new ConsoleEvent.SnapshotBegun("manager-1", "0.1.0", NOON));
        mirror.accept(new ConsoleEvent.RegionsChanged(fleet.regions()));
        mirror.accept(new ConsoleEvent.ClustersChanged(fleet.clusters()));
        mirror.accept(new ConsoleEvent.ServersChanged(fleet.servers()));
        mirror.accept(new ConsoleEvent.LiveChanged(fleet.live(NOON, 0, 1)));
        mirror.accept(new ConsoleEvent.SnapshotEnded());
        model.refresh();
    }

    @Test
    void countsServersByClusterAndRegion() {
        MapPicture picture = model.picture();

        assertThat(picture.clusters()).hasSize(24);
        assertThat(picture.servers()).hasSize(48);
        assertThat(picture.everything().count(ServerState.SILENT)).isEqualTo(1);
        assertThat(region("emea-north").tally().total()).isEqualTo(12);
        assertThat(region("emea-north").clusters()).isEqualTo(6);
        assertThat(cluster("lhr-1").tally().total()).isEqualTo(2);
        assertThat(picture.serversOf(cluster("lhr-1").ref()).stream().map(ServerMark::slot))
                .containsExactly(0, 1);
    }

    @Test
    void findsWhatIsUnderThePointer() {
        var lhr = cluster("syd-1");

        assertThat(pickAt(lhr.x(), lhr.y())).isEqualTo(new Pick.OfCluster(lhr.ref()));
        assertThat(pickAt(Mercator.x(-100), Mercator.y(45)))
                .isEqualTo(new Pick.OfRegion(region("amer-north").ref()));
        assertThat(pickAt(Mercator.x(-150), Mercator.y(0))).isEqualTo(new Pick.Nothing());
    }

    @Test
    void aDrawnRegionTakesInWhatLiesWhereItWins() {
        draw(60, -12, 60, 10, 45, 10, 45, -12);
        var drawn = chosenRegion();

        assertThat(drawn.plan().order()).isEqualTo(6);
        assertThat(model.picture().topology().strangersIn(drawn.ref())).isEmpty();
        assertThat(model.picture().topology().overlapping(drawn.ref()))
                .extracting(RegionPlan::name)
                .containsExactly("emea-north", "emea-south");

        model.edits().raise(drawn.plan(), region("emea-north").plan());
        assertThat(model.picture().topology().strangersIn(drawn.ref()))
                .extracting(ClusterPlan::name)
                .containsExactly("ams-1", "cdg-1", "fra-1", "lhr-1", "mxp-1");
        model.edits().takeIn(drawn.ref());

        assertThat(model.preview())
                .extracting(change -> change.text().text())
                .contains(
                        "New region region-1 with 4 corners",
                        "Region emea-north moves from order 0 to 6",
                        "Cluster lhr-1 goes from emea-north to region-1, with 2 servers");
        assertThat(model.preview().stream().mapToInt(Change::servers).sum()).isEqualTo(10);
    }

    @Test
    void undoGoesCornerByCornerThenChangeByChange() {
        draw(60, -12, 60, 10, 45, 10, 45, -12);
        model.drawing().toolProperty().set(Tool.POLYGON);
        press(10, 10);
        press(10, 20);

        model.undo();
        assertThat(model.drawing().sketchProperty().get().line()).hasSize(1);
        model.undo();
        assertThat(model.drawing().isDrawing()).isFalse();
        assertThat(model.history().draft().regions()).hasSize(1);
        model.undo();
        assertThat(model.history().draft().isEmpty()).isTrue();
        model.redo();
        assertThat(model.history().draft().regions()).hasSize(1);
    }

    @Test
    void aHalfDrawnRegionOutlivesTheLine() {
        model.drawing().toolProperty().set(Tool.POLYGON);
        press(60, -12);
        press(60, 10);
        press(45, 10);

        begin();
        model.drawing().finish();

        assertThat(chosenRegion().plan().area()).hasSize(3);
    }

    @Test
    void anOutlineThatCrossesItselfIsNotTaken() {
        draw(60, -12, 45, 10, 60, 10, 45, -12);

        assertThat(model.noticeProperty().get()).contains(Message.of("map.error.crosses"));
        assertThat(model.history().draft().isEmpty()).isTrue();
        assertThat(model.drawing().isDrawing()).isTrue();
    }

    @Test
    void snapsToACornerOfAnotherRegion() {
        model.drawing().toolProperty().set(Tool.POLYGON);
        GeoPoint corner = region("amer-north").plan().area().getFirst();
        double px = camera.screenX(Mercator.x(corner.longitude())) + 4;
        double py = camera.screenY(Mercator.y(corner.latitude())) - 3;

        model.drawing().press(camera, px, py, false);

        assertThat(model.drawing().sketchProperty().get().line().getFirst().x)
                .isEqualTo(Mercator.x(corner.longitude()));
    }

    @Test
    void aLassoMakesAClusterOfServers() {
        model.drawing().toolProperty().set(Tool.LASSO);
        press(58, -6);
        for (double[] to : new double[][] {{58, 5}, {46, 5}, {46, -6}}) {
            model.drawing().drag(camera, pixelX(to[1]), pixelY(to[0]), true);
        }
        model.drawing().release();

        // London, Paris, Amsterdam
        assertThat(model.history().draft().servers()).hasSize(6);
        assertThat(model.preview())
                .extracting(change -> change.text().text())
                .contains(
                        "New cluster cluster-1 in emea-north",
                        "2 servers go from lhr-1 to cluster-1");
        assertThat(model.selection()).isInstanceOf(Pick.OfCluster.class);
    }

    @Test
    void movesACornerOfTheChosenRegion() {
        var south = region("emea-south");
        GeoPoint corner = south.plan().area().getLast();
        model.select(new Pick.OfRegion(south.ref()));
        model.drawing().toolProperty().set(Tool.ARRANGE);

        press(corner.latitude(), corner.longitude());
        model.drawing().drag(camera, pixelX(-20), pixelY(28), true);
        model.drawing().release();

        GeoPoint moved = region("emea-south").plan().area().getLast();
        assertThat(moved.latitude()).isBetween(27.5, 28.5);
        assertThat(moved.longitude()).isBetween(-20.5, -19.5);
    }

    @Test
    void saveGoesFromRegionsToServersAndKeepsWhatIsRefused() {
        draw(60, -12, 60, 10, 45, 10, 45, -12);
        var drawn = chosenRegion();
        model.edits().assign(cluster("lhr-1").plan(), drawn.ref());
        model.edits().move(List.of(fleet.server(1).id()), cluster("lhr-1").ref());
        calls.refuseServers = true;

        TopologySaver.Outcome outcome =
                TopologySaver.save(calls, mirror.world(), model.history().draft());

        assertThat(calls.made)
                .containsExactly(
                        "region region-1",
                        "cluster lhr-1 in " + new RegionId(900),
                        "server " + fleet.server(1).name() + " in " + new ClusterId(1_000));
        assertThat(outcome.saved()).isEqualTo(2);
        assertThat(outcome.left().servers()).hasSize(1);
        assertThat(outcome.refusals().getFirst().text())
                .startsWith(fleet.server(1).name() + ": Your role does not allow this.");
    }

    @Test
    void aLostLineKeepsTheRestOfTheDraft() {
        draw(60, -12, 60, 10, 45, 10, 45, -12);
        model.edits().assign(cluster("lhr-1").plan(), chosenRegion().ref());
        calls.lost = true;

        TopologySaver.Outcome outcome =
                TopologySaver.save(calls, mirror.world(), model.history().draft());

        assertThat(outcome.left()).isEqualTo(model.history().draft());
        assertThat(outcome.refusals()).hasSize(1);
        assertThat(outcome.refusals().getFirst().text())
                .contains("Nothing of your drawing is lost");
    }

    private void draw(double... degrees) {
        model.drawing().toolProperty().set(Tool.POLYGON);
        for (int i = 0; i < degrees.length; i += 2) {
            press(degrees[i], degrees[i + 1]);
        }
        model.drawing().finish();
    }

    private void press(double latitude, double longitude) {
        model.drawing().press(camera, pixelX(longitude), pixelY(latitude), true);
    }

    private double pixelX(double longitude) {
        return Mercator.x(longitude) * camera.scale() + camera.originX();
    }

    private double pixelY(double latitude) {
        return camera.screenY(Mercator.y(latitude));
    }

    private Pick pickAt(double mapX, double mapY) {
        return Picker.at(model.picture(), camera, camera.screenX(mapX), camera.screenY(mapY));
    }

    private MapPicture.RegionMark chosenRegion() {
        if (model.selection() instanceof Pick.OfRegion(Ref<RegionId> ref)) {
            return model.picture().region(ref).orElseThrow();
        }
        throw new AssertionError("no region is chosen but " + model.selection());
    }

    private MapPicture.RegionMark region(String name) {
        return model.picture().regions().stream()
                .filter(mark -> mark.plan().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private MapPicture.ClusterMark cluster(String name) {
        return model.picture().clusters().stream()
                .filter(mark -> mark.plan().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void deletesARegionWithItsEmptyClustersAndNothingThatIsInUse() {
        model.select(new Pick.OfRegion(region("africa").ref()));
        model.edits().delete(region("africa").plan());
        assertThat(model.noticeProperty().get())
                .hasValueSatisfying(message ->
                        assertThat(message.text())
                                .startsWith("africa cannot be deleted: 2 servers"));
        assertThat(model.history().draft().isEmpty()).isTrue();

        draw(-40, -60, -40, -40, -55, -40, -55, -60);
        var drawn = chosenRegion();
        for (MapPicture.ClusterMark mark : model.picture().clustersOf(region("africa").ref())) {
            model.edits().assign(mark.plan(), drawn.ref());
        }
        model.edits().delete(region("africa").plan());
        assertThat(model.preview())
                .extracting(change -> change.text().text())
                .contains("Region africa is deleted");
        assertThat(model.picture().regions())
                .extracting(mark -> mark.plan().name())
                .doesNotContain("africa");

        model.undo();
        assertThat(region("africa").plan().name()).isEqualTo("africa");
        model.redo();
        TopologySaver.Outcome outcome =
                TopologySaver.save(calls, mirror.world(), model.history().draft());
        assertThat(calls.made.getLast()).startsWith("no region ");
        assertThat(outcome.left().isEmpty()).isTrue();
    }

    /// Notes the calls and answers them.
    private static final class Calls implements TopologySaver.Editing {
        private final List<String> made = new ArrayList<>();
        private boolean refuseServers;
        private boolean lost;

        @Override
        public Answer<RegionView> create(RegionDraft draft) {
            made.add("region " + draft.name());
            return lost
                    ? new Answer.Refused<>(Refusal.UNREACHABLE, "127.0.0.1")
                    : new Answer.Ok<>(
                            new RegionView(
                                    new RegionId(900), draft.name(), draft.area(), draft.order()));
        }

        @Override
        public Answer<Done> change(RegionId id, RegionDraft draft) {
            made.add("region " + draft.name());
            return new Answer.Ok<>(Done.DONE);
        }

        @Override
        public Answer<ClusterView> create(ClusterDraft draft) {
            made.add("cluster " + draft.name());
            return new Answer.Ok<>(
                    new ClusterView(
                            new ClusterId(901),
                            draft.region(),
                            draft.name(),
                            draft.position(),
                            draft.networks(),
                            draft.wanCapacity(),
                            Optional.empty()));
        }

        @Override
        public Answer<Done> change(ClusterId id, ClusterDraft draft) {
            made.add("cluster " + draft.name() + " in " + draft.region());
            return new Answer.Ok<>(Done.DONE);
        }

        @Override
        public Answer<Done> change(ServerId id, ServerDraft draft) {
            made.add("server " + draft.name() + " in " + draft.cluster().orElseThrow());
            return refuseServers
                    ? new Answer.Refused<>(Refusal.FORBIDDEN, "A viewer may only look.")
                    : new Answer.Ok<>(Done.DONE);
        }

        @Override
        public Answer<Done> delete(RegionId id) {
            made.add("no region " + id);
            return new Answer.Ok<>(Done.DONE);
        }

        @Override
        public Answer<Done> delete(ClusterId id) {
            made.add("no cluster " + id);
            return new Answer.Ok<>(Done.DONE);
        }
    }
}
