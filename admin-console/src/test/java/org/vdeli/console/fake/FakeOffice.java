package org.vdeli.console.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.vdeli.contracts.api.AuditView;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.JobActionDraft;
import org.vdeli.contracts.api.JobActionView;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobQuery;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.JobView;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.PolicyDraft;
import org.vdeli.contracts.api.PolicyPresets;
import org.vdeli.contracts.api.PolicyPreviewDraft;
import org.vdeli.contracts.api.PolicyPreviewView;
import org.vdeli.contracts.api.PolicyView;
import org.vdeli.contracts.api.Problem;
import org.vdeli.contracts.api.ProjectView;
import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.api.Violation;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.AuditId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.wire.Codec;

/// What a manager keeps besides its fleet: policies, jobs and who changed what. Its planner is a
/// simple one: each server in a policy's region gets one copy of 1 GB.
public final class FakeOffice {
    /// A policy with this order is refused, as the real manager refuses what breaks a rule.
    public static final int REFUSED_ORDER = 666;

    private static final Instant BEGIN = Instant.parse("2026-11-20T12:00:00Z");
    private static final long COPY_BYTES = 1_000_000_000L;

    final List<PolicyView> policies = new CopyOnWriteArrayList<>();
    final List<ProjectView> projects = new CopyOnWriteArrayList<>();
    final List<JobView> jobs = new CopyOnWriteArrayList<>();
    final List<AuditView> audit = new CopyOnWriteArrayList<>();

    private final FakeFleet fleet;
    private final Codec codec = new Codec();
    private long ids = 1_000_000;

    /// What is answered.
    record Reply(int status, String body) {}

    FakeOffice(FakeFleet fleet) {
        this.fleet = fleet;
        projects.add(
                new ProjectView(new ProjectId(1), new PublisherId(1), "acme", "movies", BEGIN));
        projects.add(
                new ProjectView(new ProjectId(2), new PublisherId(2), "globex", "news", BEGIN));
    }

    public List<PolicyView> policies() {
        return policies;
    }

    public List<JobView> jobs() {
        return jobs;
    }

    /// Stores a policy as an operator once did.
    public synchronized PolicyView add(PolicyDraft draft) {
        PolicyView view = view(new PolicyId(++ids), draft);
        policies.add(view);
        note("create", view.id(), Optional.empty(), Optional.of(view));
        return view;
    }

    /// Queues fills of a path, one on each server, in all states in turn.
    public synchronized void queue(String path, List<ServerView> servers) {
        JobState[] states = JobState.values();
        for (int i = 0; i < servers.size(); i++) {
            JobState state = states[i % states.length];
            jobs.add(
                    new JobView(
                            new JobId(++ids),
                            JobKind.FILL,
                            servers.get(i).id(),
                            servers.get(i).name(),
                            new AssetId(7),
                            AssetPath.parse(path),
                            ByteCount.of(COPY_BYTES),
                            Optional.empty(),
                            state,
                            1 + i % 3,
                            state == JobState.VERIFIED ? 100 : i * 7 % 100,
                            "assigned by policy",
                            state == JobState.FAILED ? "no source answered" : "",
                            ByteCount.of(COPY_BYTES / 100 * (i * 7 % 100)),
                            Optional.empty(),
                            Optional.empty(),
                            BEGIN,
                            BEGIN.plus(Duration.ofMinutes(i)),
                            Optional.of(5)));
        }
    }

    static boolean answers(String path) {
        return path.matches("/api/v1/(policies|policy-presets|projects|jobs|audit)(/.*)?")
                && !path.endsWith("/retry");
    }

    synchronized Reply answer(
            String method, String path, Map<String, String> query, byte[] body, Role role) {
        if (!method.equals("GET") && !path.endsWith("/preview") && role == Role.VIEWER) {
            return problem(403, "could not change it: a viewer may only look", List.of());
        }
        if (path.equals("/api/v1/policy-presets")) {
            return ok(PolicyPresets.ALL);
        }
        if (path.equals("/api/v1/projects")) {
            return page(projects, query);
        }
        if (path.equals("/api/v1/audit")) {
            return role == Role.ADMIN
                    ? page(
                            audit.stream()
                                    .filter(entry ->
                                            entry.object()
                                                    .equals(
                                                            query.getOrDefault(
                                                                    "object", entry.object())))
                                    .filter(entry ->
                                            entry.action()
                                                    .equals(
                                                            query.getOrDefault(
                                                                    "action", entry.action())))
                                    .toList()
                                    .reversed(),
                            query)
                    : problem(403, "could not list it: only admins may", List.of());
        }
        if (path.equals("/api/v1/jobs/actions")) {
            return act(codec.read(body, JobActionDraft.class));
        }
        if (path.equals("/api/v1/jobs")) {
            return jobs(query);
        }
        if (path.equals("/api/v1/policies/preview")) {
            return preview(codec.read(body, PolicyPreviewDraft.class));
        }
        return policies(method, path, query, body);
    }

    private Reply policies(String method, String path, Map<String, String> query, byte[] body) {
        Optional<PolicyId> id =
                path.length() > "/api/v1/policies/".length()
                        ? Optional.of(PolicyId.of(path.substring("/api/v1/policies/".length())))
                        : Optional.empty();
        return switch (method) {
            case "GET" -> page(policies, query);
            case "DELETE" -> {
                policies.removeIf(policy -> Optional.of(policy.id()).equals(id));
                yield new Reply(204, "");
            }
            default -> store(id, codec.read(body, PolicyDraft.class));
        };
    }

    private Reply store(Optional<PolicyId> id, PolicyDraft draft) {
        if (draft.order() == REFUSED_ORDER) {
            return problem(
                    400,
                    "could not save the policy",
                    List.of(new Violation("order", "must not be that number")));
        }
        PolicyView view = view(id.orElseGet(() -> new PolicyId(++ids)), draft);
        Optional<PolicyView> before =
                policies.stream().filter(p -> p.id().equals(view.id())).findFirst();
        policies.removeIf(policy -> policy.id().equals(view.id()));
        policies.add(view);
        note(before.isPresent() ? "update" : "create", view.id(), before, Optional.of(view));
        return ok(view);
    }

    private void note(
            String action, PolicyId id, Optional<PolicyView> before, Optional<PolicyView> after) {
        audit.add(
                new AuditView(
                        new AuditId(++ids),
                        BEGIN,
                        FakeManager.OPERATOR,
                        action,
                        ObjectKind.POLICY,
                        id.toString(),
                        before.map(codec::write),
                        after.map(codec::write)));
    }

    private static PolicyView view(PolicyId id, PolicyDraft draft) {
        return new PolicyView(
                id,
                draft.project(),
                draft.region(),
                draft.order(),
                draft.spread(),
                draft.count(),
                draft.pinned(),
                draft.limits(),
                draft.windowStart(),
                draft.windowEnd(),
                draft.priority(),
                draft.keepFor());
    }

    private Reply preview(PolicyPreviewDraft change) {
        List<ServerView> affected = new ArrayList<>();
        for (ServerView server : fleet.servers) {
            ClusterView cluster =
                    fleet.clusters.stream()
                            .filter(c -> server.cluster().equals(Optional.of(c.id())))
                            .findFirst()
                            .orElseThrow();
            boolean in =
                    change.draft()
                            .flatMap(PolicyDraft::region)
                            .map(region -> region.equals(cluster.region()))
                            .orElse(true);
            if (in) {
                affected.add(server);
            }
        }
        boolean gone = change.delete().isPresent();
        long count = affected.size();
        PolicyPreviewView.Change one = change(gone, 1);
        return ok(
                new PolicyPreviewView(
                        true,
                        1L,
                        1L,
                        1L,
                        change(gone, count),
                        List.of(),
                        List.of(),
                        0L,
                        affected.stream()
                                .limit(PolicyPreviewView.LONGEST_LIST)
                                .map(server ->
                                        new PolicyPreviewView.ServerChange(
                                                server.id(), server.name(), one))
                                .toList(),
                        count,
                        List.of(),
                        List.of(),
                        0L,
                        List.of(),
                        ByteCount.of(gone ? 0 : count * COPY_BYTES),
                        gone ? Optional.empty() : Optional.of(BEGIN.plus(Duration.ofHours(2))),
                        Optional.empty()));
    }

    private static PolicyPreviewView.Change change(boolean gone, long copies) {
        ByteCount bytes = ByteCount.of(copies * COPY_BYTES);
        return gone
                ? new PolicyPreviewView.Change(0L, copies, 0L, copies, 0L, ByteCount.ZERO, bytes)
                : new PolicyPreviewView.Change(copies, 0L, copies, 0L, 0L, bytes, ByteCount.ZERO);
    }

    private Reply jobs(Map<String, String> query) {
        Optional<JobQuery> where =
                Optional.ofNullable(query.get("where"))
                        .map(json -> codec.read(json, JobQuery.class));
        Comparator<JobView> order =
                query.getOrDefault("sort", "").endsWith("priority")
                        ? Comparator.comparing(job -> job.priority().orElse(0))
                        : Comparator.comparing(JobView::changedAt);
        boolean last = query.getOrDefault("sort", "-").startsWith("-");
        return page(
                jobs.stream()
                        .filter(job -> where.isEmpty() || holds(where.get(), job))
                        .sorted(last ? order.reversed() : order)
                        .toList(),
                query);
    }

    private static boolean holds(JobQuery query, JobView job) {
        return query.join() == JobQuery.Join.ALL
                ? query.terms().stream().allMatch(term -> holds(term, job))
                : query.terms().stream().anyMatch(term -> holds(term, job));
    }

    private static boolean holds(JobQuery.Term term, JobView job) {
        String value =
                switch (term.field()) {
                    case STATE -> job.state().name();
                    case SERVER -> job.serverName();
                    default -> job.path().toString();
                };
        String first = term.values().getFirst().toLowerCase(Locale.ROOT);
        return switch (term.operator()) {
            case EQUAL, IS_IN -> term.values().contains(value);
            case CONTAINS -> value.toLowerCase(Locale.ROOT).contains(first);
            default -> throw new AssertionError("not compared here: " + term);
        };
    }

    private Reply act(JobActionDraft draft) {
        List<JobView> meant =
                jobs.stream()
                        .filter(job -> draft.selector().ids().orElseThrow().contains(job.id()))
                        .toList();
        List<JobActionView.StateCount> states = new ArrayList<>();
        long changed = 0;
        for (JobState state : JobState.values()) {
            long count = meant.stream().filter(job -> job.state() == state).count();
            boolean allowed = state != JobState.VERIFIED && state != JobState.CANCELLED;
            if (count > 0) {
                states.add(new JobActionView.StateCount(state, count, allowed));
                changed += allowed ? count : 0;
            }
        }
        boolean dry = draft.dryRun().orElse(false);
        if (!dry) {
            for (JobView job : meant) {
                boolean allowed =
                        job.state() != JobState.VERIFIED && job.state() != JobState.CANCELLED;
                if (allowed) {
                    jobs.set(jobs.indexOf(job), after(draft, job));
                }
            }
        }
        return ok(new JobActionView(draft.action(), dry, (long) meant.size(), changed, states));
    }

    private static JobView after(JobActionDraft draft, JobView job) {
        JobState state =
                switch (draft.action()) {
                    case RETRY, RESUME -> JobState.PROCESSING;
                    case CANCEL -> JobState.CANCELLED;
                    case PAUSE -> JobState.SUSPENDED;
                    case REPRIORITISE -> job.state();
                };
        return new JobView(
                job.id(),
                job.kind(),
                job.server(),
                job.serverName(),
                job.asset(),
                job.path(),
                job.size(),
                job.policy(),
                state,
                job.attempt(),
                job.percent(),
                job.reason(),
                job.detail(),
                job.verified(),
                job.cause(),
                job.notBefore(),
                job.createdAt(),
                job.changedAt(),
                draft.priority().or(job::priority));
    }

    private <T> Reply page(List<T> all, Map<String, String> query) {
        int size = Integer.parseInt(query.getOrDefault("pageSize", "50"));
        int page = Integer.parseInt(query.getOrDefault("page", "1"));
        int from = Math.min(all.size(), (page - 1) * size);
        int to = Math.min(all.size(), from + size);
        return ok(new Page<>(all.subList(from, to), page, size, (long) all.size()));
    }

    private Reply ok(Object body) {
        return new Reply(200, codec.write(body));
    }

    private Reply problem(int status, String detail, List<Violation> violations) {
        return new Reply(
                status, codec.write(new Problem("refused", "Refused", status, detail, violations)));
    }
}
