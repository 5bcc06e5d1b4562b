package org.vdeli.manager.alarm;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vdeli.contracts.api.Acknowledgement;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.AlarmState;
import org.vdeli.contracts.api.AlarmView;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.Listing;
import org.vdeli.manager.api.Pages;
import org.vdeli.manager.api.ProblemException;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.api.Rules;
import org.vdeli.manager.api.TextRules;
import org.vdeli.manager.change.Changes;

/// `/api/v1/alarms`.
public final class AlarmsApi {
    private static final String PATH = "/api/v1/alarms";
    private static final String ONE = PATH + "/{alarm}";

    private static final Rules<Acknowledgement> RULES =
            Rules.of(Acknowledgement.class)
                    .that("comment", String.class, TextRules::isWords, TextRules.WORDS);

    private static final Listing<Alarms.Order> LISTING =
            Listing.byLast(Alarms.Order.RAISED_AT)
                    .filter("state", "raised, acknowledged or cleared")
                    .filter("severity", "critical or warning")
                    .filter("kind", "kind of the object, such as server")
                    .filter("object", "id or name of the object");

    private final Edits edits;
    private final Changes changes;

    public AlarmsApi(Edits edits, Changes changes) {
        this.edits = edits;
        this.changes = changes;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, "List alarms")
                        .query(LISTING.parameters())
                        .pages(AlarmView.class, this::list),
                Route.get(ONE, Access.VIEWER, "Show an alarm").answers(AlarmView.class, this::show),
                Route.post(ONE + "/acknowledgement", Access.OPERATOR, "Acknowledge an alarm")
                        .takes(RULES)
                        .answers(AlarmView.class, this::acknowledge));
    }

    /// What clients see of an alarm.
    public static AlarmView view(Alarm alarm) {
        return new AlarmView(
                alarm.id(),
                alarm.severity(),
                alarm.state(),
                alarm.kind(),
                alarm.object(),
                alarm.text(),
                alarm.raisedAt(),
                alarm.clearedAt(),
                alarm.acknowledgedBy(),
                alarm.comment());
    }

    private Page<AlarmView> list(Call call) {
        Optional<AlarmState> state = call.query("state", AlarmState.class);
        Alarms.Filter filter =
                new Alarms.Filter(
                        state.map(Set::of).orElse(Set.of()),
                        call.query("severity", AlarmSeverity.class),
                        call.query("kind", ObjectKind.class),
                        call.query("object"));
        return LISTING.page(
                call,
                paging ->
                        Pages.map(
                                edits.read(stores -> stores.alarms().page(filter, paging)),
                                AlarmsApi::view));
    }

    private AlarmView show(Call call) {
        AlarmId id = call.id("alarm", AlarmId::of);
        return edits.find("alarm", id, stores -> stores.alarms().find(id).map(AlarmsApi::view));
    }

    private AlarmView acknowledge(Call call, Acknowledgement words) {
        AlarmId id = call.id("alarm", AlarmId::of);
        AlarmView view =
                edits.act(
                        call,
                        "acknowledge",
                        ObjectKind.ALARM,
                        id,
                        stores -> {
                            Alarm before = Edits.require("alarm", id, stores.alarms().lock(id));
                            if (!before.isOpen()) {
                                throw ProblemException.conflict(
                                        "could not acknowledge alarm " + id + ": it is over");
                            }
                            Alarm after =
                                    before.acknowledged(call.operator().name(), words.comment());
                            stores.alarms().update(after);
                            return view(after);
                        });
        changes.alarmsChanged(List.of(id));
        return view;
    }
}
