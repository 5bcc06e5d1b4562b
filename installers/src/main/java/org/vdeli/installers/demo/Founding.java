package org.vdeli.installers.demo;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.ClusterDraft;
import org.vdeli.contracts.api.PublisherView;
import org.vdeli.contracts.api.RegionDraft;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.installers.site.Foundation;

/// What the demo needs at the manager.
final class Founding {
    static final String PUBLISHER = "acme";
    static final String PROJECT = "films";
    static final String OPERATOR = "noc";
    static final String VIEWER = "guest";

    private final Foundation foundation;

    Founding(Foundation foundation) {
        this.foundation = foundation;
    }

    void found() {
        Map<String, RegionView> regions =
                DemoFleet.REGIONS.stream()
                        .map(region ->
                                foundation.region(
                                        new RegionDraft(
                                                region.name(), region.area(), region.order())))
                        .collect(Collectors.toMap(RegionView::name, Function.identity()));
        for (DemoFleet.Cluster cluster : DemoFleet.CLUSTERS) {
            foundation.cluster(
                    new ClusterDraft(
                            Objects.requireNonNull(regions.get(cluster.region())).id(),
                            cluster.name(),
                            cluster.position(),
                            List.of(cluster.network()),
                            Bitrate.megabits(1000)));
        }
        foundation.operator(OPERATOR, Role.OPERATOR);
        foundation.operator(VIEWER, Role.VIEWER);
        PublisherView publisher = foundation.publisher(PUBLISHER);
        ProjectId project = foundation.project(publisher.id(), PROJECT).id();
        for (DemoFleet.Region region : DemoFleet.REGIONS) {
            foundation.policy(
                    project,
                    Objects.requireNonNull(regions.get(region.name())).id(),
                    region.order(),
                    region.spread(),
                    region.count(),
                    TransferMethod.SWARM.preset());
        }
    }
}
