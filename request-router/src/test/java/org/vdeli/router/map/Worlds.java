package org.vdeli.router.map;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.vdeli.contracts.value.GeoPoint;

/// Small fleets for tests: region 1 `South` with clusters 10 `Lisbon` and 11 `Madrid`, region 2
/// `North` with cluster 12 `Oslo`; servers 101, 102, … in them, `size` each.
public final class Worlds {
    public static final GeoPoint LISBON = new GeoPoint(38.7223, -9.1393);
    public static final GeoPoint MADRID = new GeoPoint(40.4168, -3.7038);
    public static final GeoPoint OSLO = new GeoPoint(59.9139, 10.7522);

    private Worlds() {}

    public static Fleet fleet(int size) {
        return fleet(size, List.of(), List.of());
    }

    public static Fleet fleet(int size, List<Fleet.Network> networks, List<Fleet.Reach> reach) {
        List<Fleet.Server> servers = new ArrayList<>();
        for (int i = 0; i < 3 * size; i++) {
            servers.add(server(101 + i, 10 + i / size));
        }
        return new Fleet(
                List.of(new Fleet.Area(1, "South"), new Fleet.Area(2, "North")),
                List.of(
                        new Fleet.Site(10, "Lisbon", 1, LISBON),
                        new Fleet.Site(11, "Madrid", 1, MADRID),
                        new Fleet.Site(12, "Oslo", 2, OSLO)),
                servers,
                networks,
                reach);
    }

    public static Fleet.Server server(long id, long site) {
        return new Fleet.Server(
                id, "edge-" + id, site, List.of("192.0.2." + id % 250, "2001:db8::" + id), 8080, 0);
    }

    /// All of them serve and are idle.
    public static Pulse allUp(int servers) {
        return new Pulse(new byte[servers], new byte[servers]);
    }

    /// How servers are.
    ///
    /// @param standings of servers by id, the others serve
    /// @param loads of servers by id, the others are idle
    public static Pulse pulse(
            FleetIndex fleet, Map<Long, Standing> standings, Map<Long, Integer> loads) {
        byte[] standing = new byte[fleet.size()];
        byte[] load = new byte[fleet.size()];
        standings.forEach((id, how) -> standing[fleet.serverNumber(id)] = how.number());
        loads.forEach((id, percent) -> load[fleet.serverNumber(id)] = (byte) (int) percent);
        return new Pulse(standing, load);
    }

    /// A table of paths and the servers that hold them.
    public static RoutingTable table(Fleet fleet, Map<String, Collection<Long>> assets) {
        RoutingModel model = new RoutingModel(7);
        model.setFleet(fleet);
        long id = 1;
        for (Map.Entry<String, Collection<Long>> asset : assets.entrySet()) {
            model.put(id++, asset.getKey(), asset.getValue());
        }
        return model.table();
    }

    public static List<Long> ids(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
