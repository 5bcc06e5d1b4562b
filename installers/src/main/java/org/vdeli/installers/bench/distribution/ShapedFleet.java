package org.vdeli.installers.bench.distribution;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.api.ClusterDraft;
import org.vdeli.contracts.api.PublisherView;
import org.vdeli.contracts.api.RegionDraft;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.installers.site.Edge;
import org.vdeli.installers.site.Foundation;
import org.vdeli.installers.site.Launcher;
import org.vdeli.installers.site.ManagerClient;
import org.vdeli.installers.site.Program;
import org.vdeli.installers.site.Site;
import org.vdeli.installers.site.Uploader;
import org.vdeli.installers.testbed.Testbed;

/// A manager at the origin of a testbed and an agent at each of its edges, all in one folder, with
/// regions, clusters, a project and its policies: whatever is uploaded goes to every edge.
final class ShapedFleet implements AutoCloseable {
    static final String PUBLISHER = "acme";
    static final String PROJECT = "films";

    /// Thirty-two JVMs that start at once on two cores need most of it.
    private static final Duration JOINING = Duration.ofMinutes(5);

    private final Testbed testbed;
    private final Site site;
    private final Options options;
    private final List<Edge> edges = new ArrayList<>();

    /// What may be chosen besides the network.
    ///
    /// @param regions the clusters are dealt out to so many
    /// @param limits of the policies
    /// @param managerFlags further flags of the manager, such as `--fleet.silent-after=10s`
    /// @param agentFlags further flags of every agent
    record Options(
            int regions,
            TransferLimits limits,
            List<String> managerFlags,
            List<String> agentFlags) {}

    ShapedFleet(Launcher launcher, Path folder, Testbed testbed, Options options) {
        this.testbed = testbed;
        this.options = options;
        this.site = Site.open(launcher, folder);
        for (int cluster = 0; cluster < testbed.shape().clusters(); cluster++) {
            for (int edge = 0; edge < testbed.shape().edges(); edge++) {
                edges.add(
                        new Edge(
                                Testbed.edgeName(cluster, edge),
                                clusterName(cluster),
                                "UTC",
                                position(cluster)));
            }
        }
    }

    static String clusterName(int cluster) {
        return "cluster-" + cluster;
    }

    /// The number of the cluster that an edge server such as `e2-1` is in.
    static int clusterOf(String edge) {
        return Integer.parseInt(edge.substring(1, edge.indexOf('-')));
    }

    /// Apart from each other, along the equator.
    private static GeoPoint position(int cluster) {
        return new GeoPoint(0.0, -125.0 + cluster);
    }

    Site site() {
        return site;
    }

    List<Edge> edges() {
        return List.copyOf(edges);
    }

    /// Starts the manager at the origin.
    ManagerClient startManager() {
        int port = site.managerHttp().getPort();
        testbed.forward(port, "o0");
        List<String> flags =
                new ArrayList<>(
                        List.of(
                                "--http.host=0.0.0.0",
                                "--http.public-url=" + managerAddress(),
                                "--private-broker.host=" + testbed.origin().address(),
                                "--ftp.host=127.0.0.1"));
        flags.addAll(options.managerFlags());
        site.beginManager(testbed.origin(), flags);
        site.awaitManager();
        return site.loginAsAdmin();
    }

    private URI managerAddress() {
        return URI.create(
                "http://" + testbed.origin().address() + ":" + site.managerHttp().getPort());
    }

    /// Makes regions, clusters and policies, starts the agents and waits until all are online.
    void startEdges(ManagerClient manager) {
        Foundation foundation = new Foundation(site, manager);
        List<RegionView> regions = new ArrayList<>();
        for (int region = 0; region < options.regions(); region++) {
            regions.add(
                    foundation.region(new RegionDraft("region-" + region, List.of(), region + 1)));
        }
        for (int cluster = 0; cluster < testbed.shape().clusters(); cluster++) {
            String network = testbed.host(Testbed.edgeName(cluster, 0)).address();
            foundation.cluster(
                    new ClusterDraft(
                            regions.get(cluster % regions.size()).id(),
                            clusterName(cluster),
                            position(cluster),
                            List.of(network.substring(0, network.lastIndexOf('.')) + ".0/24"),
                            testbed.shape().wanDown(cluster)));
        }
        PublisherView publisher = foundation.publisher(PUBLISHER);
        ProjectId project = foundation.project(publisher.id(), PROJECT).id();
        regions.forEach(region ->
                foundation.policy(
                        project, region.id(), region.order(), Spread.ALL, 0, options.limits()));
        Map<Edge, Optional<String>> tokens = new LinkedHashMap<>();
        edges.forEach(edge -> tokens.put(edge, foundation.tokenFor(edge)));
        tokens.forEach(this::start);
        site.awaitOnline(manager, edges, JOINING);
    }

    private void start(Edge edge, Optional<String> token) {
        site.startEdge(
                testbed.host(edge.name()), edge, managerAddress(), token, options.agentFlags());
    }

    /// Starts an edge server again that was killed, and waits until it is online.
    void restart(ManagerClient manager, String name) {
        Edge edge = edges.stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
        start(edge, Optional.empty());
        site.awaitOnline(manager, List.of(edge), JOINING);
    }

    /// Uploads as the publisher, from the origin's own loopback.
    Uploader uploader(ManagerClient manager) {
        return new Uploader(site, testbed.origin(), manager, PUBLISHER);
    }

    /// The agents by the names of their servers.
    Map<String, Program> agents() {
        return site.edges();
    }

    /// Stops everything.
    @Override
    public void close() {
        site.close();
    }
}
