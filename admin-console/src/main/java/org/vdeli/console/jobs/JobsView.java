package org.vdeli.console.jobs;

import java.time.ZoneId;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.text.Message;
import org.vdeli.console.ui.EmptyNote;
import org.vdeli.console.ui.GlyphCell;
import org.vdeli.console.ui.Icons;
import org.vdeli.console.ui.PagedTable;
import org.vdeli.console.ui.ShareCell;
import org.vdeli.console.ui.StateGlyph;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.JobView;
import org.vdeli.contracts.id.JobId;

/// The filter above, the page of jobs, its pages and actions below, one job beside.
final class JobsView {
    private static final KeyCombination NEXT =
            new KeyCodeCombination(KeyCode.PAGE_DOWN, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination BACK =
            new KeyCodeCombination(KeyCode.PAGE_UP, KeyCombination.SHORTCUT_DOWN);

    private final JobsModel model;
    private final ZoneId zone = ZoneId.systemDefault();
    private final Label count = new Label();
    private final Label said = new Label();
    private final Button back =
            button("jobs-page-back", MaterialDesignC.CHEVRON_LEFT, "jobs.page.back");
    private final Button next =
            button("jobs-page-next", MaterialDesignC.CHEVRON_RIGHT, "jobs.page.next");
    private final StackPane root = new StackPane();

    JobsView(JobsModel model) {
        this.model = model;
        PagedTable<JobView, JobId> table = table();
        VBox.setVgrow(table.view(), Priority.ALWAYS);
        VBox middle =
                new VBox(
                        new FilterBar(model).view(),
                        table.view(),
                        new JobActions(model).view(),
                        foot());
        middle.getStyleClass().add("screen");
        BorderPane place = new BorderPane(middle);
        JobPane pane = new JobPane(zone, () -> table.view().getSelectionModel().clearSelection());
        model.chosenProperty()
                .addListener((property, old, now) -> {
                    if (now.size() == 1) {
                        pane.show(now.getFirst());
                    }
                    place.setRight(now.size() == 1 ? pane.view() : null);
                });
        model.pageProperty()
                .addListener((property, old, now) -> {
                    table.show(now.jobs());
                    showFoot();
                });
        model.errorProperty().addListener((property, old, now) -> showSaid());
        model.saidProperty().addListener((property, old, now) -> showSaid());
        root.getChildren().addAll(place, new IntentCard(model).view());
        root.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    int step = NEXT.match(event) ? 1 : BACK.match(event) ? -1 : 0;
                    if (step != 0) {
                        model.turn(model.pageProperty().get().page() + step);
                        event.consume();
                    }
                });
        showFoot();
    }

    Parent view() {
        return root;
    }

    private Node foot() {
        count.setId("jobs-count");
        count.getStyleClass().add("table-note");
        said.setId("jobs-said");
        said.getStyleClass().add("table-note");
        back.setOnAction(_ -> model.turn(model.pageProperty().get().page() - 1));
        next.setOnAction(_ -> model.turn(model.pageProperty().get().page() + 1));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox foot = new HBox(8, said, gap, count, back, next);
        foot.setAlignment(Pos.CENTER_LEFT);
        return foot;
    }

    private void showFoot() {
        JobsPage page = model.pageProperty().get();
        count.setText(
                page.total() == 0
                        ? Labels.text("jobs.number.none")
                        : Labels.text(
                                "jobs.number",
                                Formats.count(page.first()),
                                Formats.count(page.last()),
                                Formats.count(page.total())));
        back.setDisable(page.page() <= 1);
        next.setDisable(page.page() >= page.pages());
    }

    private void showSaid() {
        boolean wrong = model.errorProperty().get().isPresent();
        said.getStyleClass().removeAll("bad-text");
        if (wrong) {
            said.getStyleClass().add("bad-text");
        }
        said.setText(
                model.errorProperty()
                        .get()
                        .or(() -> model.saidProperty().get())
                        .map(Message::text)
                        .orElse(""));
    }

    private PagedTable<JobView, JobId> table() {
        PagedTable<JobView, JobId> table =
                new PagedTable<JobView, JobId>(JobView::id, model::sort, model::choose)
                        .cells(
                                Labels.text("jobs.state"),
                                112,
                                "state",
                                _ ->
                                        new GlyphCell<>(
                                                job -> StateGlyph.of(job.state()),
                                                job -> Labels.of("job", job.state())))
                        .text(
                                Labels.text("jobs.kind"),
                                60,
                                "kind",
                                job -> Labels.of("job-kind", job.kind()))
                        .text(Labels.text("jobs.path"), 200, null, job -> job.path().toString())
                        .text(Labels.text("jobs.server"), 120, null, JobView::serverName)
                        .figure(
                                Labels.text("jobs.size"),
                                78,
                                null,
                                job -> Formats.bytes(job.size()))
                        .cells(
                                Labels.text("jobs.progress"),
                                118,
                                null,
                                _ -> new ShareCell<>(42, JobsView::shares))
                        .figure(
                                Labels.text("jobs.attempt"),
                                74,
                                "attempt",
                                job -> Formats.count(job.attempt()))
                        .figure(
                                Labels.text("jobs.priority"),
                                66,
                                "priority",
                                job -> job.priority().map(String::valueOf).orElse(Formats.UNKNOWN))
                        .text(
                                Labels.text("jobs.changed"),
                                128,
                                "changedAt",
                                job -> Formats.minute(job.changedAt(), zone))
                        .text(Labels.text("jobs.detail"), 130, null, JobView::detail);
        table.placeholder(placeholder());
        table.growing(2);
        table.view().setId("jobs-table");
        return table;
    }

    private Node placeholder() {
        Node none =
                EmptyNote.of(
                        MaterialDesignP.PLAYLIST_CHECK,
                        Labels.text("jobs.empty"),
                        Labels.text("jobs.empty.hint"));
        ProgressIndicator wheel = new ProgressIndicator();
        wheel.setMaxSize(32, 32);
        none.visibleProperty().bind(model.loadedProperty());
        wheel.visibleProperty().bind(model.loadedProperty().not());
        return new StackPane(none, wheel);
    }

    private static ShareCell.Shares shares(JobView job) {
        double share = job.percent() / 100.0;
        boolean done = job.state() == JobState.VERIFIED;
        boolean failed = job.state() == JobState.FAILED;
        return new ShareCell.Shares(
                done ? 1 : 0,
                done || failed ? 0 : share,
                failed ? share : 0,
                Formats.percent(done ? 1 : share));
    }

    static Button button(String id, Ikon icon, String label) {
        Button button = new Button(null, Icons.of(icon));
        button.setId(id);
        button.getStyleClass().addAll("flat", "button-icon");
        button.setTooltip(new Tooltip(Labels.text(label)));
        button.setAccessibleText(Labels.text(label));
        return button;
    }
}
