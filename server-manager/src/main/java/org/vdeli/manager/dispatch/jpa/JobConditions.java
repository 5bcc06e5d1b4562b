package org.vdeli.manager.dispatch.jpa;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobQuery;
import org.vdeli.contracts.api.JobQuery.Operator;
import org.vdeli.contracts.api.JobState;
import org.vdeli.manager.database.Columns;

/// A [JobQuery] as one condition of HQL about the row `r`, with the values of its parameters.
final class JobConditions {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final String text;

    JobConditions(JobQuery query) {
        this.text =
                query.terms().stream()
                        .map(this::condition)
                        .collect(
                                Collectors.joining(
                                        query.join() == JobQuery.Join.ALL ? " and " : " or ",
                                        "(",
                                        ")"));
    }

    String text() {
        return text;
    }

    Map<String, Object> values() {
        return values;
    }

    private String condition(JobQuery.Term term) {
        return switch (term.field()) {
            case STATE -> compare("r.state", term);
            case KIND -> compare("r.kind", term);
            // before its first end a job has no cause: then it is not any of them
            case CAUSE ->
                    switch (term.operator()) {
                        case NOT_EQUAL, IS_NOT_IN ->
                                "(r.ended is null or " + compare("r.ended", term) + ")";
                        default -> compare("r.ended", term);
                    };
            case PATH ->
                    "r.assetId in (select a.id from AssetRow a where "
                            + compare("lower(a.path)", term)
                            + ")";
            case SERVER ->
                    "r.serverId in (select s.id from EdgeServerRow s where "
                            + compare("lower(s.name)", term)
                            + ")";
            case REASON -> compare("lower(r.reason)", term);
            case DETAIL -> compare("lower(r.detail)", term);
            case PRIORITY -> compare("r.priority", term);
            case ATTEMPT -> compare("r.attempt", term);
            case SIZE ->
                    "r.assetId in (select a.id from AssetRow a where "
                            + compare("a.size", term)
                            + ")";
            case CREATED_AT -> compare("r.createdAt", term);
            case CHANGED_AT -> compare("r.changedAt", term);
        };
    }

    private String compare(String column, JobQuery.Term term) {
        String name = "where" + values.size();
        List<?> given = given(term);
        values.put(name, term.operator().takesMany() ? given : one(term.operator(), given));
        String parameter = ":" + name;
        return switch (term.operator()) {
            case EQUAL -> column + " = " + parameter;
            case NOT_EQUAL -> column + " <> " + parameter;
            case LESS -> column + " < " + parameter;
            case LESS_OR_EQUAL -> column + " <= " + parameter;
            case GREATER -> column + " > " + parameter;
            case GREATER_OR_EQUAL -> column + " >= " + parameter;
            case BEGINS_WITH, ENDS_WITH, CONTAINS -> column + " like " + parameter + " escape '\\'";
            case BEGINS_NOT_WITH, ENDS_NOT_WITH, CONTAINS_NOT ->
                    column + " not like " + parameter + " escape '\\'";
            case IS_IN -> column + " in (" + parameter + ")";
            case IS_NOT_IN -> column + " not in (" + parameter + ")";
        };
    }

    private static Object one(Operator operator, List<?> given) {
        Object value = given.getFirst();
        return switch (operator) {
            case BEGINS_WITH, BEGINS_NOT_WITH -> Columns.beginningWith((String) value);
            case ENDS_WITH, ENDS_NOT_WITH -> Columns.endingWith((String) value);
            case CONTAINS, CONTAINS_NOT -> Columns.containing((String) value);
            default -> value;
        };
    }

    private static List<?> given(JobQuery.Term term) {
        return switch (term.field()) {
            case STATE -> term.values().stream().map(JobState::valueOf).toList();
            case KIND -> term.values().stream().map(JobKind::valueOf).toList();
            case CAUSE -> term.values().stream().map(Report.Reason::valueOf).toList();
            case PATH, SERVER, REASON, DETAIL -> term.texts();
            case PRIORITY, ATTEMPT ->
                    term.values().stream().map(Long::valueOf).map(JobConditions::narrowed).toList();
            case SIZE -> term.values().stream().map(Long::valueOf).toList();
            case CREATED_AT, CHANGED_AT -> term.values().stream().map(Instant::parse).toList();
        };
    }

    /// Columns of 32 bits compare with a number beyond them as with their end.
    private static int narrowed(long value) {
        return Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
}
