package org.vdeli.manager.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Swarm;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;

class SwarmMapTest {
    private static final AssetId ASSET = new AssetId(5);

    /// Clusters 1.. with servers 100 x cluster + 0..; the even clusters are in region 2.
    private static SwarmMap map(int clusters, int servers) {
        List<SwarmMap.Seat> seats = new ArrayList<>();
        for (int cluster = 1; cluster <= clusters; cluster++) {
            for (int i = 0; i < servers; i++) {
                seats.add(seat(100L * cluster + i, cluster, cluster % 2 == 0 ? 2 : 1));
            }
        }
        return new SwarmMap(ASSET, seats);
    }

    private static SwarmMap.Seat seat(long server, long cluster, long region) {
        return new SwarmMap.Seat(
                new ServerId(server),
                new ClusterId(cluster),
                new RegionId(region),
                Optional.of(URI.create("http://edge-" + server + ":8091")));
    }

    private static Swarm swarm(SwarmMap map, long server) {
        return map.of(new ServerId(server)).orElseThrow();
    }

    @Test
    void namesAllOthersOfTheClusterAsNeighbours() {
        Swarm swarm = swarm(map(3, 4), 201);

        assertThat(swarm.cluster()).isEqualTo(new ClusterId(2));
        assertThat(swarm.neighbours())
                .extracting(member -> member.server().value())
                .containsExactlyInAnyOrder(200L, 202L, 203L);
    }

    @Test
    void namesOnePartnerOfEachOtherClusterOfASmallFleet() {
        Swarm swarm = swarm(map(4, 4), 302);

        assertThat(swarm.partners())
                .extracting(member -> member.cluster().value())
                .containsExactlyInAnyOrder(1L, 2L, 4L);
    }

    @Test
    void givesNeighboursDifferentPartnersInTheSameCluster() {
        SwarmMap map = map(2, 4);

        assertThat(
                        IntStream.range(0, 4)
                                .mapToObj(i -> swarm(map, 100 + i).partners().getFirst().server()))
                .doesNotHaveDuplicates()
                .hasSize(4);
    }

    @Test
    void prefersClustersOfTheSameRegion() {
        // 20 servers a cluster leave one partner each; the 20 best of the others are in region 1.
        SwarmMap map = map(60, 20);

        assertThat(
                        IntStream.range(0, 20)
                                .mapToObj(i -> swarm(map, 700 + i).partners())
                                .flatMap(List::stream)
                                .map(member -> member.cluster().value() % 2))
                .containsOnly(1L);
    }

    @Test
    void boundsTheLinksOfLargeClustersAndFleets() {
        SwarmMap map = map(200, 80);

        Swarm swarm = swarm(map, 300);
        assertThat(swarm.neighbours()).hasSize(39);
        assertThat(swarm(map, swarm.neighbours().getFirst().server().value()).neighbours())
                .extracting(Swarm.Member::server)
                .contains(new ServerId(300));
        assertThat(swarm.partners()).hasSize(1);
    }

    @Test
    void spreadsTheWorkOfPartnersOverACluster() {
        SwarmMap map = map(9, 8);
        Map<ServerId, Integer> times = new HashMap<>();
        for (int cluster = 1; cluster <= 9; cluster++) {
            for (int i = 0; i < 8; i++) {
                swarm(map, 100L * cluster + i)
                        .partners()
                        .forEach(member -> times.merge(member.server(), 1, Integer::sum));
            }
        }

        // 72 servers with 4 partners each: 4 on average.
        assertThat(times).hasSize(72);
        assertThat(times.values()).allMatch(count -> count <= 8);
    }

    @Test
    void leavesOutServersThatHandNothingOut() {
        SwarmMap map =
                new SwarmMap(
                        ASSET,
                        List.of(
                                seat(100, 1, 1),
                                new SwarmMap.Seat(
                                        new ServerId(101),
                                        new ClusterId(1),
                                        new RegionId(1),
                                        Optional.empty())));

        assertThat(swarm(map, 100).neighbours()).isEmpty();
        assertThat(swarm(map, 101).neighbours()).hasSize(1);
    }

    @Test
    void knowsNothingOfServersWithoutAPart() {
        assertThat(map(1, 2).of(new ServerId(999))).isEmpty();
    }
}
