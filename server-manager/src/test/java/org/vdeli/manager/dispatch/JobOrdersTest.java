package org.vdeli.manager.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.JobAction;
import org.vdeli.contracts.api.JobActionView;
import org.vdeli.contracts.api.JobSelector;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.Decoded;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.InMemoryTransactions;
import org.vdeli.manager.origin.OriginSources;

class JobOrdersTest {
    private static final JobSelector OF_ASSET = JobSelectors.ofAsset(21);

    private final Codec codec = new Codec();
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final AtomicLong ids = new AtomicLong(100_000);
    private final AtomicInteger audited = new AtomicInteger();
    private Instant now = Fixtures.T0;
    private Planning planning;
    private JobFeeder feeder;
    private JobOrders orders;

    JobOrdersTest() throws NoSuchAlgorithmException {
        planning =
                new Planning(
                        transactions, ids::incrementAndGet, () -> now, Changes.IGNORED, () -> {});
        JobMessages messages =
                new JobMessages(
                        new Envelopes(codec, ids::incrementAndGet),
                        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate(),
                        new OriginSources(URI.create("http://manager/origin/v1")));
        feeder = new JobFeeder(transactions, messages, () -> now, Changes.IGNORED);
        orders =
                new JobOrders(
                        planning,
                        transactions,
                        messages,
                        ids::incrementAndGet,
                        () -> now,
                        () -> {});
    }

    @BeforeEach
    void world() {
        transactions.change(Fixtures::world);
    }

    private void given(TransferJob... jobs) {
        transactions.change(stores -> stores.jobs().addAll(List.of(jobs)));
    }

    private static TransferJob job(long id, long server, JobState state) {
        TransferJob job = Fixtures.job(id, 21, server, state);
        return state == JobState.NOT_SCHEDULED ? withAttempt(job, 0) : job;
    }

    private static TransferJob withAttempt(TransferJob job, int attempt) {
        return new TransferJob(
                job.id(),
                job.kind(),
                job.asset(),
                job.server(),
                job.policy(),
                job.terms(),
                job.state(),
                attempt,
                job.reason(),
                Optional.empty(),
                "",
                job.notBefore(),
                job.createdAt(),
                job.changedAt());
    }

    private TransferJob job(long id) {
        return transactions
                .<Optional<TransferJob>>read(s -> s.jobs().find(new JobId(id)))
                .orElseThrow();
    }

    private JobActionView act(JobAction action, Integer... priority) {
        return orders.act(order(action, priority), stores -> audited.incrementAndGet());
    }

    private static JobOrders.Order order(JobAction action, Integer... priority) {
        return new JobOrders.Order(action, OF_ASSET, "ada", List.of(priority).stream().findFirst());
    }

    private List<Job> sent() {
        return transactions
                .<List<OutboxMessage>>write(s -> s.outbox().nextBatch(now, 10_000))
                .stream()
                .map(message ->
                        switch (codec.decodeJob(message.body().getBytes(StandardCharsets.UTF_8))) {
                            case Decoded.Message<Job> decoded -> decoded.envelope().body();
                            case Decoded.Malformed<Job> bad ->
                                    throw new IllegalStateException(bad.reason());
                        })
                .toList();
    }

    @Test
    void aRetryLeavesFailedJobsThatNobodyWantsAnyMore() {
        given(job(50, 11, JobState.FAILED), job(51, 12, JobState.FAILED));
        transactions.change(
                stores -> stores.assignments().putAll(List.of(Fixtures.assignment(21, 11))));

        assertThat(act(JobAction.RETRY).changed()).isEqualTo(1);

        assertThat(job(50).state()).isEqualTo(JobState.RETRYING);
        assertThat(job(51).state()).isEqualTo(JobState.FAILED);
    }

    @ParameterizedTest
    @EnumSource(JobAction.class)
    void everyActionIsDoneInItsStatesAndInNoOther(JobAction action) {
        Map<JobAction, Set<JobState>> allowed = new EnumMap<>(JobAction.class);
        allowed.put(
                JobAction.RETRY, Set.of(JobState.FAILED, JobState.RETRYING, JobState.SUSPENDED));
        allowed.put(JobAction.CANCEL, TransferJob.OPEN_STATES);
        allowed.put(
                JobAction.PAUSE,
                Set.of(
                        JobState.NOT_SCHEDULED,
                        JobState.PROCESSING,
                        JobState.RETRYING,
                        JobState.SUSPENDED));
        allowed.put(JobAction.RESUME, Set.of(JobState.SUSPENDED));
        allowed.put(JobAction.REPRIORITISE, TransferJob.OPEN_STATES);
        Set<JobState> possible = allowed.getOrDefault(action, Set.of());
        List<TransferJob> before = new ArrayList<>();
        for (JobState state : JobState.values()) {
            TransferJob job = job(50 + before.size(), 11, state);
            before.add(
                    action == JobAction.RESUME && state == JobState.SUSPENDED
                            ? job.waiting(state, "paused", TransferJob.WHEN_RESUMED, now)
                            : job);
        }
        given(before.toArray(TransferJob[]::new));
        transactions.change(
                stores -> stores.assignments().putAll(List.of(Fixtures.assignment(21, 11))));
        now = now.plusSeconds(1000);
        Integer[] priority =
                action == JobAction.REPRIORITISE ? new Integer[] {0} : new Integer[] {};

        JobActionView counted = orders.count(order(action, priority));
        JobActionView done = act(action, priority);

        assertThat(counted.dryRun()).isTrue();
        assertThat(counted.changed()).isEqualTo(done.changed());
        assertThat(done.selected()).isEqualTo(JobState.values().length);
        assertThat(done.changed()).isEqualTo(possible.size());
        for (TransferJob was : before) {
            TransferJob is = job(was.id().value());
            assertThat(is.equals(was))
                    .as("%s of %s", action, was.state())
                    .isEqualTo(!possible.contains(was.state()));
            assertThat(is.state() == was.state() || JobLifecycle.allows(was.state(), is.state()))
                    .isTrue();
        }
        assertThat(audited).hasValue(1);
    }

    @Test
    void aPausedJobIsTakenBackAndGoesOnAsALaterAttemptWhenResumed() {
        given(job(51, 11, JobState.PROCESSING), job(52, 12, JobState.NOT_SCHEDULED));

        assertThat(act(JobAction.PAUSE).changed()).isEqualTo(2);
        feeder.feed();

        assertThat(job(51).state()).isEqualTo(JobState.SUSPENDED);
        assertThat(job(51).detail()).isEqualTo("paused by operator ada");
        assertThat(sent())
                .containsExactly(
                        new Job.Cancel(
                                new JobId(51),
                                1,
                                new AssetId(21),
                                Fixtures.asset(21, 2, "acme/default/a.mp4", 1).path()));

        assertThat(act(JobAction.RESUME).changed()).isEqualTo(2);
        feeder.feed();

        assertThat(job(51).state()).isEqualTo(JobState.PROCESSING);
        assertThat(job(51).attempt()).isEqualTo(2);
        assertThat(job(51).detail()).isEmpty();
        assertThat(job(52).attempt()).isEqualTo(1);
        assertThat(sent()).filteredOn(Job.Fill.class::isInstance).hasSize(2);
    }

    @Test
    void aJobThatWasDoneBeforeItCouldBeTakenBackIsDone() {
        given(job(51, 11, JobState.PROCESSING));
        act(JobAction.PAUSE);

        confirm(Report.Reason.DONE);

        assertThat(job(51).state()).isEqualTo(JobState.VERIFIED);
    }

    @Test
    void aJobThatWasTakenBackStaysPaused() {
        given(job(51, 11, JobState.PROCESSING));
        act(JobAction.PAUSE);

        confirm(Report.Reason.CANCELLED);

        assertThat(job(51).isPaused()).isTrue();
    }

    private void confirm(Report.Reason reason) {
        var asset = Fixtures.asset(21, 2, "acme/default/a.mp4", 1);
        new Confirmations(
                        planning,
                        new AlarmDesk(
                                transactions, ids::incrementAndGet, () -> now, Changes.IGNORED),
                        RetryRule.USUAL,
                        () -> now,
                        RandomGenerator.getDefault())
                .take(
                        List.of(
                                new Report.Confirmation(
                                        new ServerId(11),
                                        now,
                                        new JobId(51),
                                        1,
                                        asset.id(),
                                        asset.path(),
                                        reason,
                                        "",
                                        Optional.of(asset.checksum()),
                                        ByteCount.ZERO,
                                        Duration.ZERO)));
    }

    @Test
    void aCancelledJobIsTakenBackFromItsAgent() {
        given(job(51, 11, JobState.PROCESSING));

        assertThat(orders.cancel(new JobId(51)).orElseThrow().state())
                .isEqualTo(JobState.CANCELLED);

        assertThat(sent()).hasOnlyElementsOfType(Job.Cancel.class).hasSize(1);
    }

    @Test
    void whatWaitsGoesInTheOrderOfItsNewPriority() {
        given(job(51, 11, JobState.NOT_SCHEDULED), job(52, 12, JobState.NOT_SCHEDULED));
        JobSelector second = JobSelectors.ofServer(12);

        JobActionView done =
                orders.act(
                        new JobOrders.Order(JobAction.REPRIORITISE, second, "ada", Optional.of(0)),
                        stores -> {});

        assertThat(done.changed()).isEqualTo(1);
        assertThat(transactions.<List<TransferJob>>write(s -> s.jobs().due(now, 9)))
                .extracting(job -> job.id().value())
                .containsExactly(52L, 51L);
    }

    @Test
    void manyJobsAreChangedInParts() {
        List<TransferJob> many = new ArrayList<>();
        for (int i = 0; i < 2 * JobOrders.PART + 1; i++) {
            many.add(job(1000 + i, 11, JobState.NOT_SCHEDULED));
        }
        given(many.toArray(TransferJob[]::new));

        assertThat(act(JobAction.CANCEL).changed()).isEqualTo(2 * JobOrders.PART + 1);
        assertThat(audited).hasValue(1);
        assertThat(transactions.<Map<JobState, Long>>read(s -> s.jobs().countByState()))
                .isEqualTo(Map.of(JobState.CANCELLED, 2L * JobOrders.PART + 1));
    }
}
