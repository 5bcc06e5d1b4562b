package org.vdeli.console.jobs;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javafx.animation.PauseTransition;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.Icons;
import org.vdeli.console.ui.Named;
import org.vdeli.contracts.api.JobQuery;
import org.vdeli.contracts.api.JobQuery.Field;
import org.vdeli.contracts.api.JobQuery.Operator;

/// Puts the filter together: conditions of a field, a comparison and a value, all or any of which
/// must hold.
final class FilterBar {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final JobsModel model;
    private final ComboBox<JobQuery.Join> join = new ComboBox<>();
    private final FlowPane lines = new FlowPane(8, 8);
    private final List<Line> shown = new ArrayList<>();
    private final VBox root = new VBox(8);
    private boolean filling;

    FilterBar(JobsModel model) {
        this.model = model;
        join.setId("jobs-join");
        join.getItems().setAll(JobQuery.Join.values());
        join.setConverter(named("jobs.join"));
        join.setValue(JobQuery.Join.ALL);
        join.setOnAction(_ -> tell());
        Button add =
                new Button(Labels.text("jobs.filter.add"), Icons.of(MaterialDesignP.PLUS, "small"));
        add.setId("jobs-filter-add");
        add.getStyleClass().add(Styles.FLAT);
        add.setOnAction(_ -> {
            Line line = new Line(new Condition(Field.STATE, Operator.EQUAL, ""));
            shown.add(line);
            show();
            line.focus();
        });
        HBox quick = new HBox(6);
        quick.setAlignment(Pos.CENTER_LEFT);
        quick.getChildren()
                .addAll(
                        preset("all", List.of()),
                        preset(
                                "open",
                                List.of(
                                        anyOf(
                                                "NOT_SCHEDULED, PROCESSING, TRANSFERRED"
                                                        + ", RETRYING, SUSPENDED"))),
                        preset("failed", List.of(anyOf("FAILED"))),
                        preset("waiting", List.of(anyOf("RETRYING, SUSPENDED, NOT_SCHEDULED"))));
        HBox top = new HBox(12, quick, join, add);
        top.setAlignment(Pos.CENTER_LEFT);
        root.getChildren().addAll(top, lines);
        root.getStyleClass().add("filter-bar");
        lines.managedProperty().bind(lines.visibleProperty());
        model.conditionsProperty().addListener((property, old, now) -> read(now));
        show();
    }

    Node view() {
        return root;
    }

    private static Condition anyOf(String states) {
        return new Condition(Field.STATE, Operator.IS_IN, states);
    }

    private Button preset(String name, List<Condition> of) {
        Button button = new Button(Labels.text("jobs.preset." + name));
        button.setId("jobs-preset-" + name);
        button.getStyleClass().addAll(Styles.SMALL, "preset");
        button.setOnAction(_ -> model.filter(JobQuery.Join.ALL, of));
        return button;
    }

    /// Takes over what was not put together here: the search field's condition, a preset.
    private void read(List<Condition> now) {
        if (filling || now.equals(shown.stream().map(Line::condition).toList())) {
            return;
        }
        join.setValue(model.joinProperty().get());
        shown.clear();
        now.forEach(condition -> shown.add(new Line(condition)));
        show();
    }

    private void show() {
        lines.getChildren().setAll(shown.stream().map(line -> line.root).toList());
        lines.setVisible(!shown.isEmpty());
    }

    private void tell() {
        filling = true;
        try {
            List<Condition> now = shown.stream().map(Line::condition).toList();
            shown.forEach(Line::check);
            model.filter(join.getValue(), now);
        } finally {
            filling = false;
        }
    }

    private static <E extends Enum<E>> Named<E> named(String prefix) {
        return new Named<>(item -> Labels.of(prefix, item));
    }

    /// One condition.
    private final class Line {
        private final ComboBox<Field> field = new ComboBox<>();
        private final ComboBox<Operator> operator = new ComboBox<>();
        private final TextField text = new TextField();
        private final ComboBox<String> choice = new ComboBox<>();
        private final HBox root = new HBox(4);
        // the manager need not look for every letter
        private final PauseTransition rest = new PauseTransition(Duration.millis(300));
        private boolean setting;

        private Line(Condition condition) {
            field.getItems().setAll(Field.values());
            field.setConverter(named("jobs.field"));
            field.setValue(condition.field());
            field.getStyleClass().add("filter-field");
            operator.setConverter(named("jobs.operator"));
            choice.setConverter(new Named<>(constant -> choiceText(field.getValue(), constant)));
            text.setPrefColumnCount(14);
            text.getStyleClass().add("filter-value");
            choice.getStyleClass().add("filter-choice");
            Button remove = new Button(null, Icons.of(MaterialDesignC.CLOSE, "small"));
            remove.getStyleClass().addAll(Styles.FLAT, "button-icon", "small");
            remove.setTooltip(new Tooltip(Labels.text("jobs.filter.remove")));
            remove.setAccessibleText(Labels.text("jobs.filter.remove"));
            remove.setOnAction(_ -> {
                shown.remove(this);
                FilterBar.this.show();
                tell();
            });
            root.setAlignment(Pos.CENTER_LEFT);
            root.getStyleClass().add("filter-line");
            root.getChildren().addAll(field, operator, text, choice, remove);
            offer(condition.operator());
            text.setText(condition.value());
            choice.setValue(condition.value().isEmpty() ? null : condition.value());
            showValue();
            field.setOnAction(_ -> {
                offer(operator.getValue());
                text.clear();
                choice.setValue(null);
                showValue();
                tell();
            });
            operator.setOnAction(_ -> {
                if (!setting) {
                    showValue();
                    tell();
                }
            });
            choice.setOnAction(_ -> {
                if (!setting) {
                    tell();
                }
            });
            rest.setOnFinished(_ -> tell());
            text.textProperty().addListener((property, old, now) -> rest.playFromStart());
            text.setOnAction(_ -> tell());
        }

        private void focus() {
            field.requestFocus();
        }

        private Condition condition() {
            String value = isChoice() ? choice.getValue() : text.getText();
            return new Condition(field.getValue(), operator.getValue(), value == null ? "" : value);
        }

        private boolean isChoice() {
            return field.getValue().type() == JobQuery.Type.CHOICE
                    && !operator.getValue().takesMany();
        }

        private void check() {
            Control input = isChoice() ? choice : text;
            input.pseudoClassStateChanged(WRONG, !model.isSound(condition()));
        }

        private void offer(Operator wanted) {
            setting = true;
            try {
                JobQuery.Type type = field.getValue().type();
                List<Operator> fitting =
                        Arrays.stream(Operator.values()).filter(each -> each.fits(type)).toList();
                operator.getItems().setAll(fitting);
                operator.setValue(fitting.contains(wanted) ? wanted : Operator.EQUAL);
                choice.getItems().setAll(field.getValue().choices());
            } finally {
                setting = false;
            }
        }

        private void showValue() {
            boolean chosen = isChoice();
            text.setVisible(!chosen);
            text.setManaged(!chosen);
            choice.setVisible(chosen);
            choice.setManaged(chosen);
            text.setPromptText(
                    Labels.text(
                            field.getValue() == Field.SIZE
                                    ? "jobs.prompt.size"
                                    : "jobs.prompt."
                                            + field.getValue()
                                                    .type()
                                                    .name()
                                                    .toLowerCase(Locale.ROOT)));
        }
    }

    static String choiceText(Field field, String constant) {
        return switch (field) {
            case STATE -> Labels.text("job." + constant);
            case KIND -> Labels.text("job-kind." + constant);
            case CAUSE -> Labels.text("cause." + constant);
            default -> constant;
        };
    }
}
