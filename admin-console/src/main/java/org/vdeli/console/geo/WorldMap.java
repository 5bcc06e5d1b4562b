package org.vdeli.console.geo;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Coasts and borders of all countries but Antarctica, on the map of [Mercator].
///
/// The data are Natural Earth's at 1:50 million (public domain), through the npm package
/// world-atlas 2.0.2; `WorldMapWriter` among the tests makes the file. Each point carries the zoom
/// from which on it is seen (Visvalingam's effective area), so that one file serves all scales and
/// nothing jumps between them.
///
/// The file, compressed by gzip: the version, then twice a list of shapes (land, borders), each
/// with its number of points, the zoom from which it is drawn, and per point the zoom and the steps
/// from the one before in units of 1/[#GRID]. Whole numbers are written seven bits to a byte,
/// signed ones zigzag.
public final class WorldMap {
    /// Steps of the grid along the map's side: 40 m at the equator, far below the data's own.
    public static final int GRID = 1 << 20;

    public static final int VERSION = 1;

    /// Points finer than this are there at every larger zoom.
    public static final int MAX_LEVEL = 12;

    private static final String FILE = "world.bin";

    private final List<Shape> land;
    private final List<Shape> borders;

    private WorldMap(List<Shape> land, List<Shape> borders) {
        this.land = List.copyOf(land);
        this.borders = List.copyOf(borders);
    }

    /// Closed rings, islands and lakes alike: filled by the even-odd rule.
    public List<Shape> land() {
        return land;
    }

    /// Lines between two countries.
    public List<Shape> borders() {
        return borders;
    }

    /// The map that comes with the program.
    public static WorldMap bundled() {
        try (InputStream in = WorldMap.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + FILE);
            }
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the world map " + FILE, e);
        }
    }

    /// Reads a map from a stream in the format above.
    public static WorldMap read(InputStream stream) throws IOException {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(stream, 1 << 16))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IOException("its version is " + version + ", not " + VERSION);
            }
            return new WorldMap(shapes(in), shapes(in));
        }
    }

    private static List<Shape> shapes(DataInputStream in) throws IOException {
        int count = unsigned(in);
        List<Shape> shapes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            shapes.add(shape(in));
        }
        return shapes;
    }

    private static Shape shape(DataInputStream in) throws IOException {
        int size = unsigned(in);
        int level = in.readUnsignedByte();
        float[] xs = new float[size];
        float[] ys = new float[size];
        byte[] levels = new byte[size];
        int x = 0;
        int y = 0;
        for (int i = 0; i < size; i++) {
            levels[i] = in.readByte();
            x += signed(in);
            y += signed(in);
            xs[i] = (float) x / GRID;
            ys[i] = (float) y / GRID;
        }
        return Shape.of(level, xs, ys, levels);
    }

    private static int signed(DataInputStream in) throws IOException {
        int raw = unsigned(in);
        return (raw >>> 1) ^ -(raw & 1);
    }

    private static int unsigned(DataInputStream in) throws IOException {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = in.readUnsignedByte();
            value |= (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
    }

    /// A ring or a line.
    public static final class Shape {
        private final int level;
        private final float minX;
        private final float minY;
        private final float maxX;
        private final float maxY;
        private final float[][] xs = new float[MAX_LEVEL + 1][];
        private final float[][] ys = new float[MAX_LEVEL + 1][];

        private Shape(int level, float[] allXs, float[] allYs, byte[] levels) {
            this.level = level;
            float left = Float.MAX_VALUE;
            float right = -Float.MAX_VALUE;
            float top = Float.MAX_VALUE;
            float bottom = -Float.MAX_VALUE;
            for (int i = 0; i < allXs.length; i++) {
                left = Math.min(left, allXs[i]);
                right = Math.max(right, allXs[i]);
                top = Math.min(top, allYs[i]);
                bottom = Math.max(bottom, allYs[i]);
            }
            this.minX = left;
            this.maxX = right;
            this.minY = top;
            this.maxY = bottom;
            for (int wanted = 0; wanted <= MAX_LEVEL; wanted++) {
                int count = 0;
                for (byte each : levels) {
                    count += each <= wanted ? 1 : 0;
                }
                if (wanted > 0 && count == xs[wanted - 1].length) {
                    xs[wanted] = xs[wanted - 1];
                    ys[wanted] = ys[wanted - 1];
                    continue;
                }
                xs[wanted] = picked(allXs, levels, wanted, count);
                ys[wanted] = picked(allYs, levels, wanted, count);
            }
        }

        static Shape of(int level, float[] xs, float[] ys, byte[] levels) {
            return new Shape(level, xs, ys, levels);
        }

        private static float[] picked(float[] all, byte[] levels, int wanted, int count) {
            float[] out = new float[count];
            int next = 0;
            for (int i = 0; i < all.length; i++) {
                if (levels[i] <= wanted) {
                    out[next++] = all[i];
                }
            }
            return out;
        }

        /// Whether it is large enough to be drawn at a zoom.
        public boolean isSeenAt(int zoom) {
            return zoom >= level;
        }

        /// The points that are seen at a zoom.
        public float[] xs(int zoom) {
            return xs[Math.clamp(zoom, 0, MAX_LEVEL)];
        }

        public float[] ys(int zoom) {
            return ys[Math.clamp(zoom, 0, MAX_LEVEL)];
        }

        /// Whether any of it may lie in a rectangle of the map.
        public boolean touches(double left, double top, double right, double bottom) {
            return maxX >= left && minX <= right && maxY >= top && minY <= bottom;
        }

        public float minX() {
            return minX;
        }

        public float maxX() {
            return maxX;
        }

        public float minY() {
            return minY;
        }

        public float maxY() {
            return maxY;
        }
    }
}
