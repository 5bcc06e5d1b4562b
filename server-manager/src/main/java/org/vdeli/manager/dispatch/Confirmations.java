package org.vdeli.manager.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.asset.ReplicaKey;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.policy.DeliveryPolicy;

/// Takes the final reports of jobs, many in one transaction: replicas, job states, and what follows
/// from them.
///
/// Doubled, late and reordered reports are harmless. A report that a fill is done is true whatever
/// became of the job meanwhile, so the replica is recorded; if it is no longer wanted, the plan
/// that follows purges it. A report of a bad end counts only for the attempt that it names. A
/// report that a purge is done counts only if no newer fill was confirmed.
public final class Confirmations {
    static final String DISTRIBUTION_FAILED = "distribution-failed";
    static final String DISK_FULL = "disk-full";
    static final String DISK_TOO_SMALL = "disk-too-small";
    static final String HANDOVER_BLOCKED = "handover-blocked";

    /// So many refusals for want of room, after about three minutes by [RetryRule#USUAL], are no
    /// purge that is just under way.
    private static final int NO_ROOM_TO_COME = 6;

    /// An agent whose clock says that a window is closed, where the manager's says it is open, is
    /// asked again after so long.
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(60);

    private static final Logger log = LoggerFactory.getLogger(Confirmations.class);

    private final Planning planning;
    private final AlarmDesk alarms;
    private final RetryRule rule;
    private final InstantSource time;
    private final RandomGenerator chance;

    public Confirmations(
            Planning planning,
            AlarmDesk alarms,
            RetryRule rule,
            InstantSource time,
            RandomGenerator chance) {
        this.planning = planning;
        this.alarms = alarms;
        this.rule = rule;
        this.time = time;
        this.chance = chance;
    }

    /// What became of a report.
    public sealed interface Taken {
        /// Its effect is stored, now or earlier.
        record Done() implements Taken {}

        /// It cannot be true, and why.
        record Impossible(String reason) implements Taken {}
    }

    /// Takes reports in the order in which they came, and answers for each in the same order.
    public List<Taken> take(List<Report.Confirmation> reports) {
        AlarmDesk.Told told = new AlarmDesk.Told();
        List<Taken> taken =
                planning.inTransaction(
                                session -> {
                                    told.clear();
                                    return new Batch(session, reports, told).take();
                                })
                        .result();
        alarms.tell(told);
        return taken;
    }

    /// The work on one batch within one transaction.
    private final class Batch {
        private final Planning.Session session;
        private final Stores stores;
        private final List<Report.Confirmation> reports;
        private final AlarmDesk.Told told;
        private final Instant now = time.instant();
        private final Map<JobId, TransferJob> jobs = new LinkedHashMap<>();
        private final Set<JobId> changed = new HashSet<>();
        private final Map<AssetId, Asset> assets;
        private final Map<ReplicaKey, Replica> gained = new HashMap<>();
        private final Set<ReplicaKey> lost = new HashSet<>();
        private final Set<JobId> purged = new HashSet<>();
        private final Set<AssetId> toPlan = new HashSet<>();
        private final Map<AssetId, List<TransferJob>> latest = new HashMap<>();
        private final Map<PolicyId, Optional<Boolean>> pinned = new HashMap<>();
        private Optional<List<Alarm>> openAlarms = Optional.empty();

        Batch(Planning.Session session, List<Report.Confirmation> reports, AlarmDesk.Told told) {
            this.session = session;
            this.stores = session.stores();
            this.reports = reports;
            this.told = told;
            Set<JobId> ids =
                    reports.stream()
                            .map(Report.Confirmation::job)
                            .collect(Collectors.toUnmodifiableSet());
            stores.jobs().lockAll(ids).forEach(job -> jobs.put(job.id(), job));
            this.assets =
                    stores
                            .assets()
                            .findAll(
                                    jobs.values().stream()
                                            .map(TransferJob::asset)
                                            .collect(Collectors.toUnmodifiableSet()))
                            .stream()
                            .collect(Collectors.toMap(Asset::id, Function.identity()));
        }

        List<Taken> take() {
            List<Taken> answers = new ArrayList<>();
            for (Report.Confirmation report : reports) {
                answers.add(take(report));
            }
            stores.jobs().updateAll(changed.stream().map(jobs::get).toList());
            stores.replicas().putAll(gained.values());
            stores.replicas().removeAll(lost);
            noteReceipts();
            planWhatFollows();
            return answers;
        }

        private Taken take(Report.Confirmation report) {
            TransferJob job = jobs.get(report.job());
            Asset asset = job == null ? null : assets.get(job.asset());
            if (job == null || asset == null) {
                // An ended job is forgotten after a while; its report may still come again.
                log.debug("event=confirmation-of-unknown-job job={}", report.job());
                return new Taken.Done();
            }
            if (!job.server().equals(report.server()) || !job.asset().equals(report.asset())) {
                return new Taken.Impossible(
                        "job "
                                + job.id()
                                + " is asset "
                                + job.asset()
                                + " on server "
                                + job.server()
                                + ", not asset "
                                + report.asset()
                                + " on server "
                                + report.server());
            }
            session.touch(job.asset(), List.of(job.server()));
            switch (job.kind()) {
                case FILL, VERIFY -> fillEnded(job, asset, report);
                case PURGE -> purgeEnded(job, report);
            }
            return new Taken.Done();
        }

        private void fillEnded(TransferJob job, Asset asset, Report.Confirmation report) {
            switch (report.reason()) {
                case DONE -> {
                    boolean isRight =
                            report.checksum().filter(asset.checksum()::equals).isPresent();
                    if (isRight) {
                        filled(job, asset);
                    } else {
                        endedBadly(
                                job,
                                report,
                                Report.Reason.CHECKSUM_MISMATCH,
                                "the agent read back "
                                        + report.checksum()
                                                .map(sum -> "SHA-256 " + sum)
                                                .orElse("no checksum")
                                        + " instead of "
                                        + asset.checksum());
                    }
                }
                case SUPERSEDED -> superseded(job, asset, report);
                case CHECKSUM_MISMATCH, MISSING -> {
                    if (job.kind() == JobKind.VERIFY) {
                        lost.add(job.key());
                        gained.remove(job.key());
                        toPlan.add(job.asset());
                    }
                    endedBadly(job, report, report.reason(), report.detail());
                }
                case WINDOW_CLOSED -> waitsForWindow(job, report);
                case UNREACHABLE,
                        REFUSED,
                        DISK_FULL,
                        TOO_LARGE,
                        STORAGE_ERROR,
                        CANCELLED,
                        FAILED,
                        UNSUPPORTED ->
                        endedBadly(job, report, report.reason(), report.detail());
            }
        }

        /// The agent goes on by itself when the window opens; the order that goes out then, too,
        /// brings it a fresh token.
        private void waitsForWindow(TransferJob job, Report.Confirmation report) {
            if (!report.attempt().equals(job.attempt()) || job.state() != JobState.PROCESSING) {
                log.debug("event=stale-suspension job={} attempt={}", job.id(), report.attempt());
                return;
            }
            Instant opening =
                    stores.servers()
                            .find(job.server())
                            .flatMap(server -> job.terms().window(server.zone()))
                            .flatMap(window -> window.opening(now))
                            .orElse(now);
            Instant soonest = now.plus(CLOCKS_DIFFER);
            put(
                    job.ended(
                                    JobState.SUSPENDED,
                                    Report.Reason.WINDOW_CLOSED,
                                    report.detail(),
                                    opening.isAfter(soonest) ? opening : soonest,
                                    now)
                            .keeping(report.verified().orElse(job.verified())));
            log.debug(
                    "event=job-waits-for-window job={} server={} until={}",
                    job.id(),
                    job.server(),
                    opening);
        }

        private void filled(TransferJob job, Asset asset) {
            if (job.state() == JobState.VERIFIED) {
                return; // it came twice: what has happened since is newer
            }
            gained.put(job.key(), new Replica(asset.id(), job.server(), asset.checksum(), now));
            lost.remove(job.key());
            if (JobLifecycle.allows(job.state(), JobState.VERIFIED)) {
                put(job.ended(JobState.VERIFIED, Report.Reason.DONE, "", job.notBefore(), now));
            } else if (job.state() == JobState.CANCELLED) {
                toPlan.add(asset.id());
            }
            if (isToldOtherwise(job) || job.policy().isEmpty()) {
                // no policy: an origin's, and another origin may have kept it until now
                toPlan.add(asset.id());
            }
            if (asset.state() == AssetState.CURRENT) {
                clear(ObjectKind.ASSET, asset.id() + "@" + job.server(), DISTRIBUTION_FAILED);
            } else {
                toPlan.add(asset.id());
            }
        }

        /// Whether the policy was changed to pinned, or from it, while the fill ran.
        private boolean isToldOtherwise(TransferJob job) {
            Optional<Boolean> wanted =
                    job.policy()
                            .flatMap(id ->
                                    pinned.computeIfAbsent(
                                            id,
                                            policy ->
                                                    stores.policies()
                                                            .find(policy)
                                                            .map(DeliveryPolicy::pinned)));
            return job.terms()
                    .pinned()
                    .flatMap(told -> wanted.filter(pinned -> !pinned.equals(told)))
                    .isPresent();
        }

        private void clear(ObjectKind kind, String object, String code) {
            if (openAlarms.isEmpty()) {
                openAlarms = Optional.of(stores.alarms().allOpen());
            }
            boolean isOpen =
                    openAlarms.get().stream()
                            .anyMatch(alarm ->
                                    alarm.kind() == kind
                                            && alarm.object().equals(object)
                                            && alarm.code().equals(code));
            if (isOpen) {
                told.clear(alarms.clear(stores, kind, object, code));
            }
        }

        private void superseded(TransferJob job, Asset asset, Report.Confirmation report) {
            if (!job.isOpen() || report.attempt() < job.attempt()) {
                return;
            }
            if (asset.state() == AssetState.CURRENT) {
                put(
                        job.ended(
                                JobState.FAILED,
                                Report.Reason.SUPERSEDED,
                                "the agent holds a newer version of "
                                        + asset.path()
                                        + " than the manager knows",
                                job.notBefore(),
                                now));
                raiseFailed(job, asset, "it holds a newer version than the manager knows");
            } else {
                put(
                        job.ended(
                                JobState.CANCELLED,
                                Report.Reason.SUPERSEDED,
                                report.detail(),
                                job.notBefore(),
                                now));
            }
        }

        private void purgeEnded(TransferJob job, Report.Confirmation report) {
            boolean isGone = report.reason().isDone() || report.reason() == Report.Reason.MISSING;
            if (!isGone) {
                endedBadly(job, report, report.reason(), report.detail());
                return;
            }
            purged.add(job.id());
            boolean isNewest =
                    latest.computeIfAbsent(job.asset(), stores.jobs()::latestOfAsset).stream()
                            .filter(other -> other.server().equals(job.server()))
                            .noneMatch(other ->
                                    other.id().value() > job.id().value()
                                            && jobs.getOrDefault(other.id(), other).state()
                                                    == JobState.VERIFIED);
            if (isNewest && !gained.containsKey(job.key())) {
                lost.add(job.key());
            }
            if (JobLifecycle.allows(job.state(), JobState.VERIFIED)) {
                put(job.ended(JobState.VERIFIED, Report.Reason.DONE, "", job.notBefore(), now));
            } else if (job.state() == JobState.CANCELLED) {
                toPlan.add(job.asset());
            }
        }

        /// Whether the asset is deleted and its origins' copies are left, which go last. Asked
        /// under the asset's lock, when what was reported is stored: a deletion that is under way
        /// has planned with the copies that this batch removes, and nobody would plan after it.
        private boolean originsWait(AssetId id) {
            return stores.assets()
                            .lock(id)
                            .filter(asset -> asset.state() == AssetState.DELETED)
                            .isPresent()
                    && !stores.assignments().ofAsset(id).isEmpty();
        }

        private void endedBadly(
                TransferJob job, Report.Confirmation report, Report.Reason reason, String detail) {
            boolean counts =
                    report.attempt().equals(job.attempt())
                            && (job.state() == JobState.PROCESSING
                                    || job.state() == JobState.TRANSFERRED);
            if (!counts) {
                log.debug(
                        "event=stale-confirmation job={} attempt={} reason={}",
                        job.id(),
                        report.attempt(),
                        reason);
                return;
            }
            Asset asset = assets.get(job.asset());
            switch (rule.after(reason, job.attempt(), chance)) {
                case RetryRule.Verdict.Again again -> {
                    JobLifecycle.require(job, JobState.RETRYING);
                    put(
                            job.ended(JobState.RETRYING, reason, detail, now.plus(again.gap()), now)
                                    .keeping(report.verified().orElse(job.verified())));
                    session.jobsWait();
                }
                case RetryRule.Verdict.GiveUp _ -> {
                    JobLifecycle.require(job, JobState.FAILED);
                    put(job.ended(JobState.FAILED, reason, detail, job.notBefore(), now));
                    if (asset != null) {
                        raiseFailed(job, asset, detail);
                    }
                }
            }
            if (reason == Report.Reason.DISK_FULL) {
                raiseOfServer(
                        job,
                        DISK_FULL,
                        "The disk of server " + job.server() + " is full: " + detail);
                if (asset != null && blocksAHandover(job)) {
                    raiseOfServer(
                            job,
                            HANDOVER_BLOCKED,
                            "Server "
                                    + job.server()
                                    + " has no room for "
                                    + asset.path()
                                    + ", and the copies that it is to replace stay until it holds"
                                    + " it. Where their servers wait for room, too, nothing goes on"
                                    + " by itself: make room or give more of it on one of them, or"
                                    + " let assets of a policy be evicted");
                }
            } else if (reason == Report.Reason.TOO_LARGE) {
                raiseOfServer(
                        job,
                        DISK_TOO_SMALL,
                        "The disk of server " + job.server() + " is too small: " + detail);
            }
            log.info(
                    "event=job-ended-badly job={} server={} asset={} attempt={} reason={}"
                            + " detail={}",
                    job.id(),
                    job.server(),
                    job.asset(),
                    job.attempt(),
                    reason,
                    detail);
        }

        /// Whether copies wait for this one before they go, and it does not come.
        private boolean blocksAHandover(TransferJob job) {
            return job.kind() == JobKind.FILL
                    && job.attempt() >= NO_ROOM_TO_COME
                    && !stores.assignments().leaving(List.of(job.asset())).isEmpty();
        }

        private void raiseOfServer(TransferJob job, String code, String text) {
            told.raise(
                    alarms.raise(
                            stores,
                            AlarmSeverity.WARNING,
                            ObjectKind.SERVER,
                            job.server().toString(),
                            code,
                            text));
        }

        private void raiseFailed(TransferJob job, Asset asset, String detail) {
            told.raise(
                    alarms.raise(
                            stores,
                            AlarmSeverity.WARNING,
                            ObjectKind.ASSET,
                            asset.id() + "@" + job.server(),
                            DISTRIBUTION_FAILED,
                            "Could not "
                                    + job.kind().name().toLowerCase(Locale.ROOT)
                                    + " "
                                    + asset.path()
                                    + " on server "
                                    + job.server()
                                    + " after "
                                    + job.attempt()
                                    + " attempts: "
                                    + detail));
        }

        private void put(TransferJob job) {
            jobs.put(job.id(), job);
            changed.add(job.id());
        }

        /// What an operator's purge removed and a policy still wants is fetched again.
        private void noteReceipts() {
            for (JobId id : stores.purges().receive(purged, now)) {
                AssetId asset = Objects.requireNonNull(jobs.get(id)).asset();
                if (Objects.requireNonNull(assets.get(asset)).state() == AssetState.CURRENT) {
                    toPlan.add(asset);
                }
            }
        }

        /// Old versions may go where the new one is verified, and copies whose place others took;
        /// what came for a cancelled job, or went by one, is looked at again.
        private void planWhatFollows() {
            purged.stream()
                    .map(id -> Objects.requireNonNull(jobs.get(id)).asset())
                    .filter(id -> !toPlan.contains(id))
                    .distinct()
                    .sorted(Comparator.comparingLong(AssetId::value))
                    .filter(this::originsWait)
                    .toList()
                    .forEach(toPlan::add);
            toPlan.stream()
                    .sorted(Comparator.comparingLong(AssetId::value))
                    .forEach(id -> session.plan(id, "the agents' reports differ"));
            Set<AssetId> verified =
                    gained.keySet().stream()
                            .map(ReplicaKey::asset)
                            .filter(id -> !toPlan.contains(id))
                            .collect(Collectors.toSet());
            Set<AssetId> handedOver = stores.assignments().leaving(verified);
            handedOver.stream()
                    .sorted(Comparator.comparingLong(AssetId::value))
                    .forEach(id -> session.plan(id, "a copy was verified"));
            verified.stream()
                    .filter(id -> !handedOver.contains(id))
                    .sorted(Comparator.comparingLong(AssetId::value))
                    .map(id -> Objects.requireNonNull(assets.get(id)))
                    .filter(asset -> asset.state() == AssetState.CURRENT)
                    .forEach(asset -> session.planOlder(asset, "replaced by a new version"));
        }
    }
}
