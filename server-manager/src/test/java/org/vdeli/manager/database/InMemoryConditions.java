package org.vdeli.manager.database;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.vdeli.contracts.api.JobQuery;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.dispatch.TransferJob;
import org.vdeli.manager.fleet.EdgeServer;

/// Whether the conditions of a [JobQuery] hold for a job in memory.
final class InMemoryConditions {
    private InMemoryConditions() {}

    static boolean hold(InMemoryStores stores, JobQuery query, TransferJob job) {
        Predicate<JobQuery.Term> holds = term -> holds(stores, term, job);
        return query.join() == JobQuery.Join.ALL
                ? query.terms().stream().allMatch(holds)
                : query.terms().stream().anyMatch(holds);
    }

    private static boolean holds(InMemoryStores stores, JobQuery.Term term, TransferJob job) {
        return switch (term.field()) {
            case STATE -> compare(term, term.values(), job.state().name());
            case KIND -> compare(term, term.values(), job.kind().name());
            case CAUSE -> compare(term, term.values(), job.ended().map(Enum::name).orElse(""));
            case PATH -> text(term, asset(stores, job).map(asset -> asset.path().toString()));
            case SERVER -> text(term, stores.servers().find(job.server()).map(EdgeServer::name));
            case REASON -> text(term, Optional.of(job.reason()));
            case DETAIL -> text(term, Optional.of(job.detail()));
            case PRIORITY -> compare(term, numbers(term), (long) job.terms().priority());
            case ATTEMPT -> compare(term, numbers(term), (long) job.attempt());
            case SIZE ->
                    asset(stores, job)
                            .filter(asset -> compare(term, numbers(term), asset.size().bytes()))
                            .isPresent();
            case CREATED_AT -> compare(term, times(term), job.createdAt());
            case CHANGED_AT -> compare(term, times(term), job.changedAt());
        };
    }

    private static Optional<Asset> asset(InMemoryStores stores, TransferJob job) {
        return stores.assets().find(job.asset());
    }

    private static List<Long> numbers(JobQuery.Term term) {
        return term.values().stream().map(Long::valueOf).toList();
    }

    private static List<Instant> times(JobQuery.Term term) {
        return term.values().stream().map(Instant::parse).toList();
    }

    private static boolean text(JobQuery.Term term, Optional<String> of) {
        return of.map(text -> text.toLowerCase(Locale.ROOT))
                .filter(text -> compare(term, term.texts(), text))
                .isPresent();
    }

    private static <T extends Comparable<T>> boolean compare(
            JobQuery.Term term, List<T> given, T value) {
        T first = given.getFirst();
        return switch (term.operator()) {
            case EQUAL -> value.compareTo(first) == 0;
            case NOT_EQUAL -> value.compareTo(first) != 0;
            case LESS -> value.compareTo(first) < 0;
            case LESS_OR_EQUAL -> value.compareTo(first) <= 0;
            case GREATER -> value.compareTo(first) > 0;
            case GREATER_OR_EQUAL -> value.compareTo(first) >= 0;
            case BEGINS_WITH -> value.toString().startsWith(first.toString());
            case BEGINS_NOT_WITH -> !value.toString().startsWith(first.toString());
            case ENDS_WITH -> value.toString().endsWith(first.toString());
            case ENDS_NOT_WITH -> !value.toString().endsWith(first.toString());
            case CONTAINS -> value.toString().contains(first.toString());
            case CONTAINS_NOT -> !value.toString().contains(first.toString());
            case IS_IN -> given.contains(value);
            case IS_NOT_IN -> !given.contains(value);
        };
    }
}
