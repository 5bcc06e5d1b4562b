package org.vdeli.console.geo;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes the console's world map out of `countries-50m.json` of the npm package world-atlas 2.0.2:
/// `WorldMapWriter COUNTRIES-50M.JSON WORLD.BIN`. To be run by hand when the data or the format of
/// [WorldMap] change.
///
/// Land is the merged ring of all countries without Antarctica, borders are the arcs that two
/// countries share. A ring that jumps at the 180th meridian is unwrapped: it goes on beyond the
/// map's edge. A point's zoom is that at which its triangle covers [#SEEN_PIXELS].
public final class WorldMapWriter {
    /// Less than this many square pixels more or less of a coast nobody sees.
    private static final double SEEN_PIXELS = 0.75;

    /// An island smaller than this is a speck.
    private static final double ISLAND_PIXELS = 2.5;

    private static final double ANTARCTIC = Mercator.y(-60);

    private final List<double[][]> arcs = new ArrayList<>();
    private final List<byte[]> levels = new ArrayList<>();

    private WorldMapWriter(JsonNode topology) {
        JsonNode scale = topology.path("transform").path("scale");
        JsonNode shift = topology.path("transform").path("translate");
        for (JsonNode arc : topology.path("arcs")) {
            double[][] points = new double[arc.size()][];
            long x = 0;
            long y = 0;
            for (int i = 0; i < points.length; i++) {
                x += arc.get(i).get(0).asLong();
                y += arc.get(i).get(1).asLong();
                points[i] =
                        new double[] {
                            Mercator.x(x * scale.get(0).asDouble() + shift.get(0).asDouble()),
                            Mercator.y(y * scale.get(1).asDouble() + shift.get(1).asDouble())
                        };
            }
            arcs.add(points);
            levels.add(levelsOf(points));
        }
    }

    public static void main(String[] args) throws IOException {
        JsonNode topology =
                JsonMapper.builder().build().readTree(Files.readString(Path.of(args[0])));
        WorldMapWriter writer = new WorldMapWriter(topology);
        JsonNode objects = topology.path("objects");
        List<Line> land = writer.land(objects.path("land"));
        List<Line> borders = writer.borders(objects.path("countries"));
        try (DataOutputStream out =
                new DataOutputStream(
                        new GZIPOutputStream(Files.newOutputStream(Path.of(args[1]))))) {
            write(out, land, borders);
        }
        System.out.println(land.size() + " rings, " + borders.size() + " borders");
    }

    /// A ring or border: points and the zoom of each.
    record Line(int level, List<double[]> points, List<Byte> levels) {}

    static void write(DataOutputStream out, List<Line> land, List<Line> borders)
            throws IOException {
        out.writeByte(WorldMap.VERSION);
        for (List<Line> lines : List.of(land, borders)) {
            unsigned(out, lines.size());
            for (Line line : lines) {
                unsigned(out, line.points().size());
                out.writeByte(line.level());
                int x = 0;
                int y = 0;
                for (int i = 0; i < line.points().size(); i++) {
                    int nextX = (int) Math.round(line.points().get(i)[0] * WorldMap.GRID);
                    int nextY = (int) Math.round(line.points().get(i)[1] * WorldMap.GRID);
                    out.writeByte(line.levels().get(i));
                    signed(out, nextX - x);
                    signed(out, nextY - y);
                    x = nextX;
                    y = nextY;
                }
            }
        }
    }

    private List<Line> land(JsonNode land) {
        List<Line> rings = new ArrayList<>();
        for (JsonNode geometry : land.path("geometries")) {
            for (JsonNode polygon : geometry.path("arcs")) {
                for (JsonNode ring : polygon) {
                    Line line = ring(ring);
                    if (line.points().stream().anyMatch(point -> point[1] < ANTARCTIC)) {
                        rings.add(line);
                    }
                }
            }
        }
        return rings;
    }

    private Line ring(JsonNode refs) {
        List<double[]> points = new ArrayList<>();
        List<Byte> seen = new ArrayList<>();
        double turn = 0;
        double before = Double.NaN;
        for (JsonNode ref : refs) {
            int index = ref.asInt();
            double[][] arc = arcs.get(index < 0 ? ~index : index);
            byte[] level = levels.get(index < 0 ? ~index : index);
            for (int i = 0; i < arc.length; i++) {
                int at = index < 0 ? arc.length - 1 - i : i;
                double x = arc[at][0] + turn;
                if (x - before > 0.5) {
                    turn -= 1;
                    x -= 1;
                } else if (before - x > 0.5) {
                    turn += 1;
                    x += 1;
                }
                before = x;
                if (i > 0 || points.isEmpty()) {
                    points.add(new double[] {x, arc[at][1]});
                    seen.add(level[at]);
                }
            }
        }
        double area = 0;
        for (int i = 0; i < points.size(); i++) {
            double[] a = points.get(i);
            double[] b = points.get((i + 1) % points.size());
            area += a[0] * b[1] - b[0] * a[1];
        }
        int level = level(Math.abs(area) / 2, ISLAND_PIXELS);
        keepThree(seen, level);
        return new Line(level, points, seen);
    }

    /// A ring that is drawn has an inside.
    private static void keepThree(List<Byte> seen, int level) {
        long kept = seen.stream().filter(each -> each <= level).count();
        for (int part = 0; kept < 4 && part < 4; part++) {
            int at = part * seen.size() / 4;
            if (seen.get(at) > level) {
                seen.set(at, (byte) level);
                kept++;
            }
        }
    }

    private List<Line> borders(JsonNode countries) {
        Map<Integer, Integer> users = new HashMap<>();
        for (JsonNode country : countries.path("geometries")) {
            count(country.path("arcs"), users);
        }
        List<Line> lines = new ArrayList<>();
        users.forEach((arc, uses) -> {
            if (uses > 1) {
                List<Byte> seen = new ArrayList<>();
                for (byte each : levels.get(arc)) {
                    seen.add(each);
                }
                lines.add(new Line(0, List.of(arcs.get(arc)), seen));
            }
        });
        return lines;
    }

    private static void count(JsonNode node, Map<Integer, Integer> users) {
        for (JsonNode each : node) {
            if (each.isArray()) {
                count(each, users);
            } else {
                int index = each.asInt();
                users.merge(index < 0 ? ~index : index, 1, Integer::sum);
            }
        }
    }

    /// Visvalingam's algorithm: the point whose triangle is the smallest goes first.
    private static byte[] levelsOf(double[][] points) {
        byte[] out = new byte[points.length];
        int[] left = new int[points.length];
        int[] right = new int[points.length];
        double[] area = new double[points.length];
        PriorityQueue<double[]> queue =
                new PriorityQueue<>(Comparator.comparingDouble(entry -> entry[0]));
        for (int i = 1; i < points.length - 1; i++) {
            left[i] = i - 1;
            right[i] = i + 1;
            area[i] = triangle(points[i - 1], points[i], points[i + 1]);
            queue.add(new double[] {area[i], i});
        }
        if (points.length > 1) {
            right[0] = 1;
            left[points.length - 1] = points.length - 2;
        }
        double largest = 0;
        while (!queue.isEmpty()) {
            double[] entry = queue.poll();
            int at = (int) entry[1];
            if (entry[0] != area[at]) {
                continue;
            }
            largest = Math.max(largest, entry[0]);
            out[at] = (byte) level(largest, SEEN_PIXELS);
            area[at] = Double.NaN;
            int l = left[at];
            int r = right[at];
            right[l] = r;
            left[r] = l;
            for (int side : new int[] {l, r}) {
                if (side > 0 && side < points.length - 1) {
                    area[side] = triangle(points[left[side]], points[side], points[right[side]]);
                    queue.add(new double[] {area[side], side});
                }
            }
        }
        return out;
    }

    private static double triangle(double[] a, double[] b, double[] c) {
        return Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2;
    }

    /// The smallest zoom at which an area of the map covers so many pixels.
    private static int level(double area, double pixels) {
        double side = Math.sqrt(pixels / Math.max(area, 1e-18));
        double zoom = Math.ceil(Math.log(side / 256) / Math.log(2));
        return (int) Math.clamp(zoom, 0, WorldMap.MAX_LEVEL);
    }

    private static void signed(DataOutputStream out, int value) throws IOException {
        unsigned(out, (value << 1) ^ (value >> 31));
    }

    private static void unsigned(DataOutputStream out, int value) throws IOException {
        int rest = value;
        while (rest >>> 7 != 0) {
            out.writeByte((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }
}
