package org.vdeli.installers.demo;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.ClusterDraft;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.EnrolmentTokenDraft;
import org.vdeli.contracts.api.OperatorDraft;
import org.vdeli.contracts.api.PolicyDraft;
import org.vdeli.contracts.api.PolicyView;
import org.vdeli.contracts.api.ProjectDraft;
import org.vdeli.contracts.api.ProjectView;
import org.vdeli.contracts.api.PublisherDraft;
import org.vdeli.contracts.api.PublisherView;
import org.vdeli.contracts.api.RegionDraft;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.api.ServerDraft;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.installers.site.Edge;
import org.vdeli.installers.site.ManagerClient;
import org.vdeli.installers.site.Site;

/// Makes what the demo needs at the manager, each thing only if it is not there: a second run finds
/// everything.
final class Founding {
    static final String PUBLISHER = "acme";
    static final String PROJECT = "films";
    static final String OPERATOR = "noc";
    static final String VIEWER = "guest";

    private static final Duration TOKEN_LIFE = Duration.ofHours(1);
    private static final int PRIORITY = 5;

    private final Site site;
    private final ManagerClient manager;

    Founding(Site site, ManagerClient manager) {
        this.site = site;
        this.manager = manager;
    }

    void found() {
        regions();
        clusters();
        operator(OPERATOR, Role.OPERATOR);
        operator(VIEWER, Role.VIEWER);
        policies(project(publisher()));
    }

    private void regions() {
        List<String> there = manager.regions().stream().map(RegionView::name).toList();
        DemoFleet.REGIONS.stream()
                .filter(region -> !there.contains(region.name()))
                .forEach(region ->
                        manager.create(
                                new RegionDraft(region.name(), region.area(), region.order())));
    }

    private void clusters() {
        Map<String, RegionView> regions = regionsByName();
        List<String> there = manager.clusters().stream().map(ClusterView::name).toList();
        DemoFleet.CLUSTERS.stream()
                .filter(cluster -> !there.contains(cluster.name()))
                .forEach(cluster ->
                        manager.create(
                                new ClusterDraft(
                                        Objects.requireNonNull(regions.get(cluster.region())).id(),
                                        cluster.name(),
                                        cluster.position(),
                                        List.of(cluster.network()),
                                        Bitrate.megabits(1000))));
    }

    private void operator(String name, Role role) {
        if (manager.operators().stream().noneMatch(o -> o.name().equals(name))) {
            manager.create(new OperatorDraft(name, role, Optional.of(site.password(name)), false));
        }
    }

    private PublisherId publisher() {
        return manager.publishers().stream()
                .filter(publisher -> publisher.name().equals(PUBLISHER))
                .findFirst()
                .map(PublisherView::id)
                .orElseGet(() ->
                        manager.create(
                                        new PublisherDraft(
                                                PUBLISHER,
                                                Optional.of(site.password(PUBLISHER)),
                                                false,
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty()))
                                .id());
    }

    private ProjectId project(PublisherId publisher) {
        return manager.projects().stream()
                .filter(p -> p.publisher().equals(publisher) && p.name().equals(PROJECT))
                .findFirst()
                .map(ProjectView::id)
                .orElseGet(() -> manager.create(new ProjectDraft(publisher, PROJECT)).id());
    }

    private void policies(ProjectId project) {
        Map<String, RegionView> regions = regionsByName();
        List<PolicyView> there =
                manager.policies().stream().filter(p -> p.project().equals(project)).toList();
        for (DemoFleet.Region region : DemoFleet.REGIONS) {
            RegionId id = Objects.requireNonNull(regions.get(region.name())).id();
            if (there.stream().noneMatch(policy -> policy.region().equals(Optional.of(id)))) {
                manager.create(
                        new PolicyDraft(
                                project,
                                Optional.of(id),
                                region.order(),
                                region.spread(),
                                region.count(),
                                false,
                                TransferMethod.SWARM.preset(),
                                LocalTime.MIDNIGHT,
                                LocalTime.MIDNIGHT,
                                PRIORITY));
            }
        }
    }

    /// A token with which an edge server that is not enrolled yet may join its cluster.
    Optional<String> tokenFor(Edge edge) {
        if (site.isEnrolled(edge.name())) {
            return Optional.empty();
        }
        ClusterView cluster =
                manager.clusters().stream()
                        .filter(c -> c.name().equals(edge.cluster()))
                        .findFirst()
                        .orElseThrow();
        return Optional.of(
                manager.create(
                                new EnrolmentTokenDraft(
                                        Optional.of(edge.name()),
                                        Optional.of(cluster.id()),
                                        TOKEN_LIFE))
                        .token());
    }

    /// Tells the manager of edge servers whose port had to change because somebody else took it.
    void correctPorts() {
        for (ServerView server : manager.servers()) {
            boolean isOurs = DemoFleet.EDGES.stream().anyMatch(e -> e.name().equals(server.name()));
            if (isOurs && server.httpPort() != site.edgePort(server.name())) {
                manager.update(
                        server.id(),
                        new ServerDraft(
                                server.cluster(),
                                server.name(),
                                server.addresses(),
                                site.edgePort(server.name()),
                                server.position(),
                                server.zone(),
                                server.role(),
                                server.capacity(),
                                Optional.empty()));
            }
        }
    }

    private Map<String, RegionView> regionsByName() {
        return manager.regions().stream()
                .collect(Collectors.toMap(RegionView::name, region -> region));
    }
}
