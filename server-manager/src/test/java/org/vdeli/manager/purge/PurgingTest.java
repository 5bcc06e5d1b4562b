package org.vdeli.manager.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.PurgeDraft;
import org.vdeli.contracts.api.PurgeState;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PurgeId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.InMemoryTransactions;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.dispatch.Confirmations;
import org.vdeli.manager.dispatch.Planning;
import org.vdeli.manager.dispatch.RetryRule;
import org.vdeli.manager.dispatch.TransferJob;
import org.vdeli.manager.policy.DeliveryPolicy;

class PurgingTest {
    private static final AssetId ASSET = new AssetId(21);
    private static final PurgeDraft NOTHING =
            new PurgeDraft(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final AtomicLong ids = new AtomicLong(100_000);
    private final AtomicInteger audited = new AtomicInteger();
    private final Instant now = Fixtures.T0.plusSeconds(1000);
    private final Planning planning =
            new Planning(transactions, ids::incrementAndGet, () -> now, Changes.IGNORED, () -> {});
    private final Purging purging =
            new Purging(transactions, planning, ids::incrementAndGet, () -> now);
    private final Confirmations confirmations =
            new Confirmations(
                    planning,
                    new AlarmDesk(transactions, ids::incrementAndGet, () -> now, Changes.IGNORED),
                    RetryRule.USUAL,
                    () -> now,
                    RandomGenerator.getDefault());

    /// Asset 21 is on the servers 11 to 13, as a policy wants it.
    @BeforeEach
    void world() {
        transactions.change(stores -> {
            Fixtures.world(stores);
            stores.policies()
                    .add(
                            new DeliveryPolicy(
                                    new PolicyId(77),
                                    new ProjectId(2),
                                    Optional.empty(),
                                    1,
                                    Spread.ALL,
                                    0,
                                    false,
                                    TransferMethod.SWARM.preset(),
                                    LocalTime.MIDNIGHT,
                                    LocalTime.MIDNIGHT,
                                    3));
            for (long server = 11; server <= 13; server++) {
                stores.assignments().putAll(List.of(Fixtures.assignment(21, server)));
                stores.replicas().putAll(List.of(Fixtures.replica(21, server)));
            }
        });
    }

    private static PurgeDraft folder(String folder, boolean delete, boolean refill) {
        return new PurgeDraft(
                Optional.empty(),
                Optional.empty(),
                Optional.of(folder),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(delete),
                Optional.of(refill));
    }

    private Purge begin(PurgeDraft draft) {
        Purging.Outcome outcome =
                purging.begin(draft, "ada", (stores, purge) -> audited.incrementAndGet());
        return find(((Purging.Outcome.Begun) outcome).id());
    }

    private Purge find(PurgeId id) {
        return transactions.<Optional<Purge>>read(s -> s.purges().find(id)).orElseThrow();
    }

    private Purges.Progress progress(Purge purge) {
        return transactions.read(s ->
                s.purges()
                        .progress(List.of(purge.id()))
                        .getOrDefault(purge.id(), Purges.Progress.NONE));
    }

    private List<TransferJob> open() {
        return transactions.read(s -> s.jobs().openOfAsset(ASSET));
    }

    private void send() {
        transactions.change(
                s -> s.jobs().updateAll(open(s).stream().map(job -> job.sent(now)).toList()));
    }

    private static List<TransferJob> open(Stores stores) {
        return stores.jobs().openOfAsset(ASSET);
    }

    private void confirm(TransferJob job, Report.Reason reason) {
        Asset asset = transactions.<Optional<Asset>>read(s -> s.assets().find(ASSET)).orElseThrow();
        confirmations.take(
                List.of(
                        new Report.Confirmation(
                                job.server(),
                                now,
                                job.id(),
                                1,
                                ASSET,
                                asset.path(),
                                reason,
                                reason.isDone() ? "" : "no room for the note",
                                Optional.of(asset.checksum()),
                                ByteCount.ZERO,
                                Duration.ZERO)));
    }

    @Test
    void deletesAFolderEverywhereAndCollectsTheReceipts() {
        Purge purge = begin(folder("acme/default", true, false));

        assertThat(purge.state()).isEqualTo(PurgeState.RUNNING);
        assertThat(purge.assets()).isEqualTo(1);
        assertThat(audited).hasValue(1);
        assertThat(transactions.<Optional<Asset>>read(s -> s.assets().find(ASSET)))
                .map(Asset::state)
                .contains(AssetState.DELETED);
        assertThat(open()).extracting(TransferJob::kind).containsOnly(JobKind.PURGE).hasSize(3);
        assertThat(progress(purge)).isEqualTo(new Purges.Progress(3, 0, 0));

        send();
        List<TransferJob> jobs = open();
        confirm(jobs.get(0), Report.Reason.DONE);
        confirm(jobs.get(0), Report.Reason.DONE);
        confirm(jobs.get(1), Report.Reason.MISSING);
        confirm(jobs.get(2), Report.Reason.STORAGE_ERROR);
        purging.turn();

        assertThat(progress(purge)).isEqualTo(new Purges.Progress(3, 2, 0));
        assertThat(find(purge.id()).state()).isEqualTo(PurgeState.RUNNING);
        assertThat(
                        transactions.<List<Purges.Laggard>>read(
                                s -> s.purges().laggards(purge.id(), 1, 10).items()))
                .containsExactly(new Purges.Laggard(jobs.get(2).server(), 1, jobs.get(2).id()));

        confirm(job(jobs.get(2).id()), Report.Reason.DONE);
        purging.turn();

        assertThat(find(purge.id()).state()).isEqualTo(PurgeState.DONE);
        assertThat(transactions.<List<Replica>>read(s -> s.replicas().ofAsset(ASSET))).isEmpty();
    }

    private TransferJob job(JobId id) {
        return transactions.<Optional<TransferJob>>read(s -> s.jobs().find(id)).orElseThrow();
    }

    @Test
    void refusesToPurgeWhatAPolicyWants() {
        Purging.Outcome outcome =
                purging.begin(
                        folder("acme/default", false, false),
                        "ada",
                        (stores, purge) -> audited.incrementAndGet());

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Purging.Outcome.Wanted.class,
                        wanted -> {
                            assertThat(wanted.asset().id()).isEqualTo(ASSET);
                            assertThat(wanted.server()).isEqualTo(new ServerId(11));
                        });
        assertThat(open()).isEmpty();
        assertThat(audited).hasValue(0);
    }

    @Test
    void purgesAtSomeServersAndFetchesAgainWhatAPolicyWants() {
        Purge purge = begin(at(Set.of(new ServerId(12)), true));
        assertThat(open())
                .extracting(TransferJob::kind, TransferJob::server)
                .containsExactly(tuple(JobKind.PURGE, new ServerId(12)));
        planning.plan(ASSET, "the fleet changed");
        assertThat(open()).as("no plan calls it off").hasSize(1);

        send();
        confirm(open().getFirst(), Report.Reason.DONE);
        purging.turn();

        assertThat(find(purge.id()).state()).isEqualTo(PurgeState.DONE);
        assertThat(open())
                .extracting(TransferJob::kind, TransferJob::server)
                .containsExactly(tuple(JobKind.FILL, new ServerId(12)));
        assertThat(transactions.<List<Assignment>>read(s -> s.assignments().ofAsset(ASSET)))
                .hasSize(3);
    }

    @Test
    void purgesLeftoversWithoutFetchingThemAgain() {
        transactions.change(
                s -> s.assignments().removeAll(List.of(Fixtures.assignment(21, 12).key())));

        Purge purge = begin(at(Set.of(new ServerId(12)), false));

        assertThat(progress(purge)).isEqualTo(new Purges.Progress(1, 0, 0));
    }

    @Test
    void waitsForARetiredServerNoLonger() {
        Purge purge = begin(folder("acme/default", true, false));
        transactions.change(s -> {
            s.servers()
                    .changeState(
                            List.of(new ServerId(11), new ServerId(12), new ServerId(13)),
                            ServerState.ONLINE,
                            ServerState.RETIRED);
        });

        purging.turn();

        assertThat(find(purge.id()).state()).isEqualTo(PurgeState.DONE);
    }

    @Test
    void aPurgeOfNothingIsDoneAtOnce() {
        assertThat(begin(folder("acme/defau", true, false)).state()).isEqualTo(PurgeState.DONE);
        assertThat(transactions.<Optional<Asset>>read(s -> s.assets().find(ASSET)))
                .map(Asset::state)
                .contains(AssetState.CURRENT);
    }

    @Test
    void aClusterIsAllOfItsServers() {
        PurgeDraft draft =
                new PurgeDraft(
                        Optional.of(Set.of(ASSET)),
                        NOTHING.path(),
                        NOTHING.folder(),
                        NOTHING.project(),
                        NOTHING.servers(),
                        Optional.of(Set.of(new ClusterId(4))),
                        NOTHING.regions(),
                        NOTHING.delete(),
                        Optional.of(true));

        assertThat(progress(begin(draft))).isEqualTo(new Purges.Progress(3, 0, 0));
    }

    private static PurgeDraft at(Set<ServerId> servers, boolean refill) {
        return new PurgeDraft(
                NOTHING.assets(),
                NOTHING.path(),
                NOTHING.folder(),
                Optional.of(new ProjectId(2)),
                Optional.of(servers),
                NOTHING.clusters(),
                NOTHING.regions(),
                NOTHING.delete(),
                Optional.of(refill));
    }

    @Test
    void endsWhenAnOperatorCallsTheLastOfItsJobsOff() {
        Purge purge = begin(folder("acme/default", true, false));
        send();
        List<TransferJob> jobs = open();
        confirm(jobs.get(0), Report.Reason.DONE);
        confirm(jobs.get(1), Report.Reason.DONE);
        transactions.change(
                s -> s.jobs().updateAll(List.of(jobs.get(2).withState(JobState.CANCELLED, now))));

        purging.turn();

        assertThat(find(purge.id()).state()).isEqualTo(PurgeState.DONE);
        assertThat(progress(purge)).isEqualTo(new Purges.Progress(3, 2, 1));
    }

    @Test
    void aTargetWhoseJobFailedStaysWithTheReason() {
        Purge purge = begin(folder("acme/default", true, false));
        send();
        TransferJob job = open().getFirst();
        failForGood(job);
        purging.turn();
        assertThat(find(purge.id()).state()).isEqualTo(PurgeState.RUNNING);
        assertThat(job(job.id()).detail()).isEqualTo("read-only file system");
    }

    private void failForGood(TransferJob job) {
        for (int attempt = 1; attempt <= 10; attempt++) {
            TransferJob is = job(job.id());
            transactions.change(s ->
                    s.jobs()
                            .updateAll(
                                    List.of(
                                            is.state() == JobState.PROCESSING
                                                    ? is
                                                    : is.sent(now))));
            TransferJob sent = job(job.id());
            confirmations.take(
                    List.of(
                            new Report.Confirmation(
                                    sent.server(),
                                    now,
                                    sent.id(),
                                    sent.attempt(),
                                    ASSET,
                                    Fixtures.asset(21, 2, "acme/default/a.mp4", 1).path(),
                                    Report.Reason.STORAGE_ERROR,
                                    "read-only file system",
                                    Optional.empty(),
                                    ByteCount.ZERO,
                                    Duration.ZERO)));
        }
        assertThat(job(job.id()).state()).isEqualTo(JobState.FAILED);
    }

    @Test
    void aCopyThatIsOrderedToGoAgainHasItsReceiptFromTheNewerJob() {
        Purge purge = begin(folder("acme/default", true, false));
        send();
        List<TransferJob> jobs = open();
        failForGood(jobs.get(0));
        confirm(jobs.get(1), Report.Reason.DONE);
        confirm(jobs.get(2), Report.Reason.DONE);

        planning.plan(ASSET, "nobody asks for it any more");
        send();
        TransferJob again = open().getFirst();
        assertThat(again.server()).isEqualTo(jobs.get(0).server());
        purging.turn();
        assertThat(find(purge.id()).state()).isEqualTo(PurgeState.RUNNING);
        confirm(again, Report.Reason.DONE);
        purging.turn();

        assertThat(find(purge.id()).state()).isEqualTo(PurgeState.DONE);
        assertThat(progress(purge)).isEqualTo(new Purges.Progress(3, 3, 0));
    }

    @Test
    void aPurgeAtSomeServersDoesNotWaitForADeletionElsewhere() {
        Purge purge = begin(at(Set.of(new ServerId(11)), true));
        send();
        TransferJob job = open().getFirst();

        planning.delete(ASSET);

        assertThat(open()).hasSize(3);
        assertThat(progress(purge)).isEqualTo(new Purges.Progress(1, 0, 0));
        confirm(job, Report.Reason.DONE);
        purging.turn();
        assertThat(find(purge.id()).state()).isEqualTo(PurgeState.DONE);
    }

    @Test
    void aPurgeThatDeletesNothingWaitsForItsCopiesThatAreOrderedToGoAgain() {
        transactions.change(stores -> {
            stores.policies().remove(new PolicyId(77));
            for (long server = 11; server <= 13; server++) {
                stores.assignments().removeAll(List.of(Fixtures.assignment(21, server).key()));
            }
        });
        Purge purge = begin(at(Set.of(new ServerId(11)), false));
        send();
        failForGood(open().getFirst());

        planning.plan(ASSET, "nobody asks for it any more");

        TransferJob again =
                open().stream()
                        .filter(job -> job.server().equals(new ServerId(11)))
                        .findFirst()
                        .orElseThrow();
        assertThat(progress(purge)).isEqualTo(new Purges.Progress(1, 0, 0));
        send();
        confirm(again, Report.Reason.DONE);
        purging.turn();
        assertThat(find(purge.id()).state()).isEqualTo(PurgeState.DONE);
    }
}
