package org.vdeli.installers.simulate;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.EnrolmentRequest;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.ClusterDraft;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.EnrolmentTokenDraft;
import org.vdeli.contracts.api.PolicyDraft;
import org.vdeli.contracts.api.ProjectView;
import org.vdeli.contracts.api.PublisherDraft;
import org.vdeli.contracts.api.PublisherView;
import org.vdeli.contracts.api.RegionDraft;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.installers.site.ManagerClient;
import org.vdeli.installers.site.ManagerException;
import org.vdeli.installers.site.SiteException;

/// Makes at the manager what a simulated fleet needs, each thing only if it is not there: regions,
/// clusters, and the agents' enrolment, as an operator and the agents would: a one-time token for
/// each agent by the REST interface, and the enrolment with it. So many at once as [#AT_ONCE].
public final class FleetFounding {
    /// The publisher of a manager that the simulation started.
    public static final String PUBLISHER = "simulated";

    /// Its project, whose videos go to every server.
    public static final String PROJECT = "default";

    private static final int AT_ONCE = 100;
    private static final Duration TOKEN_LIFE = Duration.ofHours(1);
    private static final int PRIORITY = 5;
    private static final int ATTEMPTS = 10;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(FleetFounding.class);

    private final FleetShape shape;
    private final ManagerClient manager;

    public FleetFounding(FleetShape shape, ManagerClient manager) {
        this.shape = shape;
        this.manager = manager;
    }

    /// Makes the publisher, and the policy that its videos go everywhere.
    public void publisher(String password) {
        PublisherId publisher =
                manager.publishers().stream()
                        .filter(one -> one.name().equals(PUBLISHER))
                        .findFirst()
                        .map(PublisherView::id)
                        .orElseGet(() -> manager.create(draft(password)).id());
        ProjectId project =
                manager.projects().stream()
                        .filter(one -> one.publisher().equals(publisher))
                        .filter(one -> one.name().equals(PROJECT))
                        .findFirst()
                        .map(ProjectView::id)
                        .orElseThrow();
        if (manager.policies().stream().noneMatch(one -> one.project().equals(project))) {
            manager.create(
                    new PolicyDraft(
                            project,
                            Optional.empty(),
                            1,
                            Spread.ALL,
                            0,
                            false,
                            TransferMethod.SWARM.preset(),
                            LocalTime.MIDNIGHT,
                            LocalTime.MIDNIGHT,
                            PRIORITY));
        }
    }

    private static PublisherDraft draft(String password) {
        return new PublisherDraft(
                PUBLISHER,
                Optional.of(password),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// Makes the clusters, and says which number has which id.
    Map<Integer, ClusterId> clusters() {
        Map<String, RegionId> regions =
                manager.regions().stream()
                        .collect(Collectors.toMap(RegionView::name, RegionView::id));
        List<FleetShape.Region> wanted = shape.regionList();
        for (FleetShape.Region region : wanted) {
            regions.computeIfAbsent(
                    region.name(),
                    name ->
                            manager.create(
                                            new RegionDraft(
                                                    name, region.area(), region.number() + 1))
                                    .id());
        }
        Map<String, ClusterId> clusters =
                manager.clusters().stream()
                        .collect(Collectors.toMap(ClusterView::name, ClusterView::id));
        Map<Integer, ClusterId> byNumber = new LinkedHashMap<>();
        for (FleetShape.Cluster cluster : shape.clusterList()) {
            RegionId region =
                    Objects.requireNonNull(regions.get(wanted.get(cluster.region()).name()));
            byNumber.put(
                    cluster.number(),
                    clusters.computeIfAbsent(
                            cluster.name(),
                            name ->
                                    manager.create(
                                                    new ClusterDraft(
                                                            region,
                                                            name,
                                                            cluster.position(),
                                                            List.of(),
                                                            Bitrate.megabits(1000)))
                                            .id()));
        }
        return byNumber;
    }

    /// Enrols the agents that the manager does not know.
    ///
    /// @param known those that enrolled in an earlier run
    /// @param told how many are enrolled so far
    /// @return all agents of the shape, in its order
    /// @throws SiteException if one cannot
    Map<FleetShape.Agent, Enrolled> enrol(
            Map<Integer, ClusterId> clusters,
            Map<UUID, Enrolled> known,
            AgentHttp http,
            IntConsumer told) {
        Set<ServerId> there =
                manager.servers().stream().map(ServerView::id).collect(Collectors.toSet());
        List<FleetShape.Agent> agents = shape.agentList();
        Map<FleetShape.Agent, Enrolled> enrolled = new ConcurrentHashMap<>();
        Semaphore room = new Semaphore(AT_ONCE);
        Set<Future<?>> running = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (FleetShape.Agent agent : agents) {
                Enrolled before = known.get(agent.installation());
                if (before != null && there.contains(before.server())) {
                    enrolled.put(agent, before);
                    continue;
                }
                ClusterId cluster = Objects.requireNonNull(clusters.get(agent.cluster()));
                room.acquire();
                running.add(
                        threads.submit(() -> {
                            try {
                                enrolled.put(agent, enrolPatiently(agent, cluster, http));
                                told.accept(enrolled.size());
                                return true;
                            } finally {
                                room.release();
                            }
                        }));
                running.removeIf(FleetFounding::isDone);
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SiteException("interrupted while agents enrolled", e);
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        }
        Map<FleetShape.Agent, Enrolled> inOrder = new LinkedHashMap<>();
        agents.forEach(agent -> inOrder.put(agent, Objects.requireNonNull(enrolled.get(agent))));
        return inOrder;
    }

    private static boolean isDone(Future<?> one) {
        return switch (one.state()) {
            case RUNNING -> false;
            case SUCCESS, CANCELLED -> true;
            case FAILED -> throw failed(one.exceptionNow());
        };
    }

    private static SiteException failed(Throwable cause) {
        return new SiteException("could not enrol an agent: " + cause.getMessage(), cause);
    }

    /// As a real agent does: where the manager is not well, it comes again after a while.
    private Enrolled enrolPatiently(FleetShape.Agent agent, ClusterId cluster, AgentHttp http)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return enrol(agent, cluster, http);
            } catch (IOException | ManagerException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.debug("event=enrolment-tried-again name={}", agent.name(), e);
                TimeUnit.NANOSECONDS.sleep(PAUSE.multipliedBy(attempt).toNanos());
            }
        }
    }

    private Enrolled enrol(FleetShape.Agent agent, ClusterId cluster, AgentHttp http)
            throws IOException, InterruptedException {
        String token =
                manager.create(
                                new EnrolmentTokenDraft(
                                        Optional.of(agent.name()),
                                        Optional.of(cluster),
                                        TOKEN_LIFE))
                        .token();
        return http.enrol(
                new EnrolmentRequest(
                        token,
                        agent.installation(),
                        agent.name(),
                        List.of(agent.address()),
                        80,
                        agent.zone(),
                        Optional.of(agent.location()),
                        "simulated"));
    }
}
