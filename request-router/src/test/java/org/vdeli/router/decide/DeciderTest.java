package org.vdeli.router.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.router.map.Fleet;
import org.vdeli.router.map.FleetIndex;
import org.vdeli.router.map.RoutingSnapshot;
import org.vdeli.router.map.RoutingTable;
import org.vdeli.router.map.Standing;
import org.vdeli.router.map.Worlds;
import org.vdeli.router.net.IpAddress;
import org.vdeli.router.net.IpPrefix;
import org.vdeli.router.place.Locator;
import org.vdeli.router.place.Place;

class DeciderTest {
    private static final Place IN_LISBON = Place.at(Worlds.LISBON, Place.Source.CLIENT);
    private static final Decider DECIDER = new Decider(Decider.Spread.HASH);

    private static RoutingSnapshot snapshot(Fleet fleet, Map<String, Collection<Long>> assets) {
        RoutingTable table = Worlds.table(fleet, assets);
        return new RoutingSnapshot(table, Worlds.allUp(table.fleet().size()));
    }

    private static long chosen(RoutingSnapshot snapshot, LoadCounts loads, String path, Place at) {
        Choice choice = DECIDER.choose(snapshot, loads, snapshot.table().find(path), at);
        return choice.server() < 0 ? -1 : snapshot.table().fleet().server(choice.server()).id();
    }

    @Test
    void sendsToTheNearestClusterThatHasIt() {
        RoutingSnapshot snapshot =
                snapshot(
                        Worlds.fleet(2),
                        Map.of("a/b/south", Worlds.ids(101, 106), "a/b/far", List.of(104L, 105L)));
        LoadCounts loads = new LoadCounts(6);
        assertThat(chosen(snapshot, loads, "a/b/south", IN_LISBON)).isBetween(101L, 102L);
        assertThat(chosen(snapshot, loads, "a/b/far", IN_LISBON)).isEqualTo(104);
        assertThat(
                        chosen(
                                snapshot,
                                loads,
                                "a/b/south",
                                Place.at(Worlds.OSLO, Place.Source.DATABASE)))
                .isBetween(105L, 106L);
    }

    @Test
    void ofEquallyNearClustersTheOneWithTheLowerIdIsTaken() {
        Fleet fleet =
                new Fleet(
                        List.of(),
                        List.of(
                                new Fleet.Site(11, "twin", 0, Worlds.MADRID),
                                new Fleet.Site(10, "first", 0, Worlds.MADRID)),
                        List.of(Worlds.server(102, 11), Worlds.server(103, 10)),
                        List.of(),
                        List.of());
        RoutingSnapshot snapshot = snapshot(fleet, Map.of("a/b/c", Worlds.ids(102, 103)));
        assertThat(chosen(snapshot, new LoadCounts(2), "a/b/c", IN_LISBON)).isEqualTo(103);
    }

    @Test
    void anOperatorsPrefixGoesBeforeDistanceAndCoordinates() {
        Fleet fleet =
                Worlds.fleet(
                        2,
                        List.of(
                                new Fleet.Network(IpPrefix.parse("10.0.0.0/8").orElseThrow(), 0, 2),
                                new Fleet.Network(
                                        IpPrefix.parse("10.1.0.0/16").orElseThrow(), 11, 0)),
                        List.of());
        RoutingSnapshot snapshot =
                snapshot(
                        fleet,
                        Map.of("a/b/c", Worlds.ids(101, 106), "a/b/south", Worlds.ids(101, 102)));
        Locator locator = new Locator(Optional.empty());
        FleetIndex index = snapshot.table().fleet();
        Place north =
                locator.locate(
                        index,
                        IpAddress.parse("10.9.0.1").orElseThrow(),
                        Optional.of(Worlds.LISBON));
        Place madrid =
                locator.locate(
                        index,
                        IpAddress.parse("10.1.0.1").orElseThrow(),
                        Optional.of(Worlds.LISBON));
        LoadCounts loads = new LoadCounts(6);
        assertThat(chosen(snapshot, loads, "a/b/c", north)).isBetween(105L, 106L);
        assertThat(chosen(snapshot, loads, "a/b/c", madrid)).isBetween(103L, 104L);
        assertThat(chosen(snapshot, loads, "a/b/south", north)).isBetween(101L, 102L);
        assertThat(
                        locator.locate(
                                        index,
                                        IpAddress.parse("192.0.2.1").orElseThrow(),
                                        Optional.of(Worlds.LISBON))
                                .source())
                .isEqualTo(Place.Source.CLIENT);
        assertThat(
                        locator.locate(
                                index,
                                IpAddress.parse("192.0.2.1").orElseThrow(),
                                Optional.empty()))
                .isEqualTo(Place.NOWHERE);
    }

    @Test
    void whenNobodyHasItTheNearestServerThatThePoliciesAllowFetchesIt() {
        Fleet fleet =
                Worlds.fleet(
                        2,
                        List.of(),
                        List.of(
                                new Fleet.Reach("acme/north", List.of(2L)),
                                new Fleet.Reach("acme/nowhere", List.of())));
        RoutingSnapshot snapshot =
                snapshot(
                        fleet,
                        Map.of(
                                "acme/north/a", List.of(),
                                "acme/nowhere/a", List.of(),
                                "acme/free/a", List.of()));
        LoadCounts loads = new LoadCounts(6);
        RoutingTable table = snapshot.table();
        Choice north = DECIDER.choose(snapshot, loads, table.find("acme/north/a"), IN_LISBON);
        assertThat(north.reason()).isEqualTo(Choice.Reason.FILLS);
        assertThat(table.fleet().server(north.server()).id()).isBetween(105L, 106L);
        assertThat(chosen(snapshot, loads, "acme/free/a", IN_LISBON)).isBetween(101L, 102L);
        assertThat(DECIDER.choose(snapshot, loads, table.find("acme/nowhere/a"), IN_LISBON))
                .isEqualTo(Choice.NOBODY);
    }

    @Test
    void aBusyServerIsTakenOnlyWhereNoOtherHasIt() {
        RoutingTable table =
                Worlds.table(
                        Worlds.fleet(2),
                        Map.of("a/b/c", List.of(101L, 103L), "a/b/one", List.of(101L)));
        RoutingSnapshot snapshot =
                new RoutingSnapshot(table, Worlds.pulse(table.fleet(), Map.of(), Map.of(101L, 95)));
        LoadCounts loads = new LoadCounts(6);
        assertThat(chosen(snapshot, loads, "a/b/c", IN_LISBON)).isEqualTo(103);
        Choice busy = DECIDER.choose(snapshot, loads, table.find("a/b/one"), IN_LISBON);
        assertThat(busy.reason()).isEqualTo(Choice.Reason.HOLDS_BUSY);
        assertThat(table.fleet().server(busy.server()).id()).isEqualTo(101);
    }

    @Property(tries = 300)
    void neverAServerWithoutReplicaOrHealthWhereOneHasBoth(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int size) {
        Random chance = new Random(seed);
        Map<String, Collection<Long>> assets = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            Set<Long> holders = new HashSet<>();
            for (int n = chance.nextInt(6); n > 0; n--) {
                holders.add(101L + chance.nextInt(3 * size));
            }
            assets.put("a/b/" + i, holders);
        }
        RoutingTable table = Worlds.table(Worlds.fleet(size), assets);
        Map<Long, Standing> standings = new HashMap<>();
        Map<Long, Integer> busy = new HashMap<>();
        for (long id = 101; id < 101 + 3L * size; id++) {
            standings.put(
                    id, chance.nextInt(3) == 0 ? Standing.of(1 + chance.nextInt(4)) : Standing.UP);
            busy.put(id, chance.nextInt(4) == 0 ? 99 : 10);
        }
        RoutingSnapshot snapshot =
                new RoutingSnapshot(table, Worlds.pulse(table.fleet(), standings, busy));
        LoadCounts loads = new LoadCounts(table.fleet().size());
        for (Map.Entry<String, Collection<Long>> asset : assets.entrySet()) {
            Place place =
                    chance.nextInt(4) == 0
                            ? Place.NOWHERE
                            : Place.at(
                                    new GeoPoint(
                                            chance.nextDouble() * 180 - 90,
                                            chance.nextDouble() * 360 - 180),
                                    Place.Source.CLIENT);
            List<Long> healthy =
                    asset.getValue().stream()
                            .filter(id -> standings.get(id) == Standing.UP)
                            .toList();
            List<Long> free = healthy.stream().filter(id -> busy.getOrDefault(id, 0) < 90).toList();
            int number = table.find(asset.getKey());
            Choice choice = DECIDER.choose(snapshot, loads, number, place);
            boolean anyUp = standings.containsValue(Standing.UP);
            if (choice.server() < 0) {
                assertThat(anyUp).isFalse();
                continue;
            }
            long server = table.fleet().server(choice.server()).id();
            assertThat(standings).containsEntry(server, Standing.UP);
            if (!free.isEmpty()) {
                assertThat(free).contains(server);
            } else if (!healthy.isEmpty()) {
                assertThat(healthy).contains(server);
            } else {
                assertThat(choice.reason()).isIn(Choice.Reason.FILLS, Choice.Reason.FILLS_BUSY);
            }
            List<Decider.Candidate> order = DECIDER.order(snapshot, loads, number, place, 50);
            assertThat(order.getFirst().server()).isEqualTo(choice.server());
            assertThat(order.getFirst().reason()).isEqualTo(choice.reason());
            assertThat(order.stream().map(Decider.Candidate::server)).doesNotHaveDuplicates();
            if (!healthy.isEmpty()) {
                assertThat(order).hasSize(healthy.size());
            }
            loads.sentTo(choice.server());
        }
    }

    @Property(tries = 100)
    void noServerTakesMoreThanItsBound(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 20) int size,
            @ForAll @IntRange(min = 1, max = 50) int titles) {
        Random chance = new Random(seed);
        Map<String, Collection<Long>> assets = new LinkedHashMap<>();
        for (int i = 0; i < titles; i++) {
            assets.put("a/b/" + i, Worlds.ids(101, 100 + size));
        }
        RoutingSnapshot snapshot = snapshot(Worlds.fleet(size), assets);
        LoadCounts loads = new LoadCounts(3 * size);
        for (int viewer = 0; viewer < 2000; viewer++) {
            int sum = 0;
            for (int i = 0; i < size; i++) {
                sum += loads.of(i);
            }
            int title = (int) Math.abs(chance.nextGaussian() * titles / 4) % titles;
            int server =
                    DECIDER.choose(
                                    snapshot,
                                    loads,
                                    snapshot.table().find("a/b/" + title),
                                    IN_LISBON)
                            .server();
            loads.sentTo(server);
            assertThat(loads.of(server))
                    .isLessThanOrEqualTo(Math.max(16, (int) Math.ceil(1.25 * (sum + 1) / size)));
        }
    }

    @Test
    void aHotVideoSpreadsAndAColdOneStaysWhereItIs() {
        RoutingSnapshot snapshot =
                snapshot(
                        Worlds.fleet(10),
                        Map.of("a/b/hot", Worlds.ids(101, 110), "a/b/cold", Worlds.ids(101, 110)));
        LoadCounts loads = new LoadCounts(30);
        Set<Long> cold = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            cold.add(chosen(snapshot, loads, "a/b/cold", IN_LISBON));
        }
        assertThat(cold).hasSize(1);
        Set<Integer> hot = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            int server =
                    DECIDER.choose(snapshot, loads, snapshot.table().find("a/b/hot"), IN_LISBON)
                            .server();
            hot.add(server);
            loads.sentTo(server);
        }
        assertThat(hot).hasSizeGreaterThanOrEqualTo(8);
        for (int i = 0; i < 100; i++) {
            loads.fade();
        }
        assertThat(loads.of(0)).isZero();
    }

    @Property(tries = 50)
    void aServerThatGoesMovesItsOwnTitlesOnly(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 20) int size) {
        Map<String, Collection<Long>> assets = new LinkedHashMap<>();
        for (int i = 0; i < 300; i++) {
            assets.put("a/" + seed + "/" + i, Worlds.ids(101, 100 + size));
        }
        RoutingTable table = Worlds.table(Worlds.fleet(size), assets);
        long gone = 101L + Math.floorMod(seed, size);
        RoutingSnapshot all = new RoutingSnapshot(table, Worlds.allUp(3 * size));
        RoutingSnapshot without =
                new RoutingSnapshot(
                        table,
                        Worlds.pulse(table.fleet(), Map.of(gone, Standing.SILENT), Map.of()));
        LoadCounts loads = new LoadCounts(3 * size);
        int moved = 0;
        for (String path : assets.keySet()) {
            long before = chosen(all, loads, path, IN_LISBON);
            long after = chosen(without, loads, path, IN_LISBON);
            if (before == gone) {
                moved++;
                assertThat(after).isNotEqualTo(gone);
            } else {
                assertThat(after).isEqualTo(before);
            }
        }
        assertThat((double) moved).isCloseTo(300.0 / size, within(60.0));
    }

    @Test
    void aServerWithTwiceTheLineTakesTwiceTheTitles() {
        Fleet fleet =
                new Fleet(
                        List.of(),
                        List.of(new Fleet.Site(10, "Lisbon", 0, Worlds.LISBON)),
                        List.of(
                                new Fleet.Server(101, "small", 10, List.of("a"), 80, 1_000_000_000),
                                new Fleet.Server(102, "big", 10, List.of("b"), 80, 2_000_000_000)),
                        List.of(),
                        List.of());
        Map<String, Collection<Long>> assets = new LinkedHashMap<>();
        for (int i = 0; i < 3000; i++) {
            assets.put("a/b/" + i, Worlds.ids(101, 102));
        }
        RoutingSnapshot snapshot = snapshot(fleet, assets);
        LoadCounts loads = new LoadCounts(2);
        long big =
                assets.keySet().stream()
                        .filter(path -> chosen(snapshot, loads, path, IN_LISBON) == 102)
                        .count();
        assertThat(big).isBetween(1900L, 2100L);
    }

    /// Expected distances by the haversine formula with 6371 km, computed with 50 digits.
    @Test
    void distancesAreThoseOfTheHaversineFormula() {
        assertThat(Worlds.LISBON.kilometresTo(Worlds.MADRID)).isCloseTo(502.6, within(0.5));
        assertThat(new GeoPoint(0.0, 0.0).kilometresTo(new GeoPoint(0.0, 180.0)))
                .isCloseTo(20015.087, within(0.02));
        assertThat(new GeoPoint(0.0, 0.0).kilometresTo(new GeoPoint(0.0, 1.0)))
                .isCloseTo(111.195, within(0.001));
        assertThat(new GeoPoint(90.0, 0.0).kilometresTo(new GeoPoint(0.0, 77.0)))
                .isCloseTo(10007.543, within(0.01));
        assertThat(new GeoPoint(36.12, -86.67).kilometresTo(new GeoPoint(33.94, -118.40)))
                .isCloseTo(2886.444, within(0.01));
    }

    @Property(tries = 200)
    void theNearerOfTwoClustersIsThatOfTheHaversineFormula(@ForAll long seed) {
        Random chance = new Random(seed);
        List<Fleet.Site> sites = new ArrayList<>();
        List<Fleet.Server> servers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            GeoPoint at =
                    new GeoPoint(chance.nextDouble() * 180 - 90, chance.nextDouble() * 360 - 180);
            sites.add(new Fleet.Site(10 + i, "c" + i, 0, at));
            servers.add(Worlds.server(101 + i, 10 + i));
        }
        Fleet fleet = new Fleet(List.of(), sites, servers, List.of(), List.of());
        RoutingSnapshot snapshot = snapshot(fleet, Map.of("a/b/c", Worlds.ids(101, 120)));
        GeoPoint client =
                new GeoPoint(chance.nextDouble() * 180 - 90, chance.nextDouble() * 360 - 180);
        List<Decider.Candidate> order =
                DECIDER.order(
                        snapshot, new LoadCounts(20), 0, Place.at(client, Place.Source.CLIENT), 20);
        double last = 0;
        for (Decider.Candidate candidate : order) {
            double distance = client.kilometresTo(sites.get(candidate.server()).position());
            assertThat(distance).isGreaterThanOrEqualTo(last - 1e-3);
            last = distance;
        }
    }
}
