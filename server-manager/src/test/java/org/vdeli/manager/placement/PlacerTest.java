package org.vdeli.manager.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.fleet.FleetSnapshot;
import org.vdeli.manager.policy.DeliveryPolicy;

class PlacerTest {
    private static final RegionId NORTH = new RegionId(1);
    private static final RegionId SOUTH = new RegionId(2);

    @Test
    void aServerInSeveralPoliciesBelongsToTheOneOfLowestOrder() {
        DeliveryPolicy few = policy(1, Optional.of(NORTH), 1, Spread.PER_REGION, 1);
        DeliveryPolicy all = policy(2, Optional.of(NORTH), 2, Spread.ALL, 0);
        Map<ServerId, DeliveryPolicy> placed =
                place(fleet(2, 3, ServerState.ONLINE), List.of(all, few), Set.of());
        assertThat(placed).hasSize(6);
        assertThat(placed.values().stream().filter(few::equals)).hasSize(1);
    }

    @Test
    void aRegionWithPoliciesOfItsOwnIsRuledByThoseAlone() {
        DeliveryPolicy own = policy(1, Optional.of(NORTH), 9, Spread.NONE, 0);
        DeliveryPolicy general = policy(2, Optional.empty(), 1, Spread.ALL, 0);
        assertThat(place(fleet(1, 2, ServerState.ONLINE), List.of(own, general), Set.of()))
                .isEmpty();
        DeliveryPolicy elsewhere = policy(3, Optional.of(SOUTH), 1, Spread.NONE, 0);
        assertThat(place(fleet(1, 2, ServerState.ONLINE), List.of(elsewhere, general), Set.of()))
                .hasSize(2);
    }

    @Test
    void newAssetsGoToServersThatAnswerAndHeldOnesStayWhereTheyAre() {
        FleetSnapshot fleet = fleet(1, 3, ServerState.ONLINE);
        List<DeliveryPolicy> two = List.of(policy(1, Optional.empty(), 1, Spread.PER_CLUSTER, 2));
        Set<ServerId> chosen = place(fleet, two, Set.of()).keySet();
        ServerId silent = chosen.iterator().next();
        FleetSnapshot withSilent = with(fleet, silent, ServerState.SILENT);
        assertThat(place(withSilent, two, chosen).keySet()).isEqualTo(chosen);
        assertThat(place(withSilent, two, Set.of()).keySet()).hasSize(2).doesNotContain(silent);
    }

    @Test
    void aDrainingServerKeepsWhatItHoldsAndGetsNothingNew() {
        FleetSnapshot fleet = fleet(1, 3, ServerState.ONLINE);
        List<DeliveryPolicy> all = List.of(policy(1, Optional.empty(), 1, Spread.ALL, 0));
        ServerId draining = new ServerId(101);
        FleetSnapshot drained = with(fleet, draining, ServerState.DRAINING);
        assertThat(place(drained, all, Set.of()).keySet()).doesNotContain(draining);
        assertThat(place(drained, all, Set.of(draining)).keySet()).contains(draining);
        FleetSnapshot retired = with(fleet, draining, ServerState.RETIRED);
        assertThat(place(retired, all, Set.of(draining)).keySet()).doesNotContain(draining);
        FleetSnapshot joining = with(fleet, draining, ServerState.JOINING);
        assertThat(place(joining, all, Set.of()).keySet()).doesNotContain(draining);
        assertThat(place(joining, all, Set.of(draining)).keySet()).contains(draining);
    }

    @Property(tries = 100)
    void eachClusterGetsAsManyAsThePolicySaysOrAllThatItHas(
            @ForAll @IntRange(min = 1, max = 6) int clusters,
            @ForAll @IntRange(min = 0, max = 8) int servers,
            @ForAll @IntRange(min = 0, max = 10) int count) {
        FleetSnapshot fleet = fleet(clusters, servers, ServerState.ONLINE);
        Map<ServerId, DeliveryPolicy> placed =
                place(
                        fleet,
                        List.of(policy(1, Optional.empty(), 1, Spread.PER_CLUSTER, count)),
                        Set.of());
        Map<ClusterId, Integer> perCluster = new HashMap<>();
        for (EdgeServer server : fleet.servers()) {
            if (placed.containsKey(server.id())) {
                perCluster.merge(server.cluster().orElseThrow(), 1, Integer::sum);
            }
        }
        int each = Math.min(count, servers);
        assertThat(perCluster.values()).allMatch(n -> n == each);
        assertThat(placed).hasSize(clusters * each);
    }

    @Property(tries = 50)
    void aServerThatLeavesMovesOnlyWhatItHeld(
            @ForAll @IntRange(min = 2, max = 12) int servers,
            @ForAll @IntRange(min = 1, max = 3) int count) {
        FleetSnapshot fleet = fleet(1, servers, ServerState.ONLINE);
        List<DeliveryPolicy> policies =
                List.of(policy(1, Optional.empty(), 1, Spread.PER_REGION, count));
        ServerId leaves = new ServerId(100);
        FleetSnapshot after = with(fleet, leaves, ServerState.RETIRED);
        for (int i = 0; i < 50; i++) {
            AssetPath path = AssetPath.parse("acme/default/film" + i + ".mp4");
            Set<ServerId> before =
                    new Placer(Sites.of(fleet)).place(path, policies, Set.of()).keySet();
            Set<ServerId> now =
                    new Placer(Sites.of(after)).place(path, policies, Set.of()).keySet();
            Set<ServerId> stayed = new HashSet<>(before);
            stayed.remove(leaves);
            assertThat(now).containsAll(stayed);
        }
    }

    @Test
    void everyServerGetsAboutTheSameShare() {
        FleetSnapshot fleet = fleet(1, 10, ServerState.ONLINE);
        List<DeliveryPolicy> policies =
                List.of(policy(1, Optional.empty(), 1, Spread.PER_REGION, 2));
        Placer placer = new Placer(Sites.of(fleet));
        Map<ServerId, Integer> shares = new HashMap<>();
        for (int i = 0; i < 5000; i++) {
            placer.place(AssetPath.parse("acme/default/f" + i), policies, Set.of())
                    .keySet()
                    .forEach(server -> shares.merge(server, 1, Integer::sum));
        }
        assertThat(shares.values()).hasSize(10).allMatch(n -> n > 850 && n < 1150);
    }

    private static Map<ServerId, DeliveryPolicy> place(
            FleetSnapshot fleet, List<DeliveryPolicy> policies, Set<ServerId> holders) {
        return new Placer(Sites.of(fleet))
                .place(AssetPath.parse("acme/default/film.mp4"), policies, holders);
    }

    private static FleetSnapshot fleet(int clusters, int serversEach, ServerState state) {
        List<Cluster> made = new ArrayList<>();
        List<EdgeServer> servers = new ArrayList<>();
        for (int c = 0; c < clusters; c++) {
            ClusterId id = new ClusterId(10 + c);
            made.add(
                    new Cluster(
                            id, NORTH, "c" + c, new GeoPoint(0.0, 0.0), List.of(), Bitrate.ZERO));
            for (int s = 0; s < serversEach; s++) {
                servers.add(server(100 + c * 100L + s, id, state));
            }
        }
        return new FleetSnapshot(List.of(), made, servers);
    }

    private static FleetSnapshot with(FleetSnapshot fleet, ServerId id, ServerState state) {
        return new FleetSnapshot(
                fleet.regions(),
                fleet.clusters(),
                fleet.servers().stream()
                        .map(server -> server.id().equals(id) ? server.withState(state) : server)
                        .toList());
    }

    private static EdgeServer server(long id, ClusterId cluster, ServerState state) {
        return new EdgeServer(
                new ServerId(id),
                Optional.of(cluster),
                "s" + id,
                List.of(),
                80,
                Optional.empty(),
                ZoneOffset.UTC,
                ServerRole.EDGE,
                Bitrate.ZERO,
                state,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    private static DeliveryPolicy policy(
            long id, Optional<RegionId> region, int order, Spread spread, int count) {
        return new DeliveryPolicy(
                new PolicyId(id),
                new ProjectId(12),
                region,
                order,
                spread,
                count,
                false,
                TransferMethod.SINGLE.preset(),
                LocalTime.MIDNIGHT,
                LocalTime.MIDNIGHT,
                5);
    }
}
