package org.vdeli.console.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vdeli.console.policies.PolicyForm.Field;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.PolicyDraft;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.api.Violation;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;

final class PolicyFormTest {
    private final PolicyForm form = new PolicyForm();

    @Test
    void aNewPolicyNeedsNothingButItsProject() {
        form.fillNew(Optional.empty());
        assertThat(form.draftProperty().get()).isEmpty();
        assertThat(form.faultsProperty().get()).containsOnlyKeys(Field.PROJECT);

        form.projectProperty().set(Optional.of(new ProjectId(1)));
        PolicyDraft draft = draft();
        assertThat(draft.limits()).isEqualTo(TransferMethod.SWARM.preset());
        assertThat(draft.windowStart()).isEqualTo(draft.windowEnd());
    }

    @Test
    void aMethodBringsItsValuesAndLocksWhatItLeavesNoChoiceOf() {
        form.fillNew(Optional.of(new ProjectId(1)));
        form.connectionsProperty().set("8");
        form.methodProperty().set(TransferMethod.SINGLE);
        assertThat(draft().limits()).isEqualTo(TransferMethod.SINGLE.preset());
        assertThat(form.isLocked("connections")).isTrue();
        assertThat(form.isLocked("requestSize")).isTrue();

        form.methodProperty().set(TransferMethod.TRICKLE);
        assertThat(form.isLocked("connections")).isFalse();
        assertThat(form.rateProperty().get()).isEqualTo("1 Mbit/s");
        form.rateProperty().set("");
        assertThat(form.faultsProperty().get()).containsOnlyKeys(Field.RATE);
    }

    @Test
    void saysAtEachFieldWhatIsWrong() {
        form.fillNew(Optional.of(new ProjectId(1)));
        form.spreadProperty().set(Spread.PER_CLUSTER);
        form.orderProperty().set("-1");
        form.priorityProperty().set("10");
        form.connectionsProperty().set("65");
        form.requestSizeProperty().set("much");
        form.windowStartProperty().set("25:00");
        assertThat(form.faultsProperty().get())
                .containsOnlyKeys(
                        Field.COUNT,
                        Field.ORDER,
                        Field.PRIORITY,
                        Field.CONNECTIONS,
                        Field.REQUEST_SIZE,
                        Field.WINDOW_START);
        assertThat(form.draftProperty().get()).isEmpty();
    }

    @Test
    void readsQuantitiesWithTheirUnits() {
        assertThat(Quantities.rate("1.5 Mbit/s")).contains(Bitrate.of(1_500_000));
        assertThat(Quantities.rate("800 kbit/s")).contains(Bitrate.of(800_000));
        assertThat(Quantities.rate("")).contains(Bitrate.ZERO);
        assertThat(Quantities.rate("-1 Mbit/s")).isEmpty();
        assertThat(Quantities.size("10 MB")).contains(ByteCount.of(10_000_000));
        assertThat(Quantities.text(ByteCount.of(10_000_000))).isEqualTo("10 MB");
        assertThat(Quantities.text(Bitrate.of(1_500_000_000L))).isEqualTo("1.5 Gbit/s");
    }

    @Test
    void tellsWhatTheManagerRefusesAtItsField() {
        form.fillNew(Optional.of(new ProjectId(1)));
        List<Violation> others =
                form.refused(
                        List.of(
                                new Violation("draft.limits.connections", "must be 1"),
                                new Violation("somewhere", "is odd")));
        assertThat(others).containsExactly(new Violation("somewhere", "is odd"));
        assertThat(form.faultsProperty().get()).containsOnlyKeys(Field.CONNECTIONS);
        assertThat(form.faultsProperty().get().get(Field.CONNECTIONS))
                .extracting(message -> message.text())
                .isEqualTo("must be 1");
    }

    @Test
    void tellsInSentencesWhatChanges() {
        form.fillNew(Optional.of(new ProjectId(1)));
        PolicyDraft before = draft();
        form.windowStartProperty().set("22:00");
        form.windowEndProperty().set("6:30");
        form.pinnedProperty().set(true);
        form.rateProperty().set("8 Mbit/s");
        assertThat(draft().windowEnd()).isEqualTo(LocalTime.of(6, 30));
        assertThat(new PolicyChanges(Map.of(), Map.of()).between(before, draft()))
                .extracting(message -> message.text())
                .containsExactly(
                        "Cap per connection: no cap → 8 Mbit/s",
                        "Window: always → 22:00–06:30",
                        "Eviction: evictable → pinned");
    }

    private PolicyDraft draft() {
        return form.draftProperty().get().orElseThrow();
    }
}
