package org.vdeli.manager.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.fleet.FleetSnapshot;

class OriginPlacerTest {
    private static final AssetPath FILM = AssetPath.parse("acme/default/film.mp4");

    /// Clusters 10 and 11 are in region 1, 20 and 21 in region 2, and so on.
    private static final List<Cluster> CLUSTERS = clusters();

    private static List<Cluster> clusters() {
        List<Cluster> all = new ArrayList<>();
        for (int region = 1; region <= 4; region++) {
            for (int number = 0; number < 3; number++) {
                int id = 10 * region + number;
                all.add(
                        new Cluster(
                                new ClusterId(id),
                                new RegionId(region),
                                "c" + id,
                                new GeoPoint(0.0, 0.0),
                                List.of(),
                                Bitrate.ZERO));
            }
        }
        return List.copyOf(all);
    }

    private static EdgeServer origin(long id, long cluster, ServerState state) {
        return server(id, cluster, state, ServerRole.ORIGIN);
    }

    private static EdgeServer server(long id, long cluster, ServerState state, ServerRole role) {
        return new EdgeServer(
                new ServerId(id),
                cluster == 0 ? Optional.empty() : Optional.of(new ClusterId(cluster)),
                "s" + id,
                List.of(),
                80,
                Optional.empty(),
                ZoneId.of("UTC"),
                role,
                Bitrate.ZERO,
                state,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    /// Online origins of which the i-th, from 1, stands in the i-th cluster; 0 for none.
    private static List<EdgeServer> online(long... clusters) {
        List<EdgeServer> servers = new ArrayList<>();
        for (int i = 0; i < clusters.length; i++) {
            servers.add(origin(i + 1, clusters[i], ServerState.ONLINE));
        }
        return servers;
    }

    private static OriginPlacer placer(List<EdgeServer> servers, int copies) {
        return new OriginPlacer(new FleetSnapshot(List.of(), CLUSTERS, servers), Set.of(), copies);
    }

    private static Set<ServerId> fresh(OriginPlacer placer, AssetPath path) {
        return placer.place(path, Set.of(), Set.of(), Set.of());
    }

    private static AssetPath path(int number) {
        return AssetPath.parse("acme/default/film" + number + ".mp4");
    }

    private static List<EdgeServer> inState(
            List<EdgeServer> servers, ServerId one, ServerState is) {
        return servers.stream().map(s -> s.id().equals(one) ? s.withState(is) : s).toList();
    }

    // --- as many, and evenly

    @Test
    void aThousandFilesOnFiveOriginsAreTwiceThereAndSpreadByTwentyPercent() {
        OriginPlacer placer = placer(online(10, 10, 10, 10, 10), 2);
        Map<ServerId, Integer> shares = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            Set<ServerId> chosen = fresh(placer, path(i));
            assertThat(chosen).hasSize(2);
            chosen.forEach(id -> shares.merge(id, 1, Integer::sum));
        }
        assertThat(shares).hasSize(5);
        assertThat(shares.values()).allMatch(share -> share >= 320 && share <= 480);
    }

    @Property(tries = 30)
    void equalRegionsAndEqualOriginsGetEqualShares(
            @ForAll @IntRange(min = 1, max = 4) int regions,
            @ForAll @IntRange(min = 1, max = 3) int each,
            @ForAll @IntRange(min = 1, max = 4) int copies) {
        List<EdgeServer> servers = new ArrayList<>();
        for (int region = 1; region <= regions; region++) {
            for (int i = 0; i < each; i++) {
                servers.add(origin(servers.size() + 1, 10L * region + i, ServerState.ONLINE));
            }
        }
        OriginPlacer placer = placer(servers, copies);
        Map<ServerId, Integer> shares = new HashMap<>();
        int files = 2000;
        for (int i = 0; i < files; i++) {
            fresh(placer, path(i)).forEach(id -> shares.merge(id, 1, Integer::sum));
        }
        double fair = (double) files * Math.min(copies, servers.size()) / servers.size();
        assertThat(shares).hasSize(servers.size());
        assertThat(shares.values()).allMatch(n -> n > 0.8 * fair && n < 1.2 * fair);
    }

    @Property(tries = 100)
    void asManyDifferentOriginsAsAskedForInAsManyRegionsAndClustersAsThereAre(
            @ForAll @Size(min = 1, max = 9) List<@IntRange(min = 0, max = 11) Integer> places,
            @ForAll @IntRange(min = 1, max = 5) int copies,
            @ForAll @IntRange(min = 0, max = 999) int file) {
        List<EdgeServer> servers = servers(places);

        Set<ServerId> chosen = fresh(placer(servers, copies), path(file));

        assertThat(chosen).hasSize(Math.min(copies, servers.size()));
        List<EdgeServer> holders =
                servers.stream().filter(server -> chosen.contains(server.id())).toList();
        assertThat(regionsOf(holders)).hasSize(Math.min(chosen.size(), regionsOf(servers).size()));
        assertThat(clustersOf(holders))
                .hasSize(Math.min(chosen.size(), clustersOf(servers).size()));
    }

    private static List<EdgeServer> servers(List<Integer> places) {
        return online(
                places.stream().mapToLong(place -> CLUSTERS.get(place).id().value()).toArray());
    }

    private static Set<ClusterId> clustersOf(List<EdgeServer> servers) {
        return servers.stream()
                .map(server -> server.cluster().orElseThrow())
                .collect(Collectors.toSet());
    }

    private static Set<Long> regionsOf(List<EdgeServer> servers) {
        return clustersOf(servers).stream()
                .map(cluster -> cluster.value() / 10)
                .collect(Collectors.toSet());
    }

    // --- little moves

    @Property(tries = 200)
    void anOriginThatLeavesMovesOnlyWhatItHeldAndOneThatJoinsTakesOnlyItsShare(
            @ForAll @Size(min = 2, max = 9) List<@IntRange(min = 0, max = 11) Integer> places,
            @ForAll @IntRange(min = 1, max = 4) int copies,
            @ForAll @IntRange(min = 1, max = 9) int which) {
        List<EdgeServer> with = servers(places);
        EdgeServer moves = with.get(which % with.size());
        List<EdgeServer> without = with.stream().filter(server -> !server.equals(moves)).toList();
        for (int i = 0; i < 20; i++) {
            Set<ServerId> more = fresh(placer(with, copies), path(i));
            Set<ServerId> fewer = fresh(placer(without, copies), path(i));
            Set<ServerId> left = new HashSet<>(more);
            left.remove(moves.id());
            assertThat(fewer).containsAll(left);
        }
    }

    @Property(tries = 50)
    void theOrderOfTheFleetDoesNotMatter(
            @ForAll @Size(min = 2, max = 9) List<@IntRange(min = 0, max = 11) Integer> places,
            @ForAll long seed) {
        List<EdgeServer> servers = servers(places);
        List<EdgeServer> shuffled = new ArrayList<>(servers);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(fresh(placer(shuffled, 2), FILM)).isEqualTo(fresh(placer(servers, 2), FILM));
    }

    // --- what is lost, what comes back

    @Test
    void whatRestsIsReplacedAndKeepsItsCopyUntilItIsBackAndEnoughIsVerified() {
        List<EdgeServer> servers = online(10, 10, 10);
        Set<ServerId> both = fresh(placer(servers, 2), FILM);
        ServerId away = both.iterator().next();
        ServerId other = both.stream().filter(id -> !id.equals(away)).findFirst().orElseThrow();
        ServerId third =
                servers.stream()
                        .map(EdgeServer::id)
                        .filter(id -> !both.contains(id))
                        .findFirst()
                        .orElseThrow();
        Set<ServerId> all = Set.of(away, other, third);

        // silent for a moment: nothing moves
        List<EdgeServer> silent = inState(servers, away, ServerState.SILENT);
        assertThat(placer(silent, 2).place(FILM, both, both, Set.of())).hasSameElementsAs(both);

        // for long: a third copy
        OriginPlacer resting =
                new OriginPlacer(new FleetSnapshot(List.of(), CLUSTERS, silent), Set.of(away), 2);
        assertThat(resting.place(FILM, both, both, Set.of())).hasSameElementsAs(all);
        assertThat(resting.place(FILM, all, all, Set.of())).hasSameElementsAs(all);

        // back, and without its copy: the third stays until it is there
        OriginPlacer back = placer(servers, 2);
        assertThat(back.place(FILM, all, Set.of(other, third), Set.of())).hasSameElementsAs(all);
        assertThat(back.place(FILM, all, all, Set.of())).hasSameElementsAs(both);
    }

    @Test
    void newAssetsGoToOriginsThatAnswerAndToSilentOnesOnlyForWantOfOthers() {
        List<EdgeServer> servers = online(10, 20, 20);
        List<EdgeServer> silent = inState(servers, new ServerId(1), ServerState.SILENT);
        assertThat(fresh(placer(silent, 2), FILM))
                .containsExactly(new ServerId(2), new ServerId(3));
        assertThat(fresh(placer(silent, 3), FILM)).hasSize(3);
    }

    @Test
    void oneThatCannotBeFilledIsReplacedByAnother() {
        List<EdgeServer> servers = online(10, 10, 10);
        Set<ServerId> both = fresh(placer(servers, 2), FILM);
        ServerId unable = both.iterator().next();
        Set<ServerId> verified = new HashSet<>(both);
        verified.remove(unable);

        Set<ServerId> placed = placer(servers, 2).place(FILM, both, verified, Set.of(unable));

        assertThat(placed).hasSize(3).containsAll(both);
        Set<ServerId> replaced = new HashSet<>(placed);
        replaced.remove(unable);
        assertThat(placer(servers, 2).place(FILM, placed, replaced, Set.of(unable)))
                .hasSameElementsAs(replaced);
    }

    @Test
    void drainedJoiningAndRetiredOnesGetNothingAndTheFirstTwoKeepWhatTheyHold() {
        List<EdgeServer> servers =
                List.of(
                        origin(1, 0, ServerState.DRAINING),
                        origin(2, 0, ServerState.JOINING),
                        origin(3, 0, ServerState.RETIRED),
                        origin(4, 0, ServerState.ONLINE),
                        server(5, 10, ServerState.ONLINE, ServerRole.EDGE));
        OriginPlacer placer = placer(servers, 3);
        assertThat(fresh(placer, FILM)).containsExactly(new ServerId(4));
        Set<ServerId> all =
                Set.of(new ServerId(1), new ServerId(2), new ServerId(3), new ServerId(5));
        assertThat(placer.place(FILM, all, all, Set.of()))
                .containsExactly(new ServerId(1), new ServerId(2), new ServerId(4));
        assertThat(placer.origins())
                .containsExactlyInAnyOrder(new ServerId(1), new ServerId(2), new ServerId(4));
    }

    @Test
    void withoutOriginsNothingIsPlaced() {
        OriginPlacer placer =
                placer(List.of(server(5, 10, ServerState.ONLINE, ServerRole.EDGE)), 2);
        assertThat(placer.place(FILM, Set.of(new ServerId(5)), Set.of(), Set.of())).isEmpty();
        assertThatThrownBy(() -> placer(List.of(), 0))
                .hasMessage("copies must be at least 1, not 0");
    }
}
