package org.vdeli.console.alarms;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.vdeli.console.link.Answer;
import org.vdeli.console.link.Background;
import org.vdeli.console.link.Done;
import org.vdeli.console.mirror.Mirror;
import org.vdeli.console.mirror.World;
import org.vdeli.console.table.Rows;
import org.vdeli.console.text.Message;
import org.vdeli.contracts.api.AlarmView;
import org.vdeli.contracts.id.AlarmId;

/// Turns the mirror into alarms, and acknowledges them. [#refresh] is for one thread at a time, not
/// the screen's.
public final class AlarmsModel {
    /// Asks the manager to acknowledge an alarm; blocks.
    public interface Acknowledging {
        Answer<Done> acknowledge(AlarmId alarm, Optional<String> comment);
    }

    private final Mirror mirror;
    private final Acknowledging acknowledging;
    private final BooleanSupplier mayAct;
    private final Background background;
    private final InstantSource clock;
    private final Rows<AlarmRow, AlarmId> rows;
    private final ReadOnlyBooleanWrapper allowed = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<Message>> error =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private volatile boolean withCleared;

    /// @param mayAct whether the operator's role allows to acknowledge; asked at each refresh
    public AlarmsModel(
            Mirror mirror,
            Acknowledging acknowledging,
            BooleanSupplier mayAct,
            Background background,
            InstantSource clock) {
        this.mirror = mirror;
        this.acknowledging = acknowledging;
        this.mayAct = mayAct;
        this.background = background;
        this.clock = clock;
        this.rows =
                new Rows<>(
                        background.screen(),
                        AlarmRow::id,
                        AlarmRow::searchText,
                        AlarmRow.BY_URGENCY);
    }

    public Rows<AlarmRow, AlarmId> rows() {
        return rows;
    }

    /// Whether the operator may acknowledge.
    public ReadOnlyBooleanProperty allowedProperty() {
        return allowed.getReadOnlyProperty();
    }

    /// Whether the manager is being asked.
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /// Why the last acknowledgement failed.
    public ReadOnlyObjectProperty<Optional<Message>> errorProperty() {
        return error.getReadOnlyProperty();
    }

    /// Shows cleared alarms too, or not.
    public void showCleared(boolean on) {
        withCleared = on;
    }

    public void refresh() {
        Instant now = clock.instant();
        World world = mirror.world();
        List<AlarmRow> all = new ArrayList<>();
        for (AlarmView alarm : world.alarms()) {
            AlarmRow row = AlarmRow.of(world, alarm, now);
            if (withCleared || !row.isCleared()) {
                all.add(row);
            }
        }
        rows.update(all);
        boolean may = mayAct.getAsBoolean();
        background.screen().execute(() -> allowed.set(may));
    }

    /// Acknowledges the chosen alarm; the outcome shows in the rows, or in the error.
    public void acknowledge(String comment) {
        Optional<AlarmId> chosen = rows.chosen();
        if (chosen.isEmpty() || busy.get()) {
            return;
        }
        busy.set(true);
        error.set(Optional.empty());
        Optional<String> words = Optional.of(comment.strip()).filter(text -> !text.isEmpty());
        background.ask(
                "console-acknowledge",
                () -> acknowledging.acknowledge(chosen.get(), words),
                answer -> {
                    busy.set(false);
                    if (answer instanceof Answer.Refused<Done> refused) {
                        error.set(Optional.of(refused.message()));
                    }
                });
    }
}
