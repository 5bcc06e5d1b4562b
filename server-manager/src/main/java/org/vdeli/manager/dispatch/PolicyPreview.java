package org.vdeli.manager.dispatch;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.PolicyPreviewView;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assets;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.database.Paging;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.fleet.FleetSnapshot;
import org.vdeli.manager.placement.Placer;
import org.vdeli.manager.placement.Sites;
import org.vdeli.manager.policy.DeliveryPolicy;
import org.vdeli.manager.policy.PoliciesApi;

/// What a change of policies would do, found by the [Placer] and the [Planner] that then do it, and
/// without writing anything (feature N26).
///
/// ## Goals
///
/// * The jobs that follow the saved change are the ones shown.
/// * The work grows with what changes, not with what is stored: the rows of a server that gets and
///   loses nothing are never read.
///
/// ## Constraints
///
/// * What is due anyway, because an asset was not planned since the fleet changed, is not shown: it
///   does not follow from the change. Superseded versions that wait for their successor are not
///   looked at.
/// * An answer within [#TIME]. What was not looked at by then is left out, and the answer says so.
///
/// ## Method
///
/// Every current asset of the projects concerned is placed twice, with the policies before and
/// after. Only holders that are not online are told to the placer, because the placing of an online
/// server does not depend on what it holds. Where the two differ, the planner gets the picture of
/// the servers that differ, and of no others: it plans server by server.
///
/// Bytes and times are those of [WanEstimate].
public final class PolicyPreview implements PoliciesApi.Previewing {
    /// Times 4000 servers: 200 000 rows at once, some 40 MB.
    private static final int PART = 50;

    /// Half of what an HTTP call may take.
    static final Duration TIME = Duration.ofSeconds(15);

    private final Transactions transactions;
    private final URI origin;
    private final InstantSource time;

    /// @param origin base address of the origin store
    PolicyPreview(Transactions transactions, URI origin, InstantSource time) {
        this.transactions = transactions;
        this.origin = origin;
        this.time = time;
    }

    @Override
    public PolicyPreviewView preview(PoliciesApi.Change change) {
        return transactions.read(stores -> new Run(stores).view(change));
    }

    /// The plans of the assets that would change.
    List<Plan> plans(PoliciesApi.Change change) {
        return transactions.read(stores -> {
            Run run = new Run(stores);
            run.look(change);
            return run.plans;
        });
    }

    /// One asset that would be elsewhere.
    private record Moved(
            Asset asset,
            Map<ServerId, DeliveryPolicy> before,
            Map<ServerId, DeliveryPolicy> after,
            Set<ServerId> differing) {}

    /// The work within one transaction.
    private final class Run {
        private final Stores stores;
        private final Instant begin = time.instant();
        private final FleetSnapshot fleet;
        private final Map<ServerId, EdgeServer> servers;
        private final Set<ServerId> notOnline;
        private final Set<ServerId> retired;
        private final Placer placer;
        private final Planner planner = new Planner(new AtomicLong()::incrementAndGet);
        private final List<Plan> plans = new ArrayList<>();
        private final PreviewTally tally;
        private final Handover handover;
        private long assets;
        private long planned;
        private boolean complete = true;

        Run(Stores stores) {
            this.stores = stores;
            this.fleet = stores.fleet();
            this.servers =
                    fleet.servers().stream()
                            .collect(Collectors.toMap(EdgeServer::id, Function.identity()));
            this.notOnline = inStates(state -> state != ServerState.ONLINE);
            this.retired = inStates(state -> state == ServerState.RETIRED);
            this.placer = new Placer(Sites.of(fleet));
            this.tally = new PreviewTally(fleet);
            this.handover = Handover.of(fleet);
        }

        private Set<ServerId> inStates(Function<ServerState, Boolean> test) {
            return servers.values().stream()
                    .filter(server -> test.apply(server.state()))
                    .map(EdgeServer::id)
                    .collect(Collectors.toUnmodifiableSet());
        }

        PolicyPreviewView view(PoliciesApi.Change change) {
            look(change);
            return tally.view(complete, assets, planned, origin, begin);
        }

        void look(PoliciesApi.Change change) {
            for (ProjectId project : projects(change)) {
                List<DeliveryPolicy> before = stores.policies().ofProject(project);
                List<DeliveryPolicy> after = changed(before, project, change);
                assets += countOf(project);
                Optional<AssetId> last = Optional.empty();
                while (complete) {
                    List<Asset> part = stores.assets().currentOf(project, last, PART);
                    if (part.isEmpty()) {
                        break;
                    }
                    look(part, before, after);
                    planned += part.size();
                    last = Optional.of(part.getLast().id());
                    complete = time.instant().isBefore(begin.plus(TIME));
                }
            }
        }

        private Set<ProjectId> projects(PoliciesApi.Change change) {
            Set<ProjectId> projects = new HashSet<>();
            change.saved().map(DeliveryPolicy::project).ifPresent(projects::add);
            change.replaced()
                    .flatMap(stores.policies()::find)
                    .map(DeliveryPolicy::project)
                    .ifPresent(projects::add);
            return projects;
        }

        private static List<DeliveryPolicy> changed(
                List<DeliveryPolicy> before, ProjectId project, PoliciesApi.Change change) {
            List<DeliveryPolicy> after = new ArrayList<>(before);
            after.removeIf(policy -> change.replaced().filter(policy.id()::equals).isPresent());
            change.saved().filter(saved -> saved.project().equals(project)).ifPresent(after::add);
            return List.copyOf(after);
        }

        private long countOf(ProjectId project) {
            Assets.Filter current =
                    new Assets.Filter(
                            Optional.empty(),
                            Optional.of(project),
                            Set.of(AssetState.CURRENT),
                            Optional.empty());
            return stores.assets()
                    .page(current, new Paging<>(1, 1, Assets.Order.ACCEPTED_AT, false))
                    .total();
        }

        private void look(
                List<Asset> part, List<DeliveryPolicy> before, List<DeliveryPolicy> after) {
            List<AssetId> ids = part.stream().map(Asset::id).toList();
            Map<AssetId, Set<ServerId>> holders =
                    stores.assignments().of(ids, notOnline).stream()
                            .collect(
                                    Collectors.groupingBy(
                                            Assignment::asset,
                                            Collectors.mapping(
                                                    Assignment::server, Collectors.toSet())));
            Map<AssetId, Moved> moved = new LinkedHashMap<>();
            Set<ServerId> differing = new HashSet<>();
            for (Asset asset : part) {
                Set<ServerId> held = holders.getOrDefault(asset.id(), Set.of());
                Map<ServerId, DeliveryPolicy> was = placed(asset, before, held);
                Map<ServerId, DeliveryPolicy> shall = placed(asset, after, held);
                Set<ServerId> differs = difference(was.keySet(), shall.keySet());
                if (!differs.isEmpty()) {
                    moved.put(asset.id(), new Moved(asset, was, shall, differs));
                    differing.addAll(differs);
                }
            }
            if (!moved.isEmpty()) {
                plan(moved, differing);
            }
        }

        private Map<ServerId, DeliveryPolicy> placed(
                Asset asset, List<DeliveryPolicy> policies, Set<ServerId> held) {
            return asset.isExpired(begin)
                    ? Map.of()
                    : placer.place(
                            asset.path(),
                            DeliveryPolicy.asOf(policies, asset.acceptedAt(), begin),
                            held);
        }

        private static Set<ServerId> difference(Set<ServerId> one, Set<ServerId> other) {
            Set<ServerId> different = new HashSet<>();
            one.stream().filter(id -> !other.contains(id)).forEach(different::add);
            other.stream().filter(id -> !one.contains(id)).forEach(different::add);
            return different;
        }

        private void plan(Map<AssetId, Moved> moved, Set<ServerId> differing) {
            Set<AssetId> ids = moved.keySet();
            Map<AssetId, List<Assignment>> assigned =
                    byAsset(stores.assignments().of(ids, differing), Assignment::asset);
            Map<AssetId, List<Replica>> replicas =
                    byAsset(stores.replicas().of(ids, differing), Replica::asset);
            Map<AssetId, List<TransferJob>> open =
                    byAsset(stores.jobs().openOf(ids, differing), TransferJob::asset);
            Map<AssetId, List<TransferJob>> givenUp =
                    byAsset(stores.jobs().givenUp(ids, differing), TransferJob::asset);
            List<Planned> planned = new ArrayList<>();
            for (Moved one : moved.values()) {
                AssetId id = one.asset().id();
                Map<ServerId, DeliveryPolicy> desired = new LinkedHashMap<>(one.after());
                desired.keySet().retainAll(one.differing());
                AssetPicture picture =
                        new AssetPicture(
                                one.asset(),
                                desired,
                                among(
                                        one,
                                        assigned.getOrDefault(id, List.of()),
                                        Assignment::server),
                                among(one, replicas.getOrDefault(id, List.of()), Replica::server),
                                among(one, open.getOrDefault(id, List.of()), TransferJob::server),
                                among(one, givenUp.getOrDefault(id, List.of()), TransferJob::server)
                                        .stream()
                                        .map(TransferJob::server)
                                        .collect(Collectors.toUnmodifiableSet()),
                                retired,
                                AssetPicture.Succession.NONE);
                Plan plan = planner.plan(picture, "preview", begin);
                plans.add(plan);
                planned.add(new Planned(one, picture, plan));
            }
            Map<AssetId, List<Replica>> kept = kept(planned);
            for (Planned one : planned) {
                tally.add(
                        one.picture(),
                        one.plan(),
                        keepers(one.moved()),
                        purgesLater(one, kept.getOrDefault(one.moved().asset().id(), List.of())));
            }
        }

        /// An asset whose servers differ, and what comes of it.
        private record Planned(Moved moved, AssetPicture picture, Plan plan) {
            boolean purges() {
                return plan.order().stream().anyMatch(job -> job.kind() == JobKind.PURGE);
            }
        }

        /// What is verified where the assets that are purged somewhere stay: it decides when.
        private Map<AssetId, List<Replica>> kept(List<Planned> planned) {
            Set<AssetId> assets = new HashSet<>();
            Set<ServerId> servers = new HashSet<>();
            planned.stream()
                    .filter(Planned::purges)
                    .forEach(one -> {
                        assets.add(one.moved().asset().id());
                        servers.addAll(keepers(one.moved()));
                    });
            return byAsset(stores.replicas().of(assets, servers), Replica::asset);
        }

        private static <T> Map<AssetId, List<T>> byAsset(
                Collection<T> rows, Function<T, AssetId> asset) {
            Map<AssetId, List<T>> grouped = new HashMap<>();
            rows.forEach(row ->
                    grouped.computeIfAbsent(asset.apply(row), a -> new ArrayList<>()).add(row));
            return grouped;
        }

        private static <T> List<T> among(Moved one, List<T> rows, Function<T, ServerId> server) {
            return rows.stream()
                    .filter(row -> one.differing().contains(server.apply(row)))
                    .toList();
        }

        /// Purges that wait for others to take the place of what they remove.
        ///
        /// @param kept of the asset, where it stays among others
        private long purgesLater(Planned one, List<Replica> kept) {
            Set<ServerId> verified = new HashSet<>();
            Stream.concat(kept.stream(), one.picture().replicas().stream())
                    .filter(replica -> replica.checksum().equals(one.moved().asset().checksum()))
                    .forEach(replica -> verified.add(replica.server()));
            Handover.Ledger ledger = handover.ledger(one.moved().after(), verified);
            return one.plan().order().stream()
                    .filter(job -> job.kind() == JobKind.PURGE && !ledger.mayGo(job.server()))
                    .count();
        }

        /// Servers that shall hold the asset before and after, and so can hand it on.
        private static Set<ServerId> keepers(Moved one) {
            return one.before().keySet().stream()
                    .filter(one.after()::containsKey)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }
}
