package org.vdeli.console.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.vdeli.console.link.Answer;
import org.vdeli.console.link.Background;
import org.vdeli.console.link.Refusal;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Message;
import org.vdeli.contracts.api.AuditView;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.wire.Codec;

/// The audit trail's page and filter, and its export. [#refresh] is for one thread at a time, not
/// the screen's; the rest is for the screen's.
public final class AuditModel {
    static final Duration AGAIN = Duration.ofSeconds(5);

    /// Asks for a page or for all entries of a query; both block.
    public interface Asking {
        Answer<Page<AuditView>> page(String query);

        Answer<List<AuditView>> all(String query);
    }

    private record Question(int page, AuditFilter filter) {}

    private final Asking asking;
    private final Background background;
    private final InstantSource clock;
    private final Codec codec = new Codec();
    private final ReadOnlyObjectWrapper<AuditPage> page =
            new ReadOnlyObjectWrapper<>(AuditPage.NONE);
    private final ReadOnlyObjectWrapper<@Nullable AuditView> chosen = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Optional<Message>> said =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper exporting = new ReadOnlyBooleanWrapper();
    private volatile Question question = new Question(1, AuditFilter.ANY);
    private volatile Instant askedAt = Instant.EPOCH;
    private volatile boolean waiting;

    public AuditModel(Asking asking, Background background, InstantSource clock) {
        this.asking = asking;
        this.background = background;
        this.clock = clock;
    }

    public ReadOnlyObjectProperty<AuditPage> pageProperty() {
        return page.getReadOnlyProperty();
    }

    /// The entry that is looked at; null when there is none.
    public ReadOnlyObjectProperty<@Nullable AuditView> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /// Why the page is not up to date, or what came of the export.
    public ReadOnlyObjectProperty<Optional<Message>> saidProperty() {
        return said.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty loadedProperty() {
        return loaded.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty exportingProperty() {
        return exporting.getReadOnlyProperty();
    }

    public void choose(List<AuditView> entries) {
        chosen.set(entries.size() == 1 ? entries.getFirst() : null);
    }

    /// What the entry changed.
    public List<Difference> differences(AuditView entry) {
        return Difference.of(entry, codec);
    }

    public void filter(AuditFilter filter) {
        if (!filter.equals(question.filter())) {
            question = new Question(1, filter);
            ask();
        }
    }

    public AuditFilter filter() {
        return question.filter();
    }

    public void turn(int to) {
        int target = Math.clamp(to, 1, page.get().pages());
        if (target != question.page()) {
            question = new Question(target, question.filter());
            ask();
        }
    }

    public void refresh() {
        if (!waiting && Duration.between(askedAt, clock.instant()).compareTo(AGAIN) >= 0) {
            ask();
        }
    }

    private void ask() {
        Question asked = question;
        waiting = true;
        String query =
                "page="
                        + asked.page()
                        + "&pageSize="
                        + AuditPage.SIZE
                        + asked.filter().query(clock.instant());
        background.ask(
                "console-audit",
                () -> asking.page(query),
                answer -> {
                    if (asked.equals(question)) {
                        waiting = false;
                        askedAt = clock.instant();
                        switch (answer) {
                            case Answer.Ok<Page<AuditView>>(Page<AuditView> got) -> {
                                page.set(AuditPage.of(got));
                                loaded.set(true);
                            }
                            case Answer.Refused<Page<AuditView>> refused ->
                                    said.set(Optional.of(refused.message()));
                        }
                    }
                });
    }

    /// Writes all that is filtered to a file, as comma-separated values.
    public void export(Path file) {
        if (exporting.get()) {
            return;
        }
        exporting.set(true);
        String filter = question.filter().query(clock.instant());
        background.ask(
                "console-audit-export",
                () ->
                        switch (asking.all(filter.isEmpty() ? "" : filter.substring(1))) {
                            case Answer.Ok<List<AuditView>>(List<AuditView> all) ->
                                    write(file, all);
                            case Answer.Refused<List<AuditView>> refused ->
                                    refused.<Integer>map(nothing -> 0);
                        },
                answer -> {
                    exporting.set(false);
                    said.set(
                            Optional.of(
                                    switch (answer) {
                                        case Answer.Ok<Integer>(Integer count) ->
                                                Message.of(
                                                        "audit.exported",
                                                        Formats.count(count),
                                                        file.toString());
                                        case Answer.Refused<Integer> refused -> refused.message();
                                    }));
                });
    }

    private static Answer<Integer> write(Path file, List<AuditView> all) {
        String text =
                all.stream()
                        .map(AuditModel::line)
                        .collect(
                                Collectors.joining(
                                        "\r\n",
                                        "at,actor,action,kind,object,before,after\r\n",
                                        "\r\n"));
        try {
            Files.writeString(file, text);
            return new Answer.Ok<>(all.size());
        } catch (IOException e) {
            return new Answer.Refused<>(
                    Refusal.CONSOLE_FAILED, "could not write " + file + ": " + e.getMessage());
        }
    }

    /// RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe.
    private static String line(AuditView entry) {
        return Stream.of(
                        entry.at().toString(),
                        entry.actor(),
                        entry.action(),
                        entry.kind().name(),
                        entry.object(),
                        entry.before().orElse(""),
                        entry.after().orElse(""))
                .map(cell -> cell.matches("[=+@-].*") ? "'" + cell : cell)
                .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(","));
    }
}
