package org.vdeli.installers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.ClusterDraft;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.DistributionView;
import org.vdeli.contracts.api.EnrolmentTokenDraft;
import org.vdeli.contracts.api.PolicyDraft;
import org.vdeli.contracts.api.ProjectDraft;
import org.vdeli.contracts.api.PublisherDraft;
import org.vdeli.contracts.api.PublisherView;
import org.vdeli.contracts.api.RegionDraft;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.api.ServerDraft;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.api.UploadState;
import org.vdeli.contracts.api.UploadView;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.installers.site.Edge;
import org.vdeli.installers.site.Launcher;
import org.vdeli.installers.site.ManagerClient;
import org.vdeli.installers.site.Site;
import org.vdeli.installers.site.SiteException;

/// The site of the system tests: one manager and two edge servers in one region, started once for
/// all test classes and removed after the last one.
///
/// Agents reach the manager through a [TamperingProxy], which passes everything on as it is unless
/// a test tells it otherwise. Each test makes a project of its own with the policy that it needs.
final class SystemSite implements AutoCloseable {
    private static final GeoPoint PLACE = new GeoPoint(48.2, 16.37);

    static final String PUBLISHER = "acme";
    static final List<Edge> EDGES = List.of(edge("edge-1", "here"), edge("edge-2", "here"));
    static final Duration LONG = Duration.ofSeconds(90);

    private static final String REGION = "Home";
    private static final int HALF_SIZE = 24_000_000;

    private final Site site;
    private final TamperingProxy proxy;
    private ManagerClient manager;

    private SystemSite(Site site, TamperingProxy proxy) {
        this.site = site;
        this.proxy = proxy;
        this.manager = restartManager();
    }

    /// Gives the shared site to a test's parameter.
    static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == SystemSite.class;
        }

        @Override
        public SystemSite resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(SystemSite.class))
                    .computeIfAbsent("site", _ -> start(), SystemSite.class);
        }
    }

    private static SystemSite start() {
        Path folder = Path.of("target", "system site").toAbsolutePath();
        Site site = Site.open(Launcher.find(), emptied(folder));
        try {
            SystemSite started = new SystemSite(site, new TamperingProxy(site.managerHttp()));
            started.found();
            return started;
        } catch (RuntimeException e) {
            site.close();
            throw e;
        }
    }

    private void found() {
        createRegion(REGION);
        createCluster(REGION, "here");
        manager.create(
                new PublisherDraft(
                        PUBLISHER,
                        Optional.of(site.password(PUBLISHER)),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        EDGES.forEach(this::startEdge);
        EDGES.forEach(edge -> awaitOnline(edge.name()));
    }

    static Edge edge(String name, String cluster) {
        return new Edge(name, cluster, "Europe/Vienna", PLACE);
    }

    Site site() {
        return site;
    }

    ManagerClient manager() {
        return manager;
    }

    TamperingProxy proxy() {
        return proxy;
    }

    // --- the fleet

    void createRegion(String name) {
        manager.create(new RegionDraft(name, List.of(), manager.regions().size()));
    }

    void createCluster(String region, String name) {
        manager.create(
                new ClusterDraft(
                        region(region).id(),
                        name,
                        PLACE,
                        List.of("127.0.0.0/8"),
                        Bitrate.megabits(1000)));
    }

    /// Starts a manager, also one that was killed, and logs in.
    ManagerClient restartManager() {
        site.startManager(
                "--http.public-url=" + proxy.address(),
                "--fleet.silent-after=10s",
                "--origin.replace-after=1s");
        manager = site.loginAsAdmin();
        return manager;
    }

    /// Starts an edge server, also one that was killed.
    void startEdge(Edge edge) {
        startServer(edge, ServerRole.EDGE);
    }

    /// Starts a server that joins in a role, also one that was killed.
    void startServer(Edge edge, ServerRole role) {
        Optional<String> token = Optional.empty();
        if (!site.isEnrolled(edge.name())) {
            ClusterView cluster = only(manager.clusters(), c -> c.name().equals(edge.cluster()));
            EnrolmentTokenDraft draft =
                    new EnrolmentTokenDraft(
                            Optional.of(edge.name()),
                            Optional.of(cluster.id()),
                            Duration.ofHours(1),
                            Optional.of(role));
            token = Optional.of(manager.create(draft).token());
        }
        site.startEdge(edge, proxy.address(), token);
    }

    /// Ends a server for good.
    void retire(String name) {
        ServerView server = server(name);
        manager.update(
                server.id(),
                new ServerDraft(
                        server.cluster(),
                        server.name(),
                        server.addresses(),
                        server.httpPort(),
                        server.position(),
                        server.zone(),
                        server.role(),
                        server.capacity(),
                        Optional.of(ServerState.RETIRED)));
    }

    void awaitOnline(String edge) {
        await().atMost(LONG)
                .until(() ->
                        manager.servers().stream()
                                .anyMatch(s ->
                                        s.name().equals(edge) && s.state() == ServerState.ONLINE));
    }

    ServerView server(String name) {
        return only(manager.servers(), server -> server.name().equals(name));
    }

    private RegionView region(String name) {
        return only(manager.regions(), region -> region.name().equals(name));
    }

    /// Ends a service of the manager as a crash would: its parent starts it again.
    ///
    /// @param program such as `mariadbd` or `beam.smp`, RabbitMQ's
    void killService(String program) {
        List<ProcessHandle> found =
                site.processes().running().stream()
                        .filter(process ->
                                process.info().command().orElse("").endsWith("/" + program))
                        .toList();
        assertThat(found).as(program).hasSize(1);
        found.getFirst().destroyForcibly();
        found.getFirst().onExit().join();
    }

    // --- projects

    /// A project whose files go to all edge servers of the home region.
    void createProject(String name) {
        createProject(name, REGION, TransferMethod.SWARM.preset());
    }

    void createProject(String name, String region, TransferLimits limits) {
        createBareProject(name);
        addPolicy(name, region, limits);
    }

    /// The files of a project go to all edge servers of a region from now on.
    void addPolicy(String project, String region, TransferLimits limits) {
        addPolicy(project, region, limits, Spread.ALL);
    }

    private void addPolicy(String project, String region, TransferLimits limits, Spread spread) {
        manager.create(
                new PolicyDraft(
                        only(manager.projects(), p -> p.name().equals(project)).id(),
                        Optional.of(region(region).id()),
                        0,
                        spread,
                        0,
                        false,
                        limits,
                        LocalTime.MIDNIGHT,
                        LocalTime.MIDNIGHT,
                        5));
    }

    /// A project whose files go to no edge server before a viewer asks for them there.
    void createColdProject(String name) {
        createBareProject(name);
        addPolicy(name, REGION, TransferMethod.SWARM.preset(), Spread.NONE);
    }

    /// A project without a policy: its files go nowhere.
    void createBareProject(String name) {
        PublisherView publisher = only(manager.publishers(), p -> p.name().equals(PUBLISHER));
        manager.create(new ProjectDraft(publisher.id(), name));
    }

    // --- uploads and replicas

    /// A file of random bytes, the same for the same seed.
    Path file(String name, int bytes, long seed) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        try {
            Path folder = Files.createDirectories(site.folder().resolve("files"));
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Uploads a file as the publisher, with ftpput, and returns its exit status.
    int put(Path file, String target, Duration within, String... flags) {
        var ftp = site.addresses().ftp();
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-s",
                                ftp.host() + ":" + ftp.port(),
                                "-u",
                                PUBLISHER,
                                "-p",
                                site.password(PUBLISHER),
                                "-l",
                                file.toString(),
                                "-t",
                                target,
                                "-o"));
        arguments.addAll(List.of(flags));
        return site.run("ftpput", arguments, Map.of(), within);
    }

    /// Uploads a file into a project and waits until it is an asset.
    AssetView upload(Path file, String project) {
        assertThat(put(file, "/" + project + "/", Duration.ofMinutes(2))).isZero();
        return awaitAsset(PUBLISHER + "/" + project + "/" + file.getFileName());
    }

    /// Waits until the newest upload of a path is an asset.
    AssetView awaitAsset(String path) {
        UploadView upload =
                await().atMost(LONG)
                        .until(
                                () -> manager.upload(path),
                                found ->
                                        found.filter(u -> u.state() != UploadState.RECEIVED)
                                                .isPresent())
                        .orElseThrow();
        assertThat(upload.state()).as(upload.reason()).isEqualTo(UploadState.ACCEPTED);
        return manager.asset(upload.asset().orElseThrow());
    }

    /// Waits until all assigned replicas of an asset are verified, and says how many.
    int awaitVerified(AssetId asset) {
        return await().atMost(LONG)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptionsInstanceOf(SiteException.class)
                .until(
                        () -> manager.distribution(asset),
                        d -> d.assigned() > 0 && d.verified().equals(d.assigned()))
                .verified();
    }

    DistributionView distribution(AssetId asset) {
        return manager.distribution(asset);
    }

    /// Uploads a file of 24 MB and waits until one of the edge servers has verified some of its
    /// bytes; no more come until the proxy behaves again.
    Half uploadHalf(String name, long seed, String project) {
        createProject(project);
        Path file = file(name, HALF_SIZE, seed);
        proxy.holdAfter(HALF_SIZE * 3L / 4);
        AssetView asset = upload(file, project);
        ReplicaView filling =
                await().atMost(LONG)
                        .until(
                                () ->
                                        manager.replicas(asset.id()).stream()
                                                .filter(SystemSite::isHalfFilled)
                                                .findFirst(),
                                Optional::isPresent)
                        .orElseThrow();
        Edge edge =
                EDGES.stream()
                        .filter(e -> server(e.name()).id().equals(filling.server()))
                        .findFirst()
                        .orElseThrow();
        return new Half(asset, edge);
    }

    /// An asset of which an edge server has a part.
    record Half(AssetView asset, Edge edge) {}

    private static boolean isHalfFilled(ReplicaView replica) {
        return replica.state() == ReplicaState.FILLING && replica.bytesVerified().bytes() > 0;
    }

    ReplicaView replica(AssetId asset, String edge) {
        ServerView server = server(edge);
        return only(manager.replicas(asset), r -> r.server().equals(server.id()));
    }

    /// Where viewers find an asset on an edge server.
    URI address(String edge, AssetView asset) {
        try {
            return URI.create(
                    new URI(
                                    "http",
                                    null,
                                    "127.0.0.1",
                                    site.edgePort(edge),
                                    "/" + asset.path(),
                                    null,
                                    null)
                            .toASCIIString());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static <T> T only(List<T> items, Predicate<T> which) {
        List<T> found = items.stream().filter(which).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static Path emptied(Path folder) {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("could not empty " + folder, e);
            }
        }
        return folder;
    }

    /// Stops everything and checks that nothing stays behind.
    @Override
    public void close() {
        List<String> left = site.stop();
        proxy.close();
        site.close();
        assertThat(left).isEmpty();
    }
}
