package org.vdeli.console.policies;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.vdeli.console.link.Answer;
import org.vdeli.console.link.Background;
import org.vdeli.console.link.Done;
import org.vdeli.console.mirror.Mirror;
import org.vdeli.console.mirror.World;
import org.vdeli.console.table.Rows;
import org.vdeli.console.text.Message;
import org.vdeli.contracts.api.AuditView;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.PolicyDraft;
import org.vdeli.contracts.api.PolicyPresets;
import org.vdeli.contracts.api.PolicyPreviewDraft;
import org.vdeli.contracts.api.PolicyPreviewView;
import org.vdeli.contracts.api.PolicyView;
import org.vdeli.contracts.api.ProjectView;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.api.Violation;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.wire.Codec;

/// The policies, and the one in the editor. [#refresh] is for one thread at a time, not the
/// screen's; the rest is for the screen's.
public final class PoliciesModel {
    /// Policies are not part of the event stream; another operator's change is seen this late.
    static final Duration AGAIN = Duration.ofSeconds(5);

    /// What the manager is asked for; all block.
    public interface Asking {
        Answer<List<PolicyView>> policies();

        Answer<List<ProjectView>> projects();

        Answer<PolicyPresets> presets();

        Answer<PolicyPreviewView> preview(PolicyPreviewDraft change);

        Answer<PolicyView> create(PolicyDraft draft);

        Answer<Done> change(PolicyId id, PolicyDraft draft);

        Answer<Done> delete(PolicyId id);

        /// Who changed it; admins alone may know.
        Answer<List<AuditView>> history(PolicyId id);
    }

    /// What is being edited.
    public sealed interface Subject {
        record Nothing() implements Subject {}

        record Fresh() implements Subject {}

        /// One that is there.
        ///
        /// @param stored as the manager had it when the editing began
        record Stored(PolicyView stored) implements Subject {}
    }

    private record Lists(
            List<PolicyView> policies,
            Map<ProjectId, ProjectView> projects,
            Optional<Message> error) {}

    private final Mirror mirror;
    private final Asking asking;
    private final BooleanSupplier mayAct;
    private final Background background;
    private final InstantSource clock;
    private final Codec codec = new Codec();
    private final PolicyForm form = new PolicyForm();
    private final Rows<PolicyRow, PolicyId> rows;
    private final ReadOnlyObjectWrapper<Subject> subject =
            new ReadOnlyObjectWrapper<>(new Subject.Nothing());
    private final ReadOnlyObjectWrapper<Effect> effect =
            new ReadOnlyObjectWrapper<>(new Effect.None());
    private final ReadOnlyObjectWrapper<List<Message>> changes =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<PastChange>> past =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<Optional<Message>> pastError =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Message>> error =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Message>> listError =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<List<ProjectView>> projects =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<RegionView>> regions =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<Map<String, Long>> zones =
            new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyObjectWrapper<@Nullable Instant> now = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper allowed = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();

    private volatile Lists lists = new Lists(List.of(), Map.of(), Optional.empty());
    private volatile boolean asked;
    private volatile boolean presetsKnown;
    private volatile Optional<RegionId> zonesOf = Optional.empty();
    private volatile Instant askedAt = Instant.EPOCH;
    private long questions;

    /// @param mayAct whether the operator's role allows to change policies; asked at each refresh
    public PoliciesModel(
            Mirror mirror,
            Asking asking,
            BooleanSupplier mayAct,
            Background background,
            InstantSource clock) {
        this.mirror = mirror;
        this.asking = asking;
        this.mayAct = mayAct;
        this.background = background;
        this.clock = clock;
        this.rows =
                new Rows<>(
                        background.screen(),
                        PolicyRow::id,
                        PolicyRow::searchText,
                        PolicyRow.BY_PRECEDENCE);
        rows.selectedIdProperty()
                .addListener((property, old, id) -> {
                    if (id != null) {
                        find(id).ifPresent(this::edit);
                    } else if (subject.get() instanceof Subject.Stored) {
                        subject.set(new Subject.Nothing());
                    }
                });
        form.draftProperty().addListener((property, old, draft) -> typed());
        form.regionProperty()
                .addListener((property, old, region) -> {
                    zonesOf = region;
                    showZones();
                });
    }

    public Rows<PolicyRow, PolicyId> rows() {
        return rows;
    }

    public PolicyForm form() {
        return form;
    }

    public ReadOnlyObjectProperty<Subject> subjectProperty() {
        return subject.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Effect> effectProperty() {
        return effect.getReadOnlyProperty();
    }

    /// What saving would change of the stored policy.
    public ReadOnlyObjectProperty<List<Message>> changesProperty() {
        return changes.getReadOnlyProperty();
    }

    /// Who changed the chosen policy before, the newest first.
    public ReadOnlyObjectProperty<List<PastChange>> pastProperty() {
        return past.getReadOnlyProperty();
    }

    /// Why the past cannot be told.
    public ReadOnlyObjectProperty<Optional<Message>> pastErrorProperty() {
        return pastError.getReadOnlyProperty();
    }

    /// Why the last thing could not be done, as far as no field says so.
    public ReadOnlyObjectProperty<Optional<Message>> errorProperty() {
        return error.getReadOnlyProperty();
    }

    /// Why the list is not up to date.
    public ReadOnlyObjectProperty<Optional<Message>> listErrorProperty() {
        return listError.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<ProjectView>> projectsProperty() {
        return projects.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<RegionView>> regionsProperty() {
        return regions.getReadOnlyProperty();
    }

    /// The zones of the servers that the edited policy is for, with how many servers each has.
    public ReadOnlyObjectProperty<Map<String, Long>> zonesProperty() {
        return zones.getReadOnlyProperty();
    }

    /// The manager's clock; null before the first refresh.
    public ReadOnlyObjectProperty<@Nullable Instant> nowProperty() {
        return now.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty allowedProperty() {
        return allowed.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /// Whether the policies have been read at least once.
    public ReadOnlyBooleanProperty loadedProperty() {
        return loaded.getReadOnlyProperty();
    }

    /// Begins a new policy.
    public void create() {
        rows.selectedIdProperty().set(null);
        subject.set(new Subject.Fresh());
        error.set(Optional.empty());
        past.set(List.of());
        List<ProjectView> all = projects.get();
        form.fillNew(all.size() == 1 ? Optional.of(all.getFirst().id()) : Optional.empty());
        typed();
    }

    /// Gives up what was typed.
    public void revert() {
        error.set(Optional.empty());
        switch (subject.get()) {
            case Subject.Stored(PolicyView stored) ->
                    form.fill(PolicyForm.draftOf(find(stored.id()).orElse(stored)));
            case Subject.Fresh(), Subject.Nothing() -> close();
        }
    }

    public void close() {
        rows.selectedIdProperty().set(null);
        subject.set(new Subject.Nothing());
    }

    /// Asks what saving what is typed would do; a later question overtakes an earlier one.
    public void preview() {
        Optional<PolicyDraft> draft = form.draftProperty().get();
        if (draft.isEmpty() || changes.get().isEmpty()) {
            questions++;
            effect.set(new Effect.None());
            return;
        }
        Optional<PolicyId> replaces =
                subject.get() instanceof Subject.Stored(PolicyView stored)
                        ? Optional.of(stored.id())
                        : Optional.empty();
        ask(new PolicyPreviewDraft(draft, replaces, Optional.empty()));
    }

    /// Asks what deleting the chosen policy would do.
    public void previewDeletion() {
        if (subject.get() instanceof Subject.Stored(PolicyView stored)) {
            ask(
                    new PolicyPreviewDraft(
                            Optional.empty(), Optional.empty(), Optional.of(stored.id())));
        }
    }

    private void ask(PolicyPreviewDraft change) {
        long question = ++questions;
        effect.set(new Effect.Asking());
        background.ask(
                "console-policy-preview",
                () -> asking.preview(change),
                answer -> {
                    if (question == questions) {
                        effect.set(
                                switch (answer) {
                                    case Answer.Ok<PolicyPreviewView>(PolicyPreviewView view) ->
                                            new Effect.Known(view);
                                    case Answer.Refused<PolicyPreviewView> refused -> {
                                        form.refused(refused.violations());
                                        yield new Effect.Failed(refused.message());
                                    }
                                });
                    }
                });
    }

    /// Has the manager store what is typed.
    public void save() {
        Optional<PolicyDraft> draft = form.draftProperty().get();
        if (draft.isEmpty() || busy.get() || !allowed.get()) {
            return;
        }
        switch (subject.get()) {
            case Subject.Fresh() ->
                    act(() -> asking.create(draft.get()), made -> Optional.of(made.id()));
            case Subject.Stored(PolicyView stored) ->
                    act(
                            () -> asking.change(stored.id(), draft.get()),
                            _ -> Optional.of(stored.id()));
            case Subject.Nothing() -> {
                // there is nothing to save
            }
        }
    }

    /// Has the manager delete the chosen policy.
    public void delete() {
        if (subject.get() instanceof Subject.Stored(PolicyView stored) && !busy.get()) {
            act(() -> asking.delete(stored.id()), _ -> Optional.empty());
        }
    }

    private <T> void act(
            java.util.function.Supplier<Answer<T>> question,
            Function<T, Optional<PolicyId>> chosen) {
        busy.set(true);
        error.set(Optional.empty());
        background.ask(
                "console-policy",
                () -> {
                    Answer<T> answer = question.get();
                    if (answer instanceof Answer.Ok<T>) {
                        read();
                    }
                    return answer;
                },
                answer -> {
                    busy.set(false);
                    switch (answer) {
                        case Answer.Ok<T>(T value) -> {
                            subject.set(new Subject.Nothing());
                            effect.set(new Effect.None());
                            rows.selectedIdProperty().set(null);
                            rows.selectedIdProperty().set(chosen.apply(value).orElse(null));
                        }
                        case Answer.Refused<T> refused -> {
                            List<Violation> others = form.refused(refused.violations());
                            error.set(
                                    refused.violations().isEmpty() || !others.isEmpty()
                                            ? Optional.of(refused.message())
                                            : Optional.empty());
                        }
                    }
                });
    }

    public void refresh() {
        boolean may = mayAct.getAsBoolean();
        Instant time = mirror.world().managerTime(clock.instant());
        if (!asked && Duration.between(askedAt, clock.instant()).compareTo(AGAIN) >= 0) {
            asked = true;
            background.run("console-policies", this::read);
        }
        show();
        background
                .screen()
                .execute(() -> {
                    allowed.set(may);
                    now.set(time);
                    showZones();
                });
    }

    /// Reads the lists; off the screen.
    private void read() {
        try {
            if (!presetsKnown && asking.presets() instanceof Answer.Ok<PolicyPresets>(var known)) {
                presetsKnown = true;
                background.screen().execute(() -> form.presets(known));
            }
            Answer<List<ProjectView>> ofProjects = asking.projects();
            Answer<List<PolicyView>> ofPolicies = asking.policies();
            Lists before = lists;
            Optional<Message> why = refusal(ofPolicies).or(() -> refusal(ofProjects));
            lists =
                    new Lists(
                            ofPolicies instanceof Answer.Ok<List<PolicyView>>(var all)
                                    ? all
                                    : before.policies(),
                            ofProjects instanceof Answer.Ok<List<ProjectView>>(var all)
                                    ? all.stream()
                                            .collect(
                                                    Collectors.toMap(
                                                            ProjectView::id, Function.identity()))
                                    : before.projects(),
                            why);
        } finally {
            askedAt = clock.instant();
            asked = false;
        }
        show();
        background
                .screen()
                .execute(() -> {
                    loaded.set(true);
                    listError.set(lists.error());
                    keepUp();
                });
    }

    private static <T> Optional<Message> refusal(Answer<T> answer) {
        return answer instanceof Answer.Refused<T> refused
                ? Optional.of(refused.message())
                : Optional.empty();
    }

    private void show() {
        Lists known = lists;
        World world = mirror.world();
        Map<RegionId, RegionView> byId = new HashMap<>();
        world.regions().forEach(region -> byId.put(region.id(), region));
        rows.update(PolicyRow.of(known.policies(), known.projects(), byId));
        List<ProjectView> sortedProjects =
                known.projects().values().stream()
                        .sorted(
                                java.util.Comparator.comparing(ProjectView::publisherName)
                                        .thenComparing(ProjectView::name))
                        .toList();
        List<RegionView> sortedRegions =
                byId.values().stream()
                        .sorted(java.util.Comparator.comparing(RegionView::name))
                        .toList();
        background
                .screen()
                .execute(() -> {
                    if (!projects.get().equals(sortedProjects)) {
                        projects.set(sortedProjects);
                    }
                    if (!regions.get().equals(sortedRegions)) {
                        regions.set(sortedRegions);
                    }
                });
    }

    /// What another operator has stored meanwhile replaces what is shown, unless it was edited.
    private void keepUp() {
        if (subject.get() instanceof Subject.Stored(PolicyView stored)) {
            Optional<PolicyView> newest = find(stored.id());
            if (newest.isEmpty()) {
                error.set(Optional.of(Message.of("policies.gone")));
            } else if (!newest.get().equals(stored)) {
                if (changes.get().isEmpty()) {
                    edit(newest.get());
                } else {
                    error.set(Optional.of(Message.of("policies.overtaken")));
                }
            }
        }
    }

    private Optional<PolicyView> find(PolicyId id) {
        return lists.policies().stream().filter(policy -> policy.id().equals(id)).findFirst();
    }

    private void edit(PolicyView policy) {
        subject.set(new Subject.Stored(policy));
        error.set(Optional.empty());
        form.fill(PolicyForm.draftOf(policy));
        typed();
        past.set(List.of());
        pastError.set(Optional.empty());
        PolicyChanges words = words();
        background.ask(
                "console-policy-history",
                () -> asking.history(policy.id()),
                answer -> {
                    if (subject.get() instanceof Subject.Stored(PolicyView stored)
                            && stored.id().equals(policy.id())) {
                        switch (answer) {
                            case Answer.Ok<List<AuditView>>(List<AuditView> entries) ->
                                    past.set(
                                            entries.stream()
                                                    .map(entry ->
                                                            PastChange.of(entry, codec, words))
                                                    .toList());
                            case Answer.Refused<List<AuditView>> refused ->
                                    pastError.set(Optional.of(refused.message()));
                        }
                    }
                });
    }

    /// Tells what is different now; what it would do is asked for when the typing rests.
    private void typed() {
        Optional<PolicyDraft> draft = form.draftProperty().get();
        changes.set(
                switch (subject.get()) {
                    case Subject.Nothing() -> List.of();
                    case Subject.Fresh() ->
                            draft.isPresent()
                                    ? List.of(Message.of("policies.change.new"))
                                    : List.of();
                    case Subject.Stored(PolicyView stored) ->
                            draft.map(now -> words().between(PolicyForm.draftOf(stored), now))
                                    .orElse(List.of());
                });
    }

    private PolicyChanges words() {
        Map<RegionId, RegionView> byId = new HashMap<>();
        mirror.world().regions().forEach(region -> byId.put(region.id(), region));
        return new PolicyChanges(lists.projects(), byId);
    }

    private void showZones() {
        World world = mirror.world();
        Map<String, Long> counts = new TreeMap<>();
        for (ServerView server : world.servers()) {
            @Nullable ClusterView cluster = world.cluster(server.cluster());
            if (cluster != null && (zonesOf.isEmpty() || cluster.region().equals(zonesOf.get()))) {
                counts.merge(server.zone(), 1L, Long::sum);
            }
        }
        if (!zones.get().equals(counts)) {
            zones.set(counts);
        }
    }
}
