package org.vdeli.router.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.router.net.PrefixTable;

/// A [Fleet] by numbers: servers, clusters and regions are their places in its lists. Immutable.
///
/// Places on the Earth are unit vectors here. The nearer of two clusters is the one with the larger
/// scalar product: the cosine of the angle between the places, which falls as the haversine
/// distance grows, at a hundredth of its cost.
public final class FleetIndex {
    private final Fleet fleet;
    private final Map<Long, Integer> serverNumbers = new HashMap<>();
    private final Map<Long, Integer> siteNumbers = new HashMap<>();
    private final Map<Long, Integer> areaNumbers = new HashMap<>();
    private final int[] siteOfServer;
    private final int[] siteStart;
    private final int[] siteEnd;
    private final int[] areaOfSite;
    private final double[] siteVectors;
    private final PrefixTable networks;
    private final Map<String, Holders> reach = new HashMap<>();
    private final Holders everywhere;

    public FleetIndex(Fleet fleet) {
        this.fleet = fleet;
        for (int i = 0; i < fleet.areas().size(); i++) {
            areaNumbers.put(fleet.areas().get(i).id(), i);
        }
        int sites = fleet.sites().size();
        this.areaOfSite = new int[sites];
        this.siteVectors = new double[3 * sites];
        this.siteStart = new int[sites];
        this.siteEnd = new int[sites];
        for (int i = 0; i < sites; i++) {
            Fleet.Site site = fleet.sites().get(i);
            siteNumbers.put(site.id(), i);
            areaOfSite[i] = areaNumbers.getOrDefault(site.area(), -1);
            System.arraycopy(vector(site.position()), 0, siteVectors, 3 * i, 3);
        }
        this.siteOfServer = new int[fleet.servers().size()];
        for (int i = 0; i < siteOfServer.length; i++) {
            Fleet.Server server = fleet.servers().get(i);
            Integer site = siteNumbers.get(server.site());
            if (site == null) {
                throw new IllegalArgumentException(
                        "server " + server.name() + " is in a cluster that is not there");
            }
            serverNumbers.put(server.id(), i);
            siteOfServer[i] = site;
            if (siteEnd[site] == 0) {
                siteStart[site] = i;
            }
            siteEnd[site] = i + 1;
        }
        this.networks = PrefixTable.of(entries(fleet.networks()));
        this.everywhere = Holders.of(all(siteOfServer.length), siteOfServer.length);
        for (Fleet.Reach one : fleet.reach()) {
            reach.put(one.project(), serversIn(one.areas()));
        }
    }

    private static int[] all(int count) {
        int[] all = new int[count];
        Arrays.setAll(all, i -> i);
        return all;
    }

    private static List<PrefixTable.Entry> entries(List<Fleet.Network> networks) {
        List<PrefixTable.Entry> entries = new ArrayList<>();
        for (int i = 0; i < networks.size(); i++) {
            entries.add(new PrefixTable.Entry(networks.get(i).prefix(), i));
        }
        return entries;
    }

    private Holders serversIn(List<Long> areas) {
        int[] wanted = areas.stream().mapToInt(id -> areaNumbers.getOrDefault(id, -1)).toArray();
        int[] numbers =
                Arrays.stream(all(siteOfServer.length))
                        .filter(server ->
                                Arrays.stream(wanted)
                                        .anyMatch(area ->
                                                area >= 0
                                                        && area
                                                                == areaOfSite[
                                                                        siteOfServer[server]]))
                        .toArray();
        return Holders.of(numbers, siteOfServer.length);
    }

    /// A place as a vector of length 1.
    public static double[] vector(GeoPoint point) {
        double latitude = Math.toRadians(point.latitude());
        double longitude = Math.toRadians(point.longitude());
        return new double[] {
            Math.cos(latitude) * Math.cos(longitude),
            Math.cos(latitude) * Math.sin(longitude),
            Math.sin(latitude)
        };
    }

    public Fleet fleet() {
        return fleet;
    }

    /// How many servers there are.
    public int size() {
        return siteOfServer.length;
    }

    public Fleet.Server server(int number) {
        return fleet.servers().get(number);
    }

    public Fleet.Site site(int number) {
        return fleet.sites().get(number);
    }

    /// The number of a server by its id; -1 if there is none.
    public int serverNumber(long id) {
        return serverNumbers.getOrDefault(id, -1);
    }

    /// The number of a cluster by its id; -1 if there is none.
    public int siteNumber(long id) {
        return siteNumbers.getOrDefault(id, -1);
    }

    /// The number of a region by its id; -1 if there is none.
    public int areaNumber(long id) {
        return areaNumbers.getOrDefault(id, -1);
    }

    public int siteOf(int server) {
        return siteOfServer[server];
    }

    /// The number of the first server of a cluster.
    public int start(int site) {
        return siteStart[site];
    }

    /// The number after the last server of a cluster.
    public int end(int site) {
        return siteEnd[site];
    }

    public int areaOf(int site) {
        return areaOfSite[site];
    }

    /// The cosine of the angle between a cluster and a place.
    public double cosine(int site, double x, double y, double z) {
        int at = 3 * site;
        return siteVectors[at] * x + siteVectors[at + 1] * y + siteVectors[at + 2] * z;
    }

    /// The middle of a region's clusters, as a vector of any length; zero without clusters.
    public double[] middle(int area) {
        double[] sum = new double[3];
        for (int site = 0; site < areaOfSite.length; site++) {
            if (areaOfSite[site] == area) {
                for (int i = 0; i < 3; i++) {
                    sum[i] += siteVectors[3 * site + i];
                }
            }
        }
        return sum;
    }

    /// What the operator said about clients' networks.
    public PrefixTable networks() {
        return networks;
    }

    /// The servers to which a path may be brought: those where the policies of its project deliver.
    /// A project without any policy is not held back by one.
    public Holders reachOf(String path) {
        int first = path.indexOf('/');
        int second = path.indexOf('/', first + 1);
        return second < 0 ? everywhere : reach.getOrDefault(path.substring(0, second), everywhere);
    }
}
