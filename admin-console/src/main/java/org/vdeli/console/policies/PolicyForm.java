package org.vdeli.console.policies;

import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.vdeli.console.text.Message;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.PolicyDraft;
import org.vdeli.contracts.api.PolicyPreset;
import org.vdeli.contracts.api.PolicyPresets;
import org.vdeli.contracts.api.PolicyView;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.api.Violation;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;

/// A policy as it is typed: text that may be unsound, and the draft that it stands for when it is
/// sound. On the screen's thread only.
public final class PolicyForm {
    private static final int MAX_ORDER = 1_000_000;
    private static final int MAX_COUNT = 100_000;
    private static final int LAST_PRIORITY = 9;

    /// Where an error belongs.
    public enum Field {
        PROJECT("project"),
        REGION("region"),
        ORDER("order"),
        SPREAD("spread"),
        COUNT("count"),
        PINNED("pinned"),
        PRIORITY("priority"),
        KEEP_FOR("keepFor"),
        METHOD("limits.method"),
        CONNECTIONS("limits.connections"),
        REQUEST_SIZE("limits.requestSize"),
        RATE("limits.ratePerConnection"),
        WINDOW_START("windowStart"),
        WINDOW_END("windowEnd");

        private final String wire;

        Field(String wire) {
            this.wire = wire;
        }

        /// The field that a violation is about; those of a preview have `draft.` in front.
        static Optional<Field> of(Violation violation) {
            String name =
                    violation.field().startsWith("draft.")
                            ? violation.field().substring("draft.".length())
                            : violation.field();
            return Stream.of(values()).filter(field -> field.wire.equals(name)).findFirst();
        }
    }

    private final ObjectProperty<Optional<ProjectId>> project =
            new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<RegionId>> region =
            new SimpleObjectProperty<>(Optional.empty());
    private final StringProperty order = new SimpleStringProperty("");
    private final ObjectProperty<Spread> spread = new SimpleObjectProperty<>(Spread.ALL);
    private final StringProperty count = new SimpleStringProperty("");
    private final BooleanProperty pinned = new SimpleBooleanProperty();
    private final StringProperty priority = new SimpleStringProperty("");
    private final StringProperty keepFor = new SimpleStringProperty("");
    private final ObjectProperty<TransferMethod> method =
            new SimpleObjectProperty<>(TransferMethod.SWARM);
    private final StringProperty connections = new SimpleStringProperty("");
    private final StringProperty requestSize = new SimpleStringProperty("");
    private final StringProperty rate = new SimpleStringProperty("");
    private final StringProperty windowStart = new SimpleStringProperty("");
    private final StringProperty windowEnd = new SimpleStringProperty("");

    private final ReadOnlyObjectWrapper<Optional<PolicyDraft>> draft =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Map<Field, Message>> faults =
            new ReadOnlyObjectWrapper<>(Map.of());
    private PolicyPresets presets = PolicyPresets.ALL;
    private boolean filling;

    PolicyForm() {
        method.addListener((property, old, now) -> {
            if (!filling) {
                begin(now);
            }
        });
        for (Observable each :
                List.of(
                        project,
                        region,
                        order,
                        spread,
                        count,
                        pinned,
                        priority,
                        keepFor,
                        method,
                        connections,
                        requestSize,
                        rate,
                        windowStart,
                        windowEnd)) {
            each.addListener(_ -> check());
        }
    }

    public ObjectProperty<Optional<ProjectId>> projectProperty() {
        return project;
    }

    public ObjectProperty<Optional<RegionId>> regionProperty() {
        return region;
    }

    public StringProperty orderProperty() {
        return order;
    }

    public ObjectProperty<Spread> spreadProperty() {
        return spread;
    }

    public StringProperty countProperty() {
        return count;
    }

    public BooleanProperty pinnedProperty() {
        return pinned;
    }

    public StringProperty priorityProperty() {
        return priority;
    }

    /// How long assets are kept after their upload, such as `90 d` or `12 h`; empty for ever.
    public StringProperty keepForProperty() {
        return keepFor;
    }

    public ObjectProperty<TransferMethod> methodProperty() {
        return method;
    }

    public StringProperty connectionsProperty() {
        return connections;
    }

    public StringProperty requestSizeProperty() {
        return requestSize;
    }

    public StringProperty rateProperty() {
        return rate;
    }

    public StringProperty windowStartProperty() {
        return windowStart;
    }

    public StringProperty windowEndProperty() {
        return windowEnd;
    }

    /// What the text stands for; empty while something is wrong with it.
    public ReadOnlyObjectProperty<Optional<PolicyDraft>> draftProperty() {
        return draft.getReadOnlyProperty();
    }

    /// What is wrong, by field.
    public ReadOnlyObjectProperty<Map<Field, Message>> faultsProperty() {
        return faults.getReadOnlyProperty();
    }

    /// Whether the method leaves no choice of a part of [TransferLimits].
    public boolean isLocked(String part) {
        return preset(method.get()).locked().contains(part);
    }

    public static boolean isCounted(Spread spread) {
        return spread == Spread.PER_CLUSTER || spread == Spread.PER_REGION;
    }

    void presets(PolicyPresets now) {
        presets = now;
        check();
    }

    /// Begins with the stored values of a policy.
    void fill(PolicyDraft from) {
        filling = true;
        try {
            project.set(Optional.of(from.project()));
            region.set(from.region());
            order.set(String.valueOf(from.order()));
            spread.set(from.spread());
            count.set(from.count() == 0 ? "" : String.valueOf(from.count()));
            pinned.set(from.pinned());
            priority.set(String.valueOf(from.priority()));
            keepFor.set(from.keepFor().map(Quantities::text).orElse(""));
            method.set(from.limits().method());
            limits(from.limits());
            windowStart.set(from.windowStart().toString());
            windowEnd.set(from.windowEnd().toString());
        } finally {
            filling = false;
        }
        check();
    }

    /// Begins with what is usual for a new policy.
    void fillNew(Optional<ProjectId> ofProject) {
        filling = true;
        try {
            project.set(ofProject);
            region.set(Optional.empty());
            order.set("100");
            spread.set(Spread.ALL);
            count.set("");
            pinned.set(false);
            priority.set("5");
            keepFor.set("");
            method.set(TransferMethod.SWARM);
            limits(preset(TransferMethod.SWARM).limits());
            windowStart.set("00:00");
            windowEnd.set("00:00");
        } finally {
            filling = false;
        }
        check();
    }

    /// Takes what the manager says is wrong over to the fields; answers what belongs to none.
    List<Violation> refused(List<Violation> violations) {
        Map<Field, Message> all = new EnumMap<>(Field.class);
        all.putAll(faults.get());
        violations.forEach(violation ->
                Field.of(violation)
                        .ifPresent(field ->
                                all.put(
                                        field,
                                        Message.of("policies.refused", violation.reason()))));
        faults.set(Map.copyOf(all));
        return violations.stream().filter(each -> Field.of(each).isEmpty()).toList();
    }

    static PolicyDraft draftOf(PolicyView view) {
        return new PolicyDraft(
                view.project(),
                view.region(),
                view.order(),
                view.spread(),
                view.count(),
                view.pinned(),
                view.limits(),
                view.windowStart(),
                view.windowEnd(),
                view.priority(),
                view.keepFor());
    }

    private PolicyPreset preset(TransferMethod of) {
        return presets.presets().stream()
                .filter(preset -> preset.method() == of)
                .findFirst()
                .or(() ->
                        PolicyPresets.ALL.presets().stream()
                                .filter(preset -> preset.method() == of)
                                .findFirst())
                .orElseThrow();
    }

    private void begin(TransferMethod with) {
        filling = true;
        try {
            limits(preset(with).limits());
        } finally {
            filling = false;
        }
        check();
    }

    private void limits(TransferLimits limits) {
        connections.set(String.valueOf(limits.connections()));
        requestSize.set(Quantities.text(limits.requestSize()));
        rate.set(Quantities.text(limits.ratePerConnection()));
    }

    private void check() {
        if (filling) {
            return;
        }
        Map<Field, Message> wrong = new EnumMap<>(Field.class);
        if (project.get().isEmpty()) {
            wrong.put(Field.PROJECT, Message.of("policies.error.project"));
        }
        int orderNow = number(Field.ORDER, order, 0, MAX_ORDER, wrong);
        int priorityNow = number(Field.PRIORITY, priority, 0, LAST_PRIORITY, wrong);
        int countNow =
                isCounted(spread.get()) ? number(Field.COUNT, count, 1, MAX_COUNT, wrong) : 0;
        int connectionsNow =
                number(Field.CONNECTIONS, connections, 1, TransferLimits.MAX_CONNECTIONS, wrong);
        Optional<Duration> keepNow = Quantities.time(keepFor.get());
        if (keepNow.isEmpty() && !keepFor.get().isBlank()) {
            wrong.put(Field.KEEP_FOR, Message.of("policies.error.keepFor"));
        }
        Optional<ByteCount> sizeNow = Quantities.size(requestSize.get());
        if (sizeNow.isEmpty()) {
            wrong.put(Field.REQUEST_SIZE, Message.of("policies.error.size"));
        }
        Optional<Bitrate> rateNow = Quantities.rate(rate.get());
        if (rateNow.isEmpty()) {
            wrong.put(Field.RATE, Message.of("policies.error.rate"));
        } else if (rateNow.get().isZero() && preset(method.get()).rateCapped()) {
            wrong.put(Field.RATE, Message.of("policies.error.rate.needed"));
        }
        LocalTime start = time(Field.WINDOW_START, windowStart, wrong);
        LocalTime end = time(Field.WINDOW_END, windowEnd, wrong);
        faults.set(Map.copyOf(wrong));
        draft.set(
                wrong.isEmpty()
                        ? Optional.of(
                                new PolicyDraft(
                                        project.get().orElseThrow(),
                                        region.get(),
                                        orderNow,
                                        spread.get(),
                                        countNow,
                                        pinned.get(),
                                        new TransferLimits(
                                                method.get(),
                                                connectionsNow,
                                                sizeNow.orElseThrow(),
                                                rateNow.orElseThrow()),
                                        start,
                                        end,
                                        priorityNow,
                                        keepNow))
                        : Optional.empty());
    }

    private static int number(
            Field field, StringProperty text, int least, int most, Map<Field, Message> wrong) {
        IntPredicate fits = value -> value >= least && value <= most;
        try {
            int value = Integer.parseInt(text.get().strip());
            if (fits.test(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, as one out of range
        }
        wrong.put(
                field,
                Message.of("policies.error.number", String.valueOf(least), String.valueOf(most)));
        return least;
    }

    private static LocalTime time(Field field, StringProperty text, Map<Field, Message> wrong) {
        String typed = text.get().strip().toUpperCase(Locale.ROOT);
        try {
            return LocalTime.parse(typed.length() == 4 ? "0" + typed : typed);
        } catch (DateTimeParseException e) {
            wrong.put(field, Message.of("policies.error.time"));
            return LocalTime.MIDNIGHT;
        }
    }
}
