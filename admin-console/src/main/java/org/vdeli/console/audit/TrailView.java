package org.vdeli.console.audit;

import atlantafx.base.theme.Styles;
import java.io.File;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.text.Message;
import org.vdeli.console.ui.EmptyNote;
import org.vdeli.console.ui.FactGrid;
import org.vdeli.console.ui.Icons;
import org.vdeli.console.ui.Named;
import org.vdeli.console.ui.PagedTable;
import org.vdeli.contracts.api.AuditView;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AuditId;

/// The filter above, the page of entries, one entry with its differences beside.
final class TrailView {
    private final AuditModel model;
    private final ZoneId zone = ZoneId.systemDefault();
    private final TextField actor = field("audit-actor", "audit.actor");
    private final TextField action = field("audit-action", "audit.action");
    private final ComboBox<Optional<ObjectKind>> kind = new ComboBox<>();
    private final ComboBox<Optional<Duration>> within = new ComboBox<>();
    private final Label count = new Label();
    private final Button back = new Button(null, Icons.of(MaterialDesignC.CHEVRON_LEFT));
    private final Button next = new Button(null, Icons.of(MaterialDesignC.CHEVRON_RIGHT));
    private final PauseTransition rest = new PauseTransition(javafx.util.Duration.millis(300));
    private final FactGrid facts = new FactGrid();
    private final VBox differences = new VBox(8);
    private final BorderPane root = new BorderPane();
    private String object = "";

    TrailView(AuditModel model) {
        this.model = model;
        PagedTable<AuditView, AuditId> table = table();
        VBox.setVgrow(table.view(), Priority.ALWAYS);
        VBox middle = new VBox(filter(), table.view(), foot());
        middle.getStyleClass().add("screen");
        root.setCenter(middle);
        Node pane = pane(() -> table.view().getSelectionModel().clearSelection());
        model.chosenProperty()
                .addListener((property, old, now) -> {
                    if (now != null) {
                        show(now);
                    }
                    root.setRight(now == null ? null : pane);
                });
        model.pageProperty()
                .addListener((property, old, now) -> {
                    table.show(now.entries());
                    showFoot(now);
                });
        showFoot(model.pageProperty().get());
    }

    Parent view() {
        return root;
    }

    /// The search field names an object.
    void search(String text) {
        object = text;
        tell();
    }

    private Node filter() {
        rest.setOnFinished(_ -> tell());
        for (TextField each : List.of(actor, action)) {
            each.textProperty().addListener((property, old, now) -> rest.playFromStart());
        }
        kind.setId("audit-kind");
        kind.getItems().add(Optional.empty());
        for (ObjectKind each : ObjectKind.values()) {
            kind.getItems().add(Optional.of(each));
        }
        kind.setConverter(
                new Named<>(
                        of -> of.map(k -> Labels.of("kind", k)).orElse(Labels.text("audit.any"))));
        kind.setValue(Optional.empty());
        kind.setOnAction(_ -> tell());
        within.setId("audit-within");
        within.getItems()
                .setAll(
                        List.of(
                                Optional.empty(),
                                Optional.of(Duration.ofHours(1)),
                                Optional.of(Duration.ofDays(1)),
                                Optional.of(Duration.ofDays(7)),
                                Optional.of(Duration.ofDays(30))));
        within.setConverter(
                new Named<>(of ->
                        of.map(span -> Labels.text("audit.within", Formats.age(span)))
                                .orElse(Labels.text("audit.ever"))));
        within.setValue(Optional.empty());
        within.setOnAction(_ -> tell());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button export =
                new Button(Labels.text("audit.export"), Icons.of(MaterialDesignE.EXPORT_VARIANT));
        export.setId("audit-export");
        export.disableProperty().bind(model.exportingProperty());
        export.setOnAction(_ -> export());
        HBox bar = new HBox(8, actor, action, kind, within, gap, export);
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    private void tell() {
        model.filter(
                new AuditFilter(
                        actor.getText(),
                        action.getText(),
                        object,
                        kind.getValue(),
                        within.getValue()));
    }

    private void export() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(Labels.text("audit.export"));
        chooser.setInitialFileName("vdeli-audit.csv");
        File file = chooser.showSaveDialog(root.getScene().getWindow());
        if (file != null) {
            model.export(file.toPath());
        }
    }

    private Node foot() {
        count.setId("audit-count");
        count.getStyleClass().add("table-note");
        Label said = new Label();
        said.setId("audit-said");
        said.getStyleClass().add("table-note");
        model.saidProperty()
                .addListener(
                        (property, old, now) -> said.setText(now.map(Message::text).orElse("")));
        for (Button button : List.of(back, next)) {
            button.getStyleClass().addAll(Styles.FLAT, "button-icon");
        }
        back.setAccessibleText(Labels.text("jobs.page.back"));
        next.setAccessibleText(Labels.text("jobs.page.next"));
        back.setOnAction(_ -> model.turn(model.pageProperty().get().page() - 1));
        next.setOnAction(_ -> model.turn(model.pageProperty().get().page() + 1));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox foot = new HBox(8, said, gap, count, back, next);
        foot.setAlignment(Pos.CENTER_LEFT);
        return foot;
    }

    private void showFoot(AuditPage page) {
        count.setText(
                Labels.text(
                        "jobs.number",
                        Formats.count(page.first()),
                        Formats.count(page.last()),
                        Formats.count(page.total())));
        back.setDisable(page.page() <= 1);
        next.setDisable(page.page() >= page.pages());
    }

    private PagedTable<AuditView, AuditId> table() {
        PagedTable<AuditView, AuditId> table =
                new PagedTable<AuditView, AuditId>(AuditView::id, _ -> {}, model::choose)
                        .text(
                                Labels.text("audit.at"),
                                150,
                                null,
                                entry ->
                                        Formats.minute(entry.at(), zone).substring(0, 10)
                                                + " "
                                                + Formats.timeOfDay(entry.at(), zone))
                        .text(Labels.text("audit.actor"), 150, null, AuditView::actor)
                        .text(Labels.text("audit.action"), 130, null, AuditView::action)
                        .text(
                                Labels.text("audit.kind"),
                                130,
                                null,
                                entry -> Labels.of("kind", entry.kind()))
                        .text(Labels.text("audit.object"), 200, null, AuditView::object);
        Node none =
                EmptyNote.of(
                        MaterialDesignH.HISTORY,
                        Labels.text("audit.empty"),
                        Labels.text("audit.empty.hint"));
        ProgressIndicator wheel = new ProgressIndicator();
        wheel.setMaxSize(32, 32);
        none.visibleProperty().bind(model.loadedProperty());
        wheel.visibleProperty().bind(model.loadedProperty().not());
        table.placeholder(new StackPane(none, wheel));
        table.growing(4);
        table.view().setId("audit-table");
        return table;
    }

    private Node pane(Runnable close) {
        Button closing = new Button(null, Icons.of(MaterialDesignC.CLOSE));
        closing.getStyleClass().addAll(Styles.FLAT, "button-icon");
        closing.setAccessibleText(Labels.text("pane.close"));
        closing.setOnAction(_ -> close.run());
        Label title = new Label(Labels.text("audit.entry"));
        title.getStyleClass().add("pane-title");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(title, gap, closing);
        head.setAlignment(Pos.CENTER_LEFT);
        differences.setId("audit-differences");
        VBox content = new VBox(facts.view(), differences);
        content.getStyleClass().add("pane-content");
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        VBox pane = new VBox(head, scroll);
        pane.getStyleClass().add("side-pane");
        return pane;
    }

    private void show(AuditView entry) {
        facts.begin();
        facts.put(Labels.text("audit.at"), Formats.minute(entry.at(), zone));
        facts.put(Labels.text("audit.actor"), entry.actor());
        facts.put(Labels.text("audit.action"), entry.action());
        facts.put(Labels.text("audit.kind"), Labels.of("kind", entry.kind()));
        facts.put(Labels.text("audit.object"), entry.object());
        facts.end();
        List<Node> lines = new ArrayList<>();
        for (Difference each : model.differences(entry)) {
            Label name = new Label(each.field());
            name.getStyleClass().add("fact-name");
            Label value = new Label(words(each));
            value.setWrapText(true);
            lines.add(new VBox(1, name, value));
        }
        differences.getChildren().setAll(lines);
    }

    private static String words(Difference of) {
        return of.before().isEmpty()
                ? of.after()
                : Labels.text(
                        "audit.difference",
                        of.before(),
                        of.after().isEmpty() ? Formats.UNKNOWN : of.after());
    }

    private static TextField field(String id, String label) {
        TextField field = new TextField();
        field.setId(id);
        field.setPromptText(Labels.text(label));
        field.setPrefColumnCount(10);
        return field;
    }
}
