package org.vdeli.manager.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.fleet.Clusters;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.fleet.EdgeServers;
import org.vdeli.manager.fleet.EnrolmentToken;
import org.vdeli.manager.fleet.EnrolmentTokens;
import org.vdeli.manager.fleet.FleetSnapshot;
import org.vdeli.manager.fleet.Region;
import org.vdeli.manager.fleet.Regions;
import org.vdeli.manager.policy.DeliveryPolicies;
import org.vdeli.manager.policy.DeliveryPolicy;
import org.vdeli.manager.publisher.Project;
import org.vdeli.manager.publisher.Projects;
import org.vdeli.manager.publisher.Publishers;

/// What publishers, projects, policies and the fleet have to keep, wherever they are stored.
interface TopologyContract {
    Transactions transactions();

    @Test
    default void keepsAPublisherWithItsProjects() {
        transactions().change(Fixtures::world);
        transactions()
                .change(stores -> {
                    Publishers publishers = stores.publishers();
                    assertThat(publishers.byName("acme")).contains(Fixtures.publisher(1, "acme"));
                    assertThat(publishers.byName("ACME")).isEmpty();
                    assertThat(publishers.all()).containsExactly(Fixtures.publisher(1, "acme"));
                    assertThat(
                                    publishers
                                            .page(
                                                    new Publishers.Filter(Optional.of("CM")),
                                                    Paging.first(Publishers.Order.NAME))
                                            .total())
                            .isEqualTo(1);
                    Projects projects = stores.projects();
                    Project project = Fixtures.project(2, 1, "default");
                    assertThat(projects.byName(new PublisherId(1), "default")).contains(project);
                    assertThat(projects.byPath(AssetPath.parse("acme/default/x")))
                            .contains(project);
                    assertThat(projects.byPath(AssetPath.parse("acme/other/x"))).isEmpty();
                    assertThat(projects.lock(project.id())).contains(project);
                    assertThat(projects.ofPublisher(new PublisherId(1))).containsExactly(project);
                    assertThat(
                                    projects.page(
                                                    new Projects.Filter(
                                                            Optional.of(new PublisherId(9)),
                                                            Optional.empty()),
                                                    Paging.first(Projects.Order.NAME))
                                            .items())
                            .isEmpty();
                    projects.update(Fixtures.project(2, 1, "films"));
                    assertThat(projects.find(project.id())).map(Project::name).contains("films");
                });
    }

    @Test
    default void ordersPoliciesOfAProject() {
        DeliveryPolicy north = Fixtures.policy(31, 2, Optional.of(new RegionId(3)), 2);
        DeliveryPolicy rest = Fixtures.policy(32, 2, Optional.empty(), 1);
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.policies().add(north);
                    stores.policies().add(rest);
                });
        transactions()
                .change(stores -> {
                    assertThat(stores.policies().ofProject(new ProjectId(2)))
                            .containsExactly(rest, north);
                    assertThat(stores.policies().all()).containsExactly(rest, north);
                    assertThat(
                                    stores.policies()
                                            .page(
                                                    new DeliveryPolicies.Filter(
                                                            Optional.of(new ProjectId(2)),
                                                            Optional.of(new RegionId(3))),
                                                    Paging.first(DeliveryPolicies.Order.PRIORITY))
                                            .items())
                            .containsExactly(north);
                    stores.policies().remove(rest.id());
                    assertThat(stores.policies().find(rest.id())).isEmpty();
                });
    }

    @Test
    default void givesTheWholeFleetAtOnce() {
        transactions().change(Fixtures::world);
        FleetSnapshot fleet = transactions().read(Stores::fleet);
        assertThat(fleet.regions()).containsExactly(Fixtures.region(3, "North"));
        assertThat(fleet.clusters()).containsExactly(Fixtures.cluster(4, 3, "Lisbon"));
        assertThat(fleet.servers())
                .containsExactly(
                        Fixtures.server(11, 4, "edge-11"),
                        Fixtures.server(12, 4, "edge-12"),
                        Fixtures.server(13, 4, "edge-13"));
    }

    @Test
    default void filtersAndOrdersServers() {
        transactions().change(Fixtures::world);
        EdgeServers.Filter wanted =
                new EdgeServers.Filter(
                        Optional.of(new ClusterId(4)),
                        Optional.of(new RegionId(3)),
                        Set.of(ServerState.ONLINE, ServerState.SILENT),
                        Optional.of(ServerRole.EDGE),
                        Optional.of("192.0.2.1"));
        for (EdgeServers.Order order : EdgeServers.Order.values()) {
            Page<EdgeServer> page =
                    transactions()
                            .read(s -> s.servers().page(wanted, new Paging<>(2, 2, order, false)));
            assertThat(page.items()).extracting(EdgeServer::name).containsExactly("edge-13");
            assertThat(page.total()).isEqualTo(3);
        }
        Page<EdgeServer> elsewhere =
                transactions()
                        .read(s ->
                                s.servers()
                                        .page(
                                                new EdgeServers.Filter(
                                                        Optional.empty(),
                                                        Optional.of(new RegionId(99)),
                                                        Set.of(),
                                                        Optional.empty(),
                                                        Optional.empty()),
                                                Paging.first(EdgeServers.Order.NAME)));
        assertThat(elsewhere.items()).isEmpty();
    }

    @Test
    default void findsAServerByWhatItIsKnownBy() {
        transactions().change(Fixtures::world);
        EdgeServer twelve = Fixtures.server(12, 4, "edge-12");
        transactions()
                .change(stores -> {
                    EdgeServers servers = stores.servers();
                    assertThat(servers.find(twelve.id())).contains(twelve);
                    assertThat(servers.lock(twelve.id())).contains(twelve);
                    assertThat(servers.byName("edge-12")).contains(twelve);
                    assertThat(servers.byInstallation(new UUID(1, 12))).contains(twelve);
                    assertThat(servers.findAll(List.of(twelve.id(), new ServerId(99))))
                            .containsExactly(twelve);
                });
    }

    @Test
    default void storesHeartbeatsAndStatesOfManyServersAtOnce() {
        transactions().change(Fixtures::world);
        Instant later = Fixtures.T0.plusSeconds(5);
        int changed =
                transactions()
                        .<Integer>write(stores -> {
                            stores.servers()
                                    .heard(
                                            Map.of(
                                                    new ServerId(11),
                                                    later,
                                                    new ServerId(13),
                                                    later));
                            stores.servers()
                                    .update(
                                            Fixtures.server(12, 4, "edge-12")
                                                    .withState(ServerState.DRAINING));
                            return stores.servers()
                                    .changeState(
                                            List.of(new ServerId(11), new ServerId(12)),
                                            ServerState.ONLINE,
                                            ServerState.SILENT);
                        });
        assertThat(changed).isEqualTo(1);
        List<EdgeServer> servers = transactions().read(s -> s.servers().all());
        assertThat(servers)
                .extracting(EdgeServer::state)
                .containsExactly(ServerState.SILENT, ServerState.DRAINING, ServerState.ONLINE);
        assertThat(servers)
                .extracting(EdgeServer::lastHeartbeat)
                .containsExactly(Optional.of(later), Optional.of(Fixtures.T0), Optional.of(later));
    }

    @Test
    default void keepsEnrolmentTokensUntilTheyExpireUnused() {
        EnrolmentToken used =
                new EnrolmentToken(
                        Checksum.ofContent(new byte[] {1}),
                        Optional.of("edge-11"),
                        Optional.of(new ClusterId(4)),
                        Fixtures.T0,
                        Fixtures.T0.plusSeconds(10),
                        Optional.empty());
        EnrolmentToken unused =
                new EnrolmentToken(
                        Checksum.ofContent(new byte[] {2}),
                        Optional.empty(),
                        Optional.empty(),
                        Fixtures.T0,
                        Fixtures.T0.plusSeconds(20),
                        Optional.empty());
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.enrolmentTokens().add(used);
                    stores.enrolmentTokens().add(unused);
                });
        transactions()
                .change(stores -> {
                    EnrolmentTokens tokens = stores.enrolmentTokens();
                    EnrolmentToken found = tokens.lock(used.tokenHash()).orElseThrow();
                    assertThat(found).isEqualTo(used);
                    tokens.update(
                            new EnrolmentToken(
                                    used.tokenHash(),
                                    used.serverName(),
                                    used.cluster(),
                                    used.createdAt(),
                                    used.expiresAt(),
                                    Optional.of(new ServerId(11))));
                    assertThat(tokens.removeExpired(Fixtures.T0.plusSeconds(30))).isEqualTo(1);
                    assertThat(tokens.page(Paging.first(EnrolmentTokens.Order.EXPIRES_AT)).items())
                            .extracting(EnrolmentToken::usedBy)
                            .containsExactly(Optional.of(new ServerId(11)));
                    tokens.remove(used.tokenHash());
                    assertThat(tokens.find(used.tokenHash())).isEmpty();
                });
    }

    @Test
    default void keepsWhichOriginsRestAndSinceWhenTheyDid() {
        ServerId one = new ServerId(11);
        ServerId two = new ServerId(12);
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.originRests().begin(one, Fixtures.T0);
                    stores.originRests().begin(two, Fixtures.T0);
                });
        transactions()
                .change(stores -> {
                    stores.originRests().begin(one, Fixtures.T0.plusSeconds(5));
                    stores.originRests().end(two);
                    stores.originRests().end(new ServerId(13));
                });
        assertThat(
                        transactions()
                                .<Map<ServerId, Instant>>read(stores -> stores.originRests().all()))
                .containsExactly(Map.entry(one, Fixtures.T0));
    }

    @Test
    default void listsTheOriginsAndKeepsTheRoleOfAToken() {
        ServerId id = new ServerId(11);
        EnrolmentToken token =
                new EnrolmentToken(
                        Fixtures.SUM,
                        Optional.empty(),
                        Optional.empty(),
                        Fixtures.T0,
                        Fixtures.T0.plusSeconds(60),
                        Optional.empty(),
                        ServerRole.ORIGIN);
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.enrolmentTokens().add(token);
                });
        transactions()
                .change(stores -> {
                    assertThat(stores.servers().origins()).isEmpty();
                    EdgeServer now = stores.servers().find(id).orElseThrow();
                    stores.servers().update(Fixtures.as(now, ServerRole.ORIGIN, now.state()));
                });
        transactions()
                .change(stores -> {
                    assertThat(stores.servers().origins())
                            .extracting(EdgeServer::id)
                            .containsExactly(id);
                    assertThat(stores.enrolmentTokens().find(Fixtures.SUM)).contains(token);
                });
    }

    @Test
    default void keepsTheLastDoorOfEachServer() {
        ServerId one = new ServerId(11);
        ServerId two = new ServerId(12);
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.peerDoors().put(one, URI.create("http://192.0.2.1:8091"));
                    stores.peerDoors().put(two, URI.create("http://192.0.2.2:8091"));
                });
        transactions()
                .change(stores -> stores.peerDoors().put(one, URI.create("http://192.0.2.9:80")));

        assertThat(
                        transactions()
                                .<Map<ServerId, URI>>read(stores ->
                                        stores.peerDoors()
                                                .ofServers(List.of(one, new ServerId(13)))))
                .containsExactly(Map.entry(one, URI.create("http://192.0.2.9:80")));
        assertThat(
                        transactions()
                                .<Map<ServerId, URI>>read(
                                        stores -> stores.peerDoors().ofServers(List.of())))
                .isEmpty();
    }

    @Test
    default void changesAndRemovesRegionsAndClusters() {
        transactions()
                .change(stores -> {
                    stores.regions().add(Fixtures.region(3, "North"));
                    stores.clusters().add(Fixtures.cluster(4, 3, "Lisbon"));
                });
        transactions()
                .change(stores -> {
                    stores.regions().update(new Region(new RegionId(3), "South", List.of(), 1));
                    stores.clusters().update(Fixtures.cluster(4, 3, "Porto"));
                    assertThat(stores.regions().find(new RegionId(3)))
                            .contains(new Region(new RegionId(3), "South", List.of(), 1));
                    assertThat(stores.clusters().byName("Porto")).isPresent();
                    assertThat(
                                    stores.regions()
                                            .page(
                                                    Regions.Filter.ANY,
                                                    Paging.first(Regions.Order.ORDER))
                                            .total())
                            .isEqualTo(1);
                    assertThat(
                                    stores.clusters()
                                            .page(
                                                    new Clusters.Filter(
                                                            Optional.of(new RegionId(3)),
                                                            Optional.of("port")),
                                                    Paging.first(Clusters.Order.NAME))
                                            .total())
                            .isEqualTo(1);
                    stores.clusters().remove(new ClusterId(4));
                    stores.regions().remove(new RegionId(3));
                });
        assertThat(transactions().<List<Region>>read(s -> s.regions().all())).isEmpty();
    }
}
