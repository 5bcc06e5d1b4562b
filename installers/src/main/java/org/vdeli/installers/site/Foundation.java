package org.vdeli.installers.site;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.api.ClusterDraft;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.EnrolmentTokenDraft;
import org.vdeli.contracts.api.OperatorDraft;
import org.vdeli.contracts.api.OperatorView;
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
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.id.RegionId;

/// Makes what a site needs at its manager, each thing only if it is not there: a second run finds
/// everything. Accounts get the passwords that the site keeps for them.
public final class Foundation {
    private static final Duration TOKEN_LIFE = Duration.ofHours(1);
    private static final int PRIORITY = 5;

    private final Site site;
    private final ManagerClient manager;

    public Foundation(Site site, ManagerClient manager) {
        this.site = site;
        this.manager = manager;
    }

    public RegionView region(RegionDraft draft) {
        return once(
                manager.regions(),
                region -> region.name().equals(draft.name()),
                () -> manager.create(draft));
    }

    public ClusterView cluster(ClusterDraft draft) {
        return once(
                manager.clusters(),
                cluster -> cluster.name().equals(draft.name()),
                () -> manager.create(draft));
    }

    public OperatorView operator(String name, Role role) {
        return once(
                manager.operators(),
                operator -> operator.name().equals(name),
                () ->
                        manager.create(
                                new OperatorDraft(
                                        name, role, Optional.of(site.password(name)), false)));
    }

    public PublisherView publisher(String name) {
        return once(
                manager.publishers(),
                publisher -> publisher.name().equals(name),
                () ->
                        manager.create(
                                new PublisherDraft(
                                        name,
                                        Optional.of(site.password(name)),
                                        false,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty())));
    }

    public ProjectView project(PublisherId publisher, String name) {
        return once(
                manager.projects(),
                project -> project.publisher().equals(publisher) && project.name().equals(name),
                () -> manager.create(new ProjectDraft(publisher, name)));
    }

    /// The policy of a project in a region: at any time of the day, evictable, of middle priority.
    public PolicyView policy(
            ProjectId project,
            RegionId region,
            int order,
            Spread spread,
            int count,
            TransferLimits limits) {
        return once(
                manager.policies(),
                policy ->
                        policy.project().equals(project)
                                && policy.region().equals(Optional.of(region)),
                () ->
                        manager.create(
                                new PolicyDraft(
                                        project,
                                        Optional.of(region),
                                        order,
                                        spread,
                                        count,
                                        false,
                                        limits,
                                        LocalTime.MIDNIGHT,
                                        LocalTime.MIDNIGHT,
                                        PRIORITY)));
    }

    /// A token with which an edge server that is not enrolled yet may join its cluster.
    public Optional<String> tokenFor(Edge edge) {
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
    public void correctPorts(Collection<Edge> edges) {
        for (ServerView server : manager.servers()) {
            boolean isOurs = edges.stream().anyMatch(e -> e.name().equals(server.name()));
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

    private static <T> T once(List<T> there, Predicate<T> which, Supplier<T> make) {
        return there.stream().filter(which).findFirst().orElseGet(make);
    }
}
