package org.vdeli.console.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.vdeli.console.link.Answer;
import org.vdeli.console.link.Background;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Message;
import org.vdeli.contracts.api.JobAction;
import org.vdeli.contracts.api.JobActionDraft;
import org.vdeli.contracts.api.JobActionView;
import org.vdeli.contracts.api.JobQuery;
import org.vdeli.contracts.api.JobSelector;
import org.vdeli.contracts.api.JobView;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.JobId;

/// The queue's page, its filter and order, and the actions on the chosen jobs. [#refresh] is for
/// one thread at a time, not the screen's; the rest is for the screen's.
public final class JobsModel {
    /// Jobs are not part of the event stream; a change is seen this late (feature F092 asks for 5
    /// s).
    static final Duration AGAIN = Duration.ofSeconds(2);

    /// What the manager is asked for; both block.
    public interface Asking {
        Answer<Page<JobView>> page(int page, Optional<String> sort, Optional<JobQuery> where);

        Answer<JobActionView> act(JobActionDraft draft);
    }

    /// What is asked for.
    private record Question(int page, Optional<String> sort, Optional<JobQuery> where) {
        Question at(int other) {
            return new Question(other, sort, where);
        }
    }

    private final Asking asking;
    private final BooleanSupplier mayAct;
    private final Background background;
    private final InstantSource clock;
    private final ZoneId zone;
    private final ReadOnlyObjectWrapper<JobsPage> page = new ReadOnlyObjectWrapper<>(JobsPage.NONE);
    private final ReadOnlyObjectWrapper<List<Condition>> conditions =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<JobQuery.Join> join =
            new ReadOnlyObjectWrapper<>(JobQuery.Join.ALL);
    private final ReadOnlyObjectWrapper<List<JobView>> chosen =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<Optional<Intent>> intent =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Message>> error =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Message>> said =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper allowed = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();

    private volatile Question question = new Question(1, Optional.empty(), Optional.empty());
    private volatile Instant askedAt = Instant.EPOCH;
    private volatile boolean waiting;

    /// @param mayAct whether the operator's role allows to act; asked at each refresh
    /// @param zone of the times that are typed
    public JobsModel(
            Asking asking,
            BooleanSupplier mayAct,
            Background background,
            InstantSource clock,
            ZoneId zone) {
        this.asking = asking;
        this.mayAct = mayAct;
        this.background = background;
        this.clock = clock;
        this.zone = zone;
    }

    public ReadOnlyObjectProperty<JobsPage> pageProperty() {
        return page.getReadOnlyProperty();
    }

    /// The filter's conditions, those included that are not complete yet.
    public ReadOnlyObjectProperty<List<Condition>> conditionsProperty() {
        return conditions.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<JobQuery.Join> joinProperty() {
        return join.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<JobView>> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /// The action that waits to be confirmed.
    public ReadOnlyObjectProperty<Optional<Intent>> intentProperty() {
        return intent.getReadOnlyProperty();
    }

    /// Why the page is not up to date, or an action was not done.
    public ReadOnlyObjectProperty<Optional<Message>> errorProperty() {
        return error.getReadOnlyProperty();
    }

    /// What came of the last action.
    public ReadOnlyObjectProperty<Optional<Message>> saidProperty() {
        return said.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty allowedProperty() {
        return allowed.getReadOnlyProperty();
    }

    /// Whether the queue has been read at least once.
    public ReadOnlyBooleanProperty loadedProperty() {
        return loaded.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /// Shows only jobs for which these conditions hold; incomplete ones are left out.
    public void filter(JobQuery.Join how, List<Condition> of) {
        join.set(how);
        conditions.set(List.copyOf(of));
        Instant now = clock.instant();
        List<JobQuery.Term> terms =
                of.stream()
                        .filter(condition -> !condition.isEmpty())
                        .flatMap(condition -> condition.term(now, zone).stream())
                        .limit(JobQuery.MAX_TERMS)
                        .toList();
        Optional<JobQuery> where =
                terms.isEmpty() ? Optional.empty() : Optional.of(new JobQuery(how, terms));
        if (!where.equals(question.where())) {
            go(new Question(1, question.sort(), where));
        }
    }

    /// Whether a condition can be asked as it stands.
    public boolean isSound(Condition condition) {
        return condition.isEmpty() || condition.term(clock.instant(), zone).isPresent();
    }

    /// Keeps a condition about the path for what is typed into the search field.
    public void search(String text) {
        List<Condition> all = new ArrayList<>(conditions.get());
        all.removeIf(condition ->
                condition.field() == JobQuery.Field.PATH
                        && condition.operator() == JobQuery.Operator.CONTAINS);
        if (!text.isBlank()) {
            all.add(new Condition(JobQuery.Field.PATH, JobQuery.Operator.CONTAINS, text.strip()));
        }
        if (!all.equals(conditions.get())) {
            filter(join.get(), all);
        }
    }

    /// Sorts by a key of the manager's.
    public void sort(Optional<String> key) {
        if (!key.equals(question.sort())) {
            go(new Question(1, key, question.where()));
        }
    }

    /// Turns to a page.
    public void turn(int to) {
        int target = Math.clamp(to, 1, page.get().pages());
        if (target != question.page()) {
            go(question.at(target));
        }
    }

    public void choose(List<JobView> jobs) {
        if (!jobs.equals(chosen.get())) {
            chosen.set(List.copyOf(jobs));
        }
    }

    private void go(Question next) {
        question = next;
        ask();
    }

    public void refresh() {
        boolean may = mayAct.getAsBoolean();
        background.screen().execute(() -> allowed.set(may));
        if (!waiting && Duration.between(askedAt, clock.instant()).compareTo(AGAIN) >= 0) {
            ask();
        }
    }

    private void ask() {
        Question asked = question;
        waiting = true;
        background.ask(
                "console-jobs",
                () -> asking.page(asked.page(), asked.sort(), asked.where()),
                answer -> {
                    // one that another question has overtaken is not what is looked for any more
                    if (asked.equals(question)) {
                        waiting = false;
                        askedAt = clock.instant();
                        take(answer);
                    }
                });
    }

    private void take(Answer<Page<JobView>> answer) {
        switch (answer) {
            case Answer.Ok<Page<JobView>>(Page<JobView> got) -> {
                JobsPage now = JobsPage.of(got);
                if (now.page() != question.page()) {
                    question = question.at(now.page());
                }
                page.set(now);
                error.set(Optional.empty());
                loaded.set(true);
            }
            case Answer.Refused<Page<JobView>> refused -> error.set(Optional.of(refused.message()));
        }
    }

    // --- actions ------------------------------------------------------------------------------

    /// Has the manager count what an action on the chosen jobs would do.
    ///
    /// @param priority for [JobAction#REPRIORITISE] alone
    public void intend(JobAction action, Optional<Integer> priority) {
        Set<JobId> ids =
                chosen.get().stream()
                        .map(JobView::id)
                        .limit(JobSelector.MAX_IDS)
                        .collect(Collectors.toSet());
        if (ids.isEmpty() || busy.get() || !allowed.get()) {
            return;
        }
        JobSelector selector =
                new JobSelector(
                        Optional.of(ids),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        JobActionDraft draft = new JobActionDraft(action, selector, priority, Optional.of(false));
        error.set(Optional.empty());
        said.set(Optional.empty());
        intent.set(Optional.of(new Intent(draft, Optional.empty())));
        busy.set(true);
        background.ask(
                "console-jobs-count",
                () -> asking.act(new JobActionDraft(action, selector, priority, Optional.of(true))),
                answer -> {
                    busy.set(false);
                    switch (answer) {
                        case Answer.Ok<JobActionView>(JobActionView counted) -> {
                            if (intent.get().map(Intent::draft).equals(Optional.of(draft))) {
                                intent.set(Optional.of(new Intent(draft, Optional.of(counted))));
                            }
                        }
                        case Answer.Refused<JobActionView> refused -> {
                            intent.set(Optional.empty());
                            error.set(Optional.of(refused.message()));
                        }
                    }
                });
    }

    /// Gives the action up.
    public void forget() {
        intent.set(Optional.empty());
    }

    /// Has the manager do what was intended.
    public void confirm() {
        Optional<Intent> now = intent.get();
        if (now.isEmpty() || now.get().count().isEmpty() || busy.get()) {
            return;
        }
        busy.set(true);
        background.ask(
                "console-jobs-act",
                () -> asking.act(now.get().draft()),
                answer -> {
                    busy.set(false);
                    intent.set(Optional.empty());
                    switch (answer) {
                        case Answer.Ok<JobActionView>(JobActionView done) -> {
                            said.set(
                                    Optional.of(
                                            Message.of(
                                                    "jobs.done." + done.action().name(),
                                                    Formats.count(done.changed()))));
                            ask();
                        }
                        case Answer.Refused<JobActionView> refused ->
                                error.set(Optional.of(refused.message()));
                    }
                });
    }
}
