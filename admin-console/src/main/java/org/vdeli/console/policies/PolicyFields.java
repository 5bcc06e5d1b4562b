package org.vdeli.console.policies;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.vdeli.console.policies.PolicyForm.Field;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.Named;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.ProjectView;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;

/// The fields of a policy in two columns: what goes where, and how and when it goes.
final class PolicyFields {
    private final PoliciesModel model;
    private final PolicyForm form;
    private final Map<Field, FieldBox> boxes = new EnumMap<>(Field.class);
    private final Choice<Optional<ProjectId>> project;
    private final Choice<Optional<RegionId>> region;
    private final WeekGrid grid;
    private final ComboBox<String> zone = new ComboBox<>();
    private final TextField connections;
    private final QuantityField requestSize;
    private final TextField count;
    private final VBox where;
    private final VBox how;

    PolicyFields(PoliciesModel model) {
        this.model = model;
        this.form = model.form();
        this.project = new Choice<>("policy-project", form.projectProperty(), this::projectName);
        this.region = new Choice<>("policy-region", form.regionProperty(), this::regionName);
        this.grid =
                new WeekGrid((from, to) -> {
                    form.windowStartProperty().set(from.toString());
                    form.windowEndProperty().set(to.toString());
                });
        grid.setId("policy-week");
        connections = text("policy-connections", form.connectionsProperty());
        requestSize =
                new QuantityField(
                        "policy-request-size",
                        Quantities.SIZES,
                        form.requestSizeProperty(),
                        Labels.text("policies.whole-file"));
        count = text("policy-count", form.countProperty());
        where = column("policies.where", whereFields());
        how = column("policies.how", howFields());
        follow();
    }

    Node where() {
        return where;
    }

    Node how() {
        return how;
    }

    private List<Node> whereFields() {
        Choice<Spread> spread =
                new Choice<>(
                        "policy-spread",
                        form.spreadProperty(),
                        of -> Labels.of("policies.spread", of));
        spread.offer(List.of(Spread.values()));
        HBox copies =
                row(
                        box(Field.SPREAD, "policies.copies", spread.view()),
                        box(Field.COUNT, "policies.count", count));
        CheckBox pinned = new CheckBox(Labels.text("policies.pin"));
        pinned.setId("policy-pinned");
        pinned.selectedProperty().bindBidirectional(form.pinnedProperty());
        box(Field.PINNED, "policies.eviction", pinned);
        boxOf(Field.PINNED).hint(Labels.text("policies.pin.hint"));
        HBox ranks =
                row(
                        box(
                                Field.ORDER,
                                "policies.order",
                                text("policy-order", form.orderProperty())),
                        box(
                                Field.PRIORITY,
                                "policies.priority",
                                text("policy-priority", form.priorityProperty())));
        boxOf(Field.ORDER).hint(Labels.text("policies.order.hint"));
        boxOf(Field.PRIORITY).hint(Labels.text("policies.priority.hint"));
        return List.of(
                box(Field.PROJECT, "policies.project", project.view()),
                box(Field.REGION, "policies.region", region.view()),
                copies,
                box(
                        Field.KEEP_FOR,
                        "policies.keepFor",
                        text("policy-keep-for", form.keepForProperty())),
                ranks,
                boxOf(Field.PINNED).view());
    }

    private List<Node> howFields() {
        Choice<TransferMethod> method =
                new Choice<>(
                        "policy-method", form.methodProperty(), of -> Labels.of("transfer", of));
        method.offer(List.of(TransferMethod.values()));
        QuantityField rate =
                new QuantityField(
                        "policy-rate",
                        Quantities.RATES,
                        form.rateProperty(),
                        Labels.text("policies.no-cap"));
        zone.setId("policy-zone");
        zone.setMaxWidth(Double.MAX_VALUE);
        zone.setConverter(new Named<>(this::zoneText));
        HBox times =
                row(
                        box(
                                Field.WINDOW_START,
                                "policies.from",
                                text("policy-from", form.windowStartProperty())),
                        box(
                                Field.WINDOW_END,
                                "policies.to",
                                text("policy-to", form.windowEndProperty())),
                        new FieldBox("policies.zone", zone).view());
        for (int i = 0; i < 2; i++) {
            HBox.setHgrow(times.getChildren().get(i), Priority.NEVER);
            ((Region) times.getChildren().get(i)).setPrefWidth(78);
        }
        Label note = new Label();
        note.getStyleClass().add("field-note");
        note.setWrapText(true);
        note.setText(Labels.text("policies.window.hint"));
        return List.of(
                box(Field.METHOD, "policies.method", method.view()),
                row(
                        box(Field.CONNECTIONS, "policies.connections", connections),
                        box(Field.REQUEST_SIZE, "policies.request-size", requestSize)),
                box(Field.RATE, "policies.rate", rate),
                times,
                grid,
                note);
    }

    private void follow() {
        form.faultsProperty()
                .addListener((property, old, now) ->
                        boxes.forEach(
                                (field, box) -> box.fault(Optional.ofNullable(now.get(field)))));
        form.methodProperty().addListener((property, old, now) -> showMethod());
        form.spreadProperty().addListener((property, old, now) -> showSpread());
        form.windowStartProperty().addListener((property, old, now) -> showWindow());
        form.windowEndProperty().addListener((property, old, now) -> showWindow());
        model.projectsProperty().addListener((property, old, now) -> offerProjects());
        model.regionsProperty().addListener((property, old, now) -> offerRegions());
        model.zonesProperty().addListener((property, old, now) -> offerZones());
        model.nowProperty().addListener((property, old, now) -> showNow());
        zone.valueProperty().addListener((property, old, now) -> showNow());
        model.allowedProperty().addListener((property, old, now) -> showMethod());
        offerProjects();
        offerRegions();
        offerZones();
        showMethod();
        showSpread();
        showWindow();
    }

    private void offerProjects() {
        List<Optional<ProjectId>> all = new ArrayList<>();
        model.projectsProperty().get().forEach(each -> all.add(Optional.of(each.id())));
        project.offer(all);
    }

    private void offerRegions() {
        List<Optional<RegionId>> all = new ArrayList<>();
        all.add(Optional.empty());
        model.regionsProperty().get().forEach(each -> all.add(Optional.of(each.id())));
        region.offer(all);
    }

    private void offerZones() {
        Map<String, Long> zones = model.zonesProperty().get();
        String chosen = zone.getValue();
        zone.getItems().setAll(zones.keySet());
        zone.setValue(
                chosen != null && zones.containsKey(chosen)
                        ? chosen
                        : zones.entrySet().stream()
                                .max(Map.Entry.comparingByValue())
                                .map(Map.Entry::getKey)
                                .orElse(null));
        zone.setDisable(zones.isEmpty());
    }

    private String zoneText(String name) {
        long servers = model.zonesProperty().get().getOrDefault(name, 0L);
        return Labels.text("policies.zone.servers", name, Formats.count(servers), servers);
    }

    private void showNow() {
        @Nullable Instant at = model.nowProperty().get();
        String name = zone.getValue();
        if (at != null && name != null) {
            grid.showNow(at.atZone(ZoneId.of(name)).toLocalDateTime());
        }
    }

    /// What the method locks is shown and cannot be changed, with the reason beneath.
    private void showMethod() {
        TransferMethod method = form.methodProperty().get();
        boolean may = model.allowedProperty().get();
        boxOf(Field.METHOD).hint(Labels.text("transfer." + method.name() + ".hint"));
        Map<Field, String> parts = new HashMap<>();
        parts.put(Field.CONNECTIONS, "connections");
        parts.put(Field.REQUEST_SIZE, "requestSize");
        parts.forEach((field, part) -> {
            boolean locked = form.isLocked(part);
            boxOf(field)
                    .locked(
                            locked
                                    ? Optional.of(
                                            Labels.text(
                                                    "policies.locked",
                                                    Labels.of("transfer", method)))
                                    : Optional.empty());
            Node control = field == Field.CONNECTIONS ? connections : requestSize;
            control.setDisable(locked || !may);
        });
        boxOf(Field.RATE).hint(method.isRateCapped() ? Labels.text("policies.rate.needed") : "");
    }

    private void showSpread() {
        boxOf(Field.COUNT).view().setVisible(PolicyForm.isCounted(form.spreadProperty().get()));
        boxOf(Field.SPREAD)
                .hint(
                        form.spreadProperty().get() == Spread.NONE
                                ? Labels.text("policies.spread.none.hint")
                                : "");
    }

    private void showWindow() {
        form.draftProperty()
                .get()
                .ifPresentOrElse(
                        draft -> grid.show(draft.windowStart(), draft.windowEnd()),
                        () -> {
                            Optional<LocalTime> from = time(form.windowStartProperty().get());
                            Optional<LocalTime> to = time(form.windowEndProperty().get());
                            if (from.isPresent() && to.isPresent()) {
                                grid.show(from.get(), to.get());
                            }
                        });
    }

    private static Optional<LocalTime> time(String text) {
        try {
            return Optional.of(LocalTime.parse(text));
        } catch (java.time.format.DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private String projectName(Optional<ProjectId> id) {
        return id.flatMap(wanted ->
                        model.projectsProperty().get().stream()
                                .filter(each -> each.id().equals(wanted))
                                .map(PolicyFields::name)
                                .findFirst())
                .orElseGet(() -> id.map(ProjectId::toString).orElse(""));
    }

    private static String name(ProjectView project) {
        return project.publisherName() + "/" + project.name();
    }

    private String regionName(Optional<RegionId> id) {
        return id.map(wanted ->
                        model.regionsProperty().get().stream()
                                .filter(each -> each.id().equals(wanted))
                                .map(RegionView::name)
                                .findFirst()
                                .orElse(wanted.toString()))
                .orElseGet(() -> Labels.text("policies.every-region"));
    }

    private VBox column(String title, List<Node> fields) {
        Label head = new Label(Labels.text(title));
        head.getStyleClass().add("column-title");
        VBox column = new VBox(12);
        column.getStyleClass().add("form-column");
        column.getChildren().add(head);
        column.getChildren().addAll(fields);
        return column;
    }

    private Node box(Field field, String label, Node control) {
        FieldBox box = new FieldBox(label, control);
        boxes.put(field, box);
        return box.view();
    }

    private FieldBox boxOf(Field field) {
        FieldBox box = boxes.get(field);
        if (box == null) {
            throw new IllegalStateException("the field has no box: " + field);
        }
        return box;
    }

    private static TextField text(String id, StringProperty value) {
        TextField field = new TextField();
        field.setId(id);
        field.setPrefColumnCount(6);
        field.textProperty().bindBidirectional(value);
        return field;
    }

    private static HBox row(Node... nodes) {
        HBox row = new HBox(12, nodes);
        for (Node node : nodes) {
            HBox.setHgrow(node, Priority.ALWAYS);
            if (node instanceof Region part) {
                part.setPrefWidth(120);
                part.setMaxWidth(Double.MAX_VALUE);
            }
        }
        return row;
    }
}
