package org.vdeli.console.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.api.JobQuery.Field;
import org.vdeli.contracts.api.JobQuery.Operator;
import org.vdeli.contracts.api.JobQuery.Term;

final class ConditionTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final ZoneId LISBON = ZoneId.of("Europe/Lisbon");

    @Test
    void readsTimesAsPeopleTypeThem() {
        assertThat(term(Field.CHANGED_AT, Operator.GREATER, "2 h"))
                .containsExactly("2026-11-20T10:00:00Z");
        assertThat(term(Field.CREATED_AT, Operator.LESS, "2026-07-01 14:30"))
                .containsExactly("2026-07-01T13:30:00Z");
        assertThat(term(Field.CREATED_AT, Operator.LESS, "2026-07-01"))
                .containsExactly("2026-06-30T23:00:00Z");
        assertThat(term(Field.CREATED_AT, Operator.LESS, "yesterday")).isEmpty();
    }

    @Test
    void readsSizesWithUnitsAndSeveralChoices() {
        assertThat(term(Field.SIZE, Operator.GREATER, "10 MB")).containsExactly("10000000");
        assertThat(term(Field.STATE, Operator.IS_IN, "failed, not scheduled,"))
                .containsExactly("FAILED", "NOT_SCHEDULED");
        assertThat(term(Field.STATE, Operator.IS_IN, "gone")).isEmpty();
        assertThat(term(Field.PRIORITY, Operator.EQUAL, "high")).isEmpty();
        assertThat(term(Field.PATH, Operator.LESS, "Acme/a")).containsExactly("Acme/a");
    }

    @Test
    void comparesNothingInAWayThatDoesNotFit() {
        assertThat(term(Field.STATE, Operator.CONTAINS, "FAILED")).isEmpty();
        assertThat(term(Field.PRIORITY, Operator.BEGINS_WITH, "1")).isEmpty();
    }

    private static List<String> term(Field field, Operator operator, String value) {
        return new Condition(field, operator, value)
                .term(NOON, LISBON)
                .map(Term::values)
                .orElse(List.of());
    }
}
