package org.vdeli.installers.simulate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import org.vdeli.contracts.value.GeoPoint;

/// Who the simulated agents are: names, places and identities that follow from numbers and a seed,
/// the same in every run.
///
/// Region r lies around the r-th city of a list that is used again and again; a cluster lies within
/// four degrees of its region's city; agents are dealt out to the clusters in turn.
///
/// @param agents 1 to 60 000
/// @param clusters 1 to the number of agents
/// @param regions 1 to the number of clusters
public record FleetShape(int agents, int clusters, int regions, long seed) {
    /// Loopback has some 28 000 ports for connections to one port; more agents than twice that
    /// would fit on no machine.
    static final int MOST_AGENTS = 60_000;

    private static final double SPREAD_DEGREES = 4;
    private static final List<City> CITIES =
            List.of(
                    new City("Lisbon", 38.72, -9.14, "Europe/Lisbon"),
                    new City("Frankfurt", 50.11, 8.68, "Europe/Berlin"),
                    new City("Sao Paulo", -23.55, -46.63, "America/Sao_Paulo"),
                    new City("New York", 40.71, -74.01, "America/New_York"),
                    new City("Singapore", 1.35, 103.82, "Asia/Singapore"),
                    new City("Tokyo", 35.68, 139.69, "Asia/Tokyo"),
                    new City("Mumbai", 19.08, 72.88, "Asia/Kolkata"),
                    new City("Johannesburg", -26.20, 28.05, "Africa/Johannesburg"),
                    new City("Sydney", -33.87, 151.21, "Australia/Sydney"),
                    new City("London", 51.51, -0.13, "Europe/London"),
                    new City("Paris", 48.86, 2.35, "Europe/Paris"),
                    new City("Stockholm", 59.33, 18.07, "Europe/Stockholm"),
                    new City("Warsaw", 52.23, 21.01, "Europe/Warsaw"),
                    new City("Istanbul", 41.01, 28.98, "Europe/Istanbul"),
                    new City("Cairo", 30.04, 31.24, "Africa/Cairo"),
                    new City("Lagos", 6.52, 3.38, "Africa/Lagos"),
                    new City("Nairobi", -1.29, 36.82, "Africa/Nairobi"),
                    new City("Dubai", 25.20, 55.27, "Asia/Dubai"),
                    new City("Bangkok", 13.76, 100.50, "Asia/Bangkok"),
                    new City("Jakarta", -6.21, 106.85, "Asia/Jakarta"),
                    new City("Manila", 14.60, 120.98, "Asia/Manila"),
                    new City("Seoul", 37.57, 126.98, "Asia/Seoul"),
                    new City("Auckland", -36.85, 174.76, "Pacific/Auckland"),
                    new City("Chicago", 41.88, -87.63, "America/Chicago"),
                    new City("Denver", 39.74, -104.99, "America/Denver"),
                    new City("Los Angeles", 34.05, -118.24, "America/Los_Angeles"),
                    new City("Mexico City", 19.43, -99.13, "America/Mexico_City"),
                    new City("Bogota", 4.71, -74.07, "America/Bogota"),
                    new City("Santiago", -33.45, -70.67, "America/Santiago"),
                    new City("Montreal", 45.50, -73.57, "America/Toronto"));

    public FleetShape {
        requireRange("agents", agents, 1, MOST_AGENTS);
        requireRange("clusters", clusters, 1, agents);
        requireRange("regions", regions, 1, clusters);
    }

    private record City(String name, double latitude, double longitude, String zone) {}

    /// A region: a rectangle around its city.
    public record Region(int number, String name, List<GeoPoint> area) {}

    /// A cluster.
    ///
    /// @param region number of its region
    public record Cluster(int number, String name, int region, GeoPoint position) {}

    /// An agent.
    ///
    /// @param cluster number of its cluster
    /// @param installation by which the manager knows it again
    public record Agent(
            int number,
            String name,
            int cluster,
            UUID installation,
            String address,
            String zone,
            GeoPoint location) {}

    /// A tenth of the usual numbers: 20 agents in a cluster, 7 clusters in a region.
    ///
    /// @return the shape for so many agents when nothing else is said
    public static FleetShape usual(int agents, long seed) {
        int clusters = Math.max(1, agents / 20);
        return new FleetShape(agents, clusters, Math.max(1, clusters / 7), seed);
    }

    List<Region> regionList() {
        List<Region> all = new ArrayList<>();
        for (int number = 0; number < regions; number++) {
            City city = city(number);
            all.add(
                    new Region(
                            number,
                            String.format(Locale.ROOT, "sim %s %02d", city.name(), number + 1),
                            List.of(
                                    place(city, -6, -6),
                                    place(city, -6, 6),
                                    place(city, 6, 6),
                                    place(city, 6, -6))));
        }
        return List.copyOf(all);
    }

    List<Cluster> clusterList() {
        SplittableRandom random = new SplittableRandom(seed);
        List<Cluster> all = new ArrayList<>();
        for (int number = 0; number < clusters; number++) {
            int region = number % regions;
            all.add(
                    new Cluster(
                            number,
                            String.format(Locale.ROOT, "sim-c%04d", number + 1),
                            region,
                            place(
                                    city(region),
                                    random.nextDouble(-SPREAD_DEGREES, SPREAD_DEGREES),
                                    random.nextDouble(-SPREAD_DEGREES, SPREAD_DEGREES))));
        }
        return List.copyOf(all);
    }

    List<Agent> agentList() {
        List<Cluster> places = clusterList();
        List<Agent> all = new ArrayList<>();
        for (int number = 0; number < agents; number++) {
            Cluster cluster = places.get(number % clusters);
            String name = String.format(Locale.ROOT, "sim-%05d", number + 1);
            all.add(
                    new Agent(
                            number,
                            name,
                            cluster.number(),
                            UUID.nameUUIDFromBytes(
                                    (seed + ":" + name).getBytes(StandardCharsets.UTF_8)),
                            "10.%d.%d.%d"
                                    .formatted(number >> 16, number >> 8 & 0xff, number & 0xff),
                            city(cluster.region()).zone(),
                            cluster.position()));
        }
        return List.copyOf(all);
    }

    private static City city(int region) {
        return CITIES.get(region % CITIES.size());
    }

    private static GeoPoint place(City city, double north, double east) {
        return new GeoPoint(
                city.latitude() + north, Math.clamp(city.longitude() + east, -180, 180));
    }

    private static void requireRange(String what, int number, int least, int most) {
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    what + " must be " + least + " to " + most + ", not " + number);
        }
    }
}
