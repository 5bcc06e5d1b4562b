package org.vdeli.installers.demo;

import java.util.List;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.installers.site.Edge;

/// The demo's fleet: two regions, three clusters, six edge servers, and how much of it the policies
/// ask for.
final class DemoFleet {
    /// A region with an area on the map and the policy for it.
    ///
    /// @param count servers, where the spread needs a number
    record Region(String name, int order, List<GeoPoint> area, Spread spread, int count) {}

    /// A cluster.
    ///
    /// @param holders how many of its servers get each video
    record Cluster(String name, String region, GeoPoint position, String network, int holders) {}

    private static final GeoPoint LISBON = new GeoPoint(38.72, -9.14);
    private static final GeoPoint FRANKFURT = new GeoPoint(50.11, 8.68);
    private static final GeoPoint SAO_PAULO = new GeoPoint(-23.55, -46.63);

    static final List<Region> REGIONS =
            List.of(
                    new Region("Europe", 1, box(35.0, -11.0, 71.0, 40.0), Spread.ALL, 0),
                    new Region(
                            "Americas", 2, box(-56.0, -170.0, 72.0, -34.0), Spread.PER_CLUSTER, 1));

    static final List<Cluster> CLUSTERS =
            List.of(
                    new Cluster("lisbon", "Europe", LISBON, "10.10.0.0/16", 2),
                    new Cluster("frankfurt", "Europe", FRANKFURT, "10.20.0.0/16", 2),
                    new Cluster("saopaulo", "Americas", SAO_PAULO, "10.30.0.0/16", 1));

    static final List<Edge> EDGES =
            List.of(
                    new Edge("lis-1", "lisbon", "Europe/Lisbon", LISBON),
                    new Edge("lis-2", "lisbon", "Europe/Lisbon", LISBON),
                    new Edge("fra-1", "frankfurt", "Europe/Berlin", FRANKFURT),
                    new Edge("fra-2", "frankfurt", "Europe/Berlin", FRANKFURT),
                    new Edge("gru-1", "saopaulo", "America/Sao_Paulo", SAO_PAULO),
                    new Edge("gru-2", "saopaulo", "America/Sao_Paulo", SAO_PAULO));

    private DemoFleet() {}

    /// How many servers the policies ask for.
    static int holders() {
        return CLUSTERS.stream().mapToInt(Cluster::holders).sum();
    }

    private static List<GeoPoint> box(double south, double west, double north, double east) {
        return List.of(
                new GeoPoint(south, west),
                new GeoPoint(south, east),
                new GeoPoint(north, east),
                new GeoPoint(north, west));
    }
}
