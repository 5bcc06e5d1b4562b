package org.vdeli.manager.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobQuery;
import org.vdeli.contracts.api.JobSelector;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.manager.dispatch.JobTerms;
import org.vdeli.manager.dispatch.Jobs;
import org.vdeli.manager.dispatch.OutboxMessage;
import org.vdeli.manager.dispatch.TransferJob;

/// What jobs and the outbox have to keep, wherever they are stored.
interface JobsContract {
    Transactions transactions();

    private void given(TransferJob... jobs) {
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.jobs().addAll(List.of(jobs));
                });
    }

    @Test
    default void findsTheOpenJobsAndTheNewest() {
        TransferJob old = Fixtures.job(51, 21, 11, JobState.FAILED);
        TransferJob open = Fixtures.job(52, 21, 11, JobState.PROCESSING);
        TransferJob other = Fixtures.job(53, 21, 12, JobState.RETRYING);
        given(old, open, other);
        transactions()
                .change(stores -> {
                    Jobs jobs = stores.jobs();
                    assertThat(jobs.find(open.id())).contains(open);
                    assertThat(jobs.lock(open.id())).contains(open);
                    assertThat(jobs.lockAll(List.of(other.id(), old.id(), new JobId(99))))
                            .containsExactly(old, other);
                    assertThat(jobs.open(new AssetId(21), new ServerId(11))).containsExactly(open);
                    assertThat(jobs.openOfAsset(new AssetId(21))).containsExactly(open, other);
                    assertThat(jobs.openOfServer(new ServerId(12))).containsExactly(other);
                    assertThat(jobs.latestOfAsset(new AssetId(21))).containsExactly(open, other);
                    assertThat(jobs.countByState())
                            .isEqualTo(
                                    Map.of(
                                            JobState.FAILED,
                                            1L,
                                            JobState.PROCESSING,
                                            1L,
                                            JobState.RETRYING,
                                            1L));
                });
    }

    @Test
    default void givesTheJobsThatAreDueByPriorityThenAge() {
        TransferJob usual = Fixtures.job(51, 21, 11, JobState.NOT_SCHEDULED);
        TransferJob urgent = withPriority(Fixtures.job(52, 21, 12, JobState.RETRYING), 0);
        TransferJob later =
                Fixtures.job(53, 21, 13, JobState.NOT_SCHEDULED)
                        .ended(
                                JobState.RETRYING,
                                Report.Reason.UNREACHABLE,
                                "",
                                Fixtures.T0.plusSeconds(1),
                                Fixtures.T0);
        TransferJob sent = Fixtures.job(54, 21, 13, JobState.PROCESSING);
        given(usual, urgent, later, sent);
        assertThat(transactions().<List<TransferJob>>write(s -> s.jobs().due(Fixtures.T0, 9)))
                .containsExactly(urgent, usual);
        assertThat(transactions().<List<TransferJob>>write(s -> s.jobs().due(Fixtures.T0, 1)))
                .containsExactly(urgent);
        assertThat(
                        transactions()
                                .<List<TransferJob>>write(s ->
                                        s.jobs()
                                                .stalled(
                                                        Fixtures.T0.plusSeconds(55),
                                                        Optional.empty(),
                                                        9)))
                .containsExactly(sent);
        assertThat(
                        transactions()
                                .<List<TransferJob>>write(s ->
                                        s.jobs()
                                                .stalled(
                                                        Fixtures.T0.plusSeconds(54),
                                                        Optional.empty(),
                                                        9)))
                .isEmpty();
    }

    @Test
    default void goesThroughTheStalledJobsInParts() {
        TransferJob first = Fixtures.job(51, 21, 11, JobState.PROCESSING);
        TransferJob second =
                changedAt(Fixtures.job(52, 21, 12, JobState.PROCESSING), first.changedAt());
        TransferJob third = Fixtures.job(53, 21, 13, JobState.TRANSFERRED);
        given(first, second, third);
        Instant later = Fixtures.T0.plusSeconds(99);
        transactions()
                .change(stores -> {
                    Jobs jobs = stores.jobs();
                    assertThat(jobs.stalled(later, Optional.empty(), 1)).containsExactly(first);
                    assertThat(jobs.stalled(later, Optional.of(first), 1)).containsExactly(second);
                    assertThat(jobs.stalled(later, Optional.of(second), 9)).containsExactly(third);
                    assertThat(jobs.stalled(later, Optional.of(third), 9)).isEmpty();
                });
    }

    @Test
    default void storesWhatBecameOfManyJobs() {
        TransferJob one = Fixtures.job(51, 21, 11, JobState.PROCESSING);
        TransferJob two = Fixtures.job(52, 21, 12, JobState.PROCESSING);
        given(one, two);
        Instant now = Fixtures.T0.plusSeconds(60);
        TransferJob done = one.ended(JobState.VERIFIED, Report.Reason.DONE, "", Fixtures.T0, now);
        TransferJob again =
                two.ended(
                                JobState.RETRYING,
                                Report.Reason.DISK_FULL,
                                "no room: ä",
                                now.plusSeconds(5),
                                now)
                        .keeping(ByteCount.of(5_000_000_000L));
        transactions().change(s -> s.jobs().updateAll(List.of(again, done)));
        assertThat(
                        transactions()
                                .<List<TransferJob>>read(
                                        s -> s.jobs().latestOfAsset(new AssetId(21))))
                .containsExactly(done, again);
    }

    @Test
    default void filtersAndOrdersJobs() {
        TransferJob one = Fixtures.job(51, 21, 11, JobState.PROCESSING);
        TransferJob two = Fixtures.job(52, 21, 11, JobState.FAILED);
        given(one, two, Fixtures.job(53, 21, 12, JobState.PROCESSING));
        for (Jobs.Order order : List.of(Jobs.Order.CREATED_AT, Jobs.Order.CHANGED_AT)) {
            Page<TransferJob> page =
                    transactions()
                            .read(s ->
                                    s.jobs()
                                            .page(
                                                    new Jobs.Filter(
                                                            Optional.of(new AssetId(21)),
                                                            Optional.of(new ServerId(11)),
                                                            Set.of(
                                                                    JobState.PROCESSING,
                                                                    JobState.FAILED),
                                                            Optional.of(JobKind.FILL),
                                                            Optional.empty()),
                                                    new Paging<>(1, 50, order, true)));
            assertThat(page.items()).containsExactly(two, one);
        }
        Page<TransferJob> byState =
                transactions()
                        .read(s -> s.jobs().page(Jobs.Filter.ANY, Paging.first(Jobs.Order.STATE)));
        assertThat(byState.items().getFirst()).isEqualTo(two);
    }

    /// What each operator finds of three jobs.
    @Test
    default void comparesInFourteenWays() {
        given(
                Fixtures.job(51, 21, 11, JobState.FAILED),
                Fixtures.job(52, 21, 11, JobState.PROCESSING),
                Fixtures.job(53, 21, 12, JobState.RETRYING));
        transactions().change(s -> s.jobs().reprioritise(List.of(new JobId(51), new JobId(53)), 2));

        assertThat(found("PRIORITY", "EQUAL", "2")).containsExactly(51L, 53L);
        assertThat(found("PRIORITY", "NOT_EQUAL", "2")).containsExactly(52L);
        assertThat(found("PRIORITY", "LESS", "3")).containsExactly(51L, 53L);
        assertThat(found("PRIORITY", "LESS_OR_EQUAL", "1")).isEmpty();
        assertThat(found("PRIORITY", "GREATER", "2")).containsExactly(52L);
        assertThat(found("PRIORITY", "GREATER_OR_EQUAL", "2")).containsExactly(51L, 52L, 53L);
        assertThat(found("DETAIL", "BEGINS_WITH", "NO source")).containsExactly(51L, 52L, 53L);
        assertThat(found("DETAIL", "BEGINS_WITH", "source")).isEmpty();
        assertThat(found("DETAIL", "BEGINS_NOT_WITH", "source")).containsExactly(51L, 52L, 53L);
        assertThat(found("DETAIL", "ENDS_WITH", "answered")).containsExactly(51L, 52L, 53L);
        assertThat(found("DETAIL", "ENDS_NOT_WITH", "answered")).isEmpty();
        assertThat(found("REASON", "CONTAINS", "BY pol")).containsExactly(51L, 52L, 53L);
        assertThat(found("REASON", "CONTAINS_NOT", "by pol")).isEmpty();
        assertThat(found("REASON", "CONTAINS", "%")).isEmpty();
        assertThat(found("STATE", "IS_IN", "FAILED", "RETRYING")).containsExactly(51L, 53L);
        assertThat(found("STATE", "IS_NOT_IN", "FAILED", "RETRYING")).containsExactly(52L);
        assertThat(found("CAUSE", "EQUAL", "UNREACHABLE")).containsExactly(51L, 52L, 53L);
        assertThat(found("CAUSE", "NOT_EQUAL", "UNREACHABLE")).isEmpty();
        assertThat(found("SIZE", "GREATER", "1")).containsExactly(51L, 52L, 53L);
        assertThat(found("CHANGED_AT", "LESS", Fixtures.T0.plusSeconds(52).toString()))
                .containsExactly(51L);
        assertThat(found("PATH", "EQUAL", "ACME/default/A.mp4")).containsExactly(51L, 52L, 53L);
        assertThat(found("PATH", "NOT_EQUAL", "acme/default/a.mp4")).isEmpty();
        assertThat(found("SERVER", "EQUAL", "Edge-12")).containsExactly(53L);
    }

    @Test
    default void joinsConditionsByAndAndOr() {
        given(
                Fixtures.job(51, 21, 11, JobState.FAILED),
                Fixtures.job(52, 21, 11, JobState.PROCESSING),
                Fixtures.job(53, 21, 12, JobState.FAILED));
        List<JobQuery.Term> terms =
                List.of(
                        term("STATE", "EQUAL", "FAILED"),
                        term("CHANGED_AT", "GREATER", Fixtures.T0.plusSeconds(51).toString()));

        assertThat(found(new JobQuery(JobQuery.Join.ALL, terms))).containsExactly(53L);
        assertThat(found(new JobQuery(JobQuery.Join.ANY, terms))).containsExactly(51L, 52L, 53L);
    }

    private List<Long> found(String field, String operator, String... values) {
        return found(new JobQuery(JobQuery.Join.ALL, List.of(term(field, operator, values))));
    }

    private List<Long> found(JobQuery query) {
        Page<TransferJob> page =
                transactions()
                        .read(s ->
                                s.jobs()
                                        .page(
                                                new Jobs.Filter(
                                                        Optional.empty(),
                                                        Optional.empty(),
                                                        Set.of(),
                                                        Optional.empty(),
                                                        Optional.of(query)),
                                                Paging.first(Jobs.Order.CHANGED_AT)));
        return page.items().stream().map(job -> job.id().value()).toList();
    }

    private static JobQuery.Term term(String field, String operator, String... values) {
        return new JobQuery.Term(
                JobQuery.Field.valueOf(field),
                JobQuery.Operator.valueOf(operator),
                List.of(values));
    }

    @Test
    default void forgetsOldEndedJobsButNotTheNewest() {
        given(
                Fixtures.job(51, 21, 11, JobState.FAILED),
                Fixtures.job(52, 21, 11, JobState.VERIFIED),
                Fixtures.job(53, 21, 12, JobState.VERIFIED));
        assertThat(
                        transactions()
                                .<Integer>write(
                                        s -> s.jobs().removeEnded(Fixtures.T0.plusSeconds(99), 9)))
                .isEqualTo(1);
        assertThat(transactions().<Optional<TransferJob>>read(s -> s.jobs().find(new JobId(51))))
                .isEmpty();
    }

    @Test
    default void sendsMessagesInOrderAndAgainWhenThePostponementIsOver() {
        Instant soon = Fixtures.T0.plusSeconds(10);
        transactions()
                .change(s ->
                        s.outbox()
                                .addAll(
                                        List.of(
                                                Fixtures.message(62),
                                                Fixtures.message(61),
                                                Fixtures.message(63))));
        transactions()
                .change(stores -> {
                    assertThat(stores.outbox().nextBatch(Fixtures.T0, 2))
                            .containsExactly(Fixtures.message(61), Fixtures.message(62));
                    stores.outbox().postpone(List.of(61L, 62L), soon);
                });
        transactions()
                .change(stores -> {
                    assertThat(stores.outbox().nextBatch(Fixtures.T0, 9))
                            .extracting(OutboxMessage::id)
                            .containsExactly(63L);
                    stores.outbox().removeAll(List.of(61L));
                    assertThat(stores.outbox().nextBatch(soon, 9))
                            .extracting(OutboxMessage::id)
                            .containsExactly(62L, 63L);
                    assertThat(stores.outbox().count()).isEqualTo(2);
                    assertThat(stores.outbox().oldest()).contains(Fixtures.T0);
                });
    }

    private static TransferJob changedAt(TransferJob job, Instant at) {
        return new TransferJob(
                job.id(),
                job.kind(),
                job.asset(),
                job.server(),
                job.policy(),
                job.terms(),
                job.state(),
                job.attempt(),
                job.reason(),
                job.ended(),
                job.detail(),
                job.notBefore(),
                job.createdAt(),
                at);
    }

    @Test
    default void findsTheJobsOfAssetsOnServersAndThoseGivenUp() {
        TransferJob old = Fixtures.job(51, 21, 11, JobState.FAILED);
        TransferJob open = Fixtures.job(52, 21, 11, JobState.PROCESSING);
        TransferJob other = Fixtures.job(53, 21, 12, JobState.RETRYING);
        TransferJob givenUp = Fixtures.job(54, 21, 13, JobState.FAILED);
        given(old, open, other, givenUp);
        List<AssetId> assets = List.of(new AssetId(21), new AssetId(99));
        List<ServerId> servers = List.of(new ServerId(11), new ServerId(13));
        assertThat(transactions().<List<TransferJob>>read(s -> s.jobs().openOf(assets, servers)))
                .containsExactly(open);
        assertThat(transactions().<List<TransferJob>>read(s -> s.jobs().givenUp(assets, servers)))
                .containsExactly(givenUp);
        assertThat(transactions().<List<TransferJob>>read(s -> s.jobs().openOf(assets, List.of())))
                .isEmpty();
    }

    @Test
    default void selectsAndCountsJobsByEverythingThatASelectorSays() {
        TransferJob one = Fixtures.job(51, 21, 11, JobState.PROCESSING);
        TransferJob two = Fixtures.job(52, 21, 12, JobState.FAILED);
        TransferJob paused =
                Fixtures.job(53, 21, 13, JobState.PROCESSING)
                        .waiting(
                                JobState.SUSPENDED,
                                "paused",
                                TransferJob.WHEN_RESUMED,
                                Fixtures.T0);
        given(one, two, paused);
        List<JobSelector> everything =
                List.of(
                        JobSelector.ALL,
                        select(b -> b.asset = Optional.of(new AssetId(21))),
                        select(b -> b.cluster = Optional.of(new ClusterId(4))),
                        select(b -> b.region = Optional.of(new RegionId(3))),
                        select(b -> b.project = Optional.of(new ProjectId(2))),
                        select(b -> b.kind = Optional.of(JobKind.FILL)),
                        select(b -> b.reason = Optional.of(Report.Reason.UNREACHABLE)),
                        select(b -> b.createdBefore = Optional.of(Fixtures.T0.plusSeconds(1))),
                        select(b -> b.pathPrefix = Optional.of("acme/def")));
        List<JobSelector> nothing =
                List.of(
                        select(b -> b.asset = Optional.of(new AssetId(22))),
                        select(b -> b.cluster = Optional.of(new ClusterId(5))),
                        select(b -> b.region = Optional.of(new RegionId(4))),
                        select(b -> b.project = Optional.of(new ProjectId(3))),
                        select(b -> b.kind = Optional.of(JobKind.PURGE)),
                        select(b -> b.reason = Optional.of(Report.Reason.REFUSED)),
                        select(b -> b.createdBefore = Optional.of(Fixtures.T0)),
                        select(b -> b.pathPrefix = Optional.of("acme%")));
        transactions()
                .change(stores -> {
                    Jobs jobs = stores.jobs();
                    for (JobSelector selector : everything) {
                        assertThat(jobs.select(selector, Optional.empty(), 9))
                                .as(selector.toString())
                                .containsExactly(one.id(), two.id(), paused.id());
                    }
                    for (JobSelector selector : nothing) {
                        assertThat(jobs.select(selector, Optional.empty(), 9))
                                .as(selector.toString())
                                .isEmpty();
                    }
                    assertThat(jobs.select(JobSelector.ALL, Optional.of(one.id()), 1))
                            .containsExactly(two.id());
                    assertThat(
                                    jobs.select(
                                            select(b ->
                                                    b.ids =
                                                            Optional.of(
                                                                    Set.of(two.id(), one.id()))),
                                            Optional.empty(),
                                            9))
                            .containsExactly(one.id(), two.id());
                    assertThat(
                                    jobs.select(
                                            select(b -> b.server = Optional.of(new ServerId(12))),
                                            Optional.empty(),
                                            9))
                            .containsExactly(two.id());
                    assertThat(jobs.count(JobSelector.ALL.in(Set.of(JobState.FAILED))))
                            .isEqualTo(Map.of(JobState.FAILED, 1L));
                    assertThat(jobs.count(JobSelector.ALL)).hasSize(3);
                    assertThat(jobs.countPaused(JobSelector.ALL)).isEqualTo(1);
                    assertThat(jobs.find(paused.id())).contains(paused);
                    assertThat(jobs.due(Fixtures.T0.plusSeconds(1_000_000_000L), 9)).isEmpty();
                });
    }

    /// The parts of a selector, to be set one by one.
    final class SelectorBuilder {
        Optional<Set<JobId>> ids = Optional.empty();
        Optional<AssetId> asset = Optional.empty();
        Optional<ServerId> server = Optional.empty();
        Optional<ClusterId> cluster = Optional.empty();
        Optional<RegionId> region = Optional.empty();
        Optional<ProjectId> project = Optional.empty();
        Optional<JobKind> kind = Optional.empty();
        Optional<Report.Reason> reason = Optional.empty();
        Optional<Instant> createdBefore = Optional.empty();
        Optional<String> pathPrefix = Optional.empty();
    }

    private static JobSelector select(Consumer<SelectorBuilder> set) {
        SelectorBuilder b = new SelectorBuilder();
        set.accept(b);
        return new JobSelector(
                b.ids,
                b.asset,
                b.server,
                b.cluster,
                b.region,
                b.project,
                Optional.empty(),
                b.kind,
                b.reason,
                b.createdBefore,
                b.pathPrefix);
    }

    @Test
    default void givesJobsAnotherPriorityAndChangesNothingElse() {
        TransferJob one = Fixtures.job(51, 21, 11, JobState.NOT_SCHEDULED);
        TransferJob two = Fixtures.job(52, 21, 12, JobState.NOT_SCHEDULED);
        given(one, two);
        transactions().change(s -> s.jobs().reprioritise(List.of(two.id()), 0));
        assertThat(transactions().<List<TransferJob>>write(s -> s.jobs().due(Fixtures.T0, 9)))
                .containsExactly(withPriority(two, 0), one);
    }

    private static TransferJob withPriority(TransferJob job, int priority) {
        JobTerms terms =
                new JobTerms(
                        job.terms().limits(),
                        job.terms().windowStart(),
                        job.terms().windowEnd(),
                        priority);
        return new TransferJob(
                job.id(),
                job.kind(),
                job.asset(),
                job.server(),
                job.policy(),
                terms,
                job.state(),
                job.attempt(),
                job.reason(),
                job.ended(),
                job.detail(),
                job.notBefore(),
                job.createdAt(),
                job.changedAt());
    }
}
