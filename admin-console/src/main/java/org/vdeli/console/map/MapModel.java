package org.vdeli.console.map;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import org.vdeli.console.geo.Camera;
import org.vdeli.console.link.Answer;
import org.vdeli.console.link.Background;
import org.vdeli.console.mirror.Mirror;
import org.vdeli.console.mirror.ReplicaBoard;
import org.vdeli.console.mirror.World;
import org.vdeli.console.text.Message;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.id.AssetId;

/// The map's state: the picture, what is chosen, what is overlaid, and the draft. [#refresh] is for
/// one thread at a time, not the screen's; the rest is for the screen's.
public final class MapModel implements DrawingModel.Surroundings {
    /// Asks for an asset's replicas; blocks.
    public interface Asking {
        Answer<List<ReplicaView>> replicas(AssetId asset);
    }

    private final Mirror mirror;
    private final Asking asking;
    private final TopologySaver.Editing editing;
    private final BooleanSupplier mayAct;
    private final Background background;
    private final Runnable soon;
    private final History history = new History();
    private final Edits edits = new Edits(history, this);
    private final DrawingModel drawing = new DrawingModel(this, edits);

    private final ReadOnlyObjectWrapper<MapPicture> picture;
    private final ReadOnlyObjectWrapper<Pick> selection =
            new ReadOnlyObjectWrapper<>(new Pick.Nothing());
    private final ObjectProperty<Overlay> overlay = new SimpleObjectProperty<>(Overlay.STATE);
    private final ObjectProperty<Optional<AssetId>> asset =
            new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Camera> camera =
            new SimpleObjectProperty<>(Camera.world(1000, 700));
    private final ReadOnlyObjectWrapper<Optional<Message>> notice =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<List<Message>> refusals =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<AssetView>> assets =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyBooleanWrapper allowed = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper saving = new ReadOnlyBooleanWrapper();

    private volatile Overlay shownOverlay = Overlay.STATE;
    private volatile Optional<AssetId> shownAsset = Optional.empty();
    private @Nullable AssetId watched;
    private long generation = -1;

    /// @param mayAct whether the operator's role allows to edit; asked at each refresh
    /// @param soon has [#refresh] called without waiting for the next second
    public MapModel(
            Mirror mirror,
            Asking asking,
            TopologySaver.Editing editing,
            BooleanSupplier mayAct,
            Background background,
            Runnable soon) {
        this.mirror = mirror;
        this.asking = asking;
        this.editing = editing;
        this.mayAct = mayAct;
        this.background = background;
        this.soon = soon;
        this.picture =
                new ReadOnlyObjectWrapper<>(
                        Cartographer.draw(mirror.world(), Draft.NONE, Overlay.STATE, List.of()));
        history.draftProperty()
                .addListener((property, old, now) -> {
                    notice.set(Optional.empty());
                    refusals.set(List.of());
                    redraw();
                });
        overlay.addListener((property, old, now) -> {
            shownOverlay = now;
            soon.run();
        });
        asset.addListener((property, old, now) -> {
            shownAsset = now;
            soon.run();
        });
    }

    @Override
    public MapPicture picture() {
        return picture.get();
    }

    public ReadOnlyObjectProperty<MapPicture> pictureProperty() {
        return picture.getReadOnlyProperty();
    }

    @Override
    public Pick selection() {
        return selection.get();
    }

    public ReadOnlyObjectProperty<Pick> selectionProperty() {
        return selection.getReadOnlyProperty();
    }

    @Override
    public void select(Pick pick) {
        selection.set(pick);
    }

    public ObjectProperty<Overlay> overlayProperty() {
        return overlay;
    }

    /// The asset whose spreading is overlaid.
    public ObjectProperty<Optional<AssetId>> assetProperty() {
        return asset;
    }

    /// The assets there are, the newest first.
    public ReadOnlyObjectProperty<List<AssetView>> assetsProperty() {
        return assets.getReadOnlyProperty();
    }

    public ObjectProperty<Camera> cameraProperty() {
        return camera;
    }

    public History history() {
        return history;
    }

    public Edits edits() {
        return edits;
    }

    public DrawingModel drawing() {
        return drawing;
    }

    /// Whether the operator may edit.
    public ReadOnlyBooleanProperty allowedProperty() {
        return allowed.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty savingProperty() {
        return saving.getReadOnlyProperty();
    }

    /// Why the last thing could not be done, or what came of saving.
    public ReadOnlyObjectProperty<Optional<Message>> noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    /// Why parts of the draft were not saved.
    public ReadOnlyObjectProperty<List<Message>> refusalsProperty() {
        return refusals.getReadOnlyProperty();
    }

    @Override
    public void say(Message message) {
        notice.set(Optional.of(message));
    }

    public void dismiss() {
        notice.set(Optional.empty());
    }

    /// One step back: the last corner while a region is being drawn, else the last change.
    public void undo() {
        if (!drawing.takeBack()) {
            drawing.cancel();
            history.undo();
        }
    }

    public void redo() {
        history.redo();
    }

    /// Has the chosen region or cluster deleted, where that can be. Servers are retired, not
    /// deleted.
    void deleteChosen() {
        if (!allowed.get() || drawing.toolProperty().get() == Tool.SELECT) {
            return;
        }
        switch (selection.get()) {
            case Pick.OfRegion(var ref) ->
                    picture().region(ref).ifPresent(mark -> edits.delete(mark.plan()));
            case Pick.OfCluster(var ref) ->
                    picture().cluster(ref).ifPresent(mark -> edits.delete(mark.plan()));
            case Pick.OfServer _, Pick.Nothing _ -> {
                // nothing that can be deleted
            }
        }
    }

    /// Forgets all that is not saved.
    public void discard() {
        drawing.cancel();
        history.step(Draft.NONE);
    }

    /// What saving would do.
    public List<Change> preview() {
        return Change.of(mirror.world(), history.draft());
    }

    /// Has the manager take the draft over; what it refuses stays, with its reasons.
    public void save() {
        if (saving.get() || history.draft().isEmpty()) {
            return;
        }
        saving.set(true);
        notice.set(Optional.empty());
        refusals.set(List.of());
        Draft draft = history.draft();
        World world = mirror.world();
        background.ask(
                "console-topology",
                () -> new Answer.Ok<>(TopologySaver.save(editing, world, draft)),
                answer -> {
                    saving.set(false);
                    switch (answer) {
                        case Answer.Ok<TopologySaver.Outcome>(TopologySaver.Outcome outcome) ->
                                saved(outcome);
                        case Answer.Refused<TopologySaver.Outcome> refused ->
                                say(refused.message());
                    }
                });
    }

    private void saved(TopologySaver.Outcome outcome) {
        history.begin(outcome.left());
        forgetGone();
        refusals.set(outcome.refusals());
        if (outcome.refusals().isEmpty()) {
            say(Message.of("map.saved", String.valueOf(outcome.saved())));
        }
    }

    /// What was drawn and is saved now has another name: the choice follows it.
    private void forgetGone() {
        redraw();
        boolean gone =
                switch (selection.get()) {
                    case Pick.OfRegion(Ref.Fresh<?> _), Pick.OfCluster(Ref.Fresh<?> _) -> true;
                    case Pick.OfRegion _, Pick.OfCluster _, Pick.OfServer _, Pick.Nothing _ ->
                            false;
                };
        if (gone) {
            selection.set(new Pick.Nothing());
        }
    }

    /// Shows an edit at once: it is a matter of milliseconds, and a corner must not jump back.
    private void redraw() {
        picture.set(
                Cartographer.draw(mirror.world(), history.draft(), shownOverlay, shownReplicas()));
    }

    public void refresh() {
        World world = mirror.world();
        watch();
        Draft draft = history.draft();
        MapPicture drawn = Cartographer.draw(world, draft, shownOverlay, shownReplicas());
        boolean may = mayAct.getAsBoolean();
        List<AssetView> newest =
                world.assets().stream()
                        .sorted(
                                Comparator.comparing(AssetView::acceptedAt)
                                        .reversed()
                                        .thenComparingLong(view -> view.id().value()))
                        .toList();
        background
                .screen()
                .execute(() -> {
                    // one that an edit has overtaken would show a corner where it was
                    if (draft.equals(history.draft())) {
                        picture.set(drawn);
                    }
                    allowed.set(may);
                    if (!assets.get().equals(newest)) {
                        assets.set(newest);
                    }
                });
    }

    private Collection<ReplicaView> shownReplicas() {
        return shownOverlay == Overlay.FILL
                ? shownAsset.map(id -> mirror.replicas().of(id)).orElse(List.of())
                : List.of();
    }

    /// Has the replicas of the overlaid asset kept up to date.
    private void watch() {
        Optional<AssetId> wanted =
                shownOverlay == Overlay.FILL ? shownAsset : Optional.<AssetId>empty();
        if (wanted.isEmpty()) {
            watched = null;
            return;
        }
        AssetId id = wanted.get();
        ReplicaBoard board = mirror.replicas();
        if (!id.equals(watched)
                || !board.asset().equals(wanted)
                || generation != mirror.generation()) {
            watched = id;
            generation = mirror.generation();
            board.watch(id);
            background.ask(
                    "console-map-replicas",
                    () -> asking.replicas(id),
                    answer -> {
                        switch (answer) {
                            case Answer.Ok<List<ReplicaView>>(List<ReplicaView> list) -> {
                                board.seed(id, list);
                                soon.run();
                            }
                            case Answer.Refused<List<ReplicaView>> refused ->
                                    say(refused.message());
                        }
                    });
        }
    }
}
