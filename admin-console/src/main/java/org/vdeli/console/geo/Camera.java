package org.vdeli.console.geo;

/// What part of the map a view shows, and how large. Its movements keep to the Earth: it turns
/// round it without end, and goes neither beyond the poles' edge nor so far away that the map is
/// smaller than the view.
///
/// @param x,y the point of the map at the view's centre; x from 0 to 1
/// @param scale pixels of the whole map's width
/// @param width,height of the view in pixels
public record Camera(double x, double y, double scale, double width, double height) {
    /// The map is drawn from 83.9° N to 57° S: beyond, nobody serves viewers.
    static final double TOP = 0.035;

    static final double BOTTOM = 0.7;

    /// A street's width; coasts are coarse long before.
    static final double LARGEST = 256.0 * (1 << 13);

    private static final double LEAST_SIDE = 16;

    public Camera {
        width = Math.max(LEAST_SIDE, width);
        height = Math.max(LEAST_SIDE, height);
        scale = Math.clamp(scale, smallest(width, height), LARGEST);
        x -= Math.floor(x);
        double half = height / 2 / scale;
        y = Math.clamp(y, TOP + half, Math.max(TOP + half, BOTTOM - half));
    }

    /// The whole world in a view.
    public static Camera world(double width, double height) {
        return new Camera(0.53, BOTTOM, 0, width, height);
    }

    private static double smallest(double width, double height) {
        return Math.max(width, height / (BOTTOM - TOP));
    }

    public boolean showsWorld() {
        return scale <= smallest(width, height) * 1.001;
    }

    /// The same place in a view of another size, with the upper left corner kept: nothing moves
    /// under the pointer when a pane opens at the right.
    public Camera resized(double newWidth, double newHeight) {
        double wanted = Math.max(scale, smallest(newWidth, newHeight));
        return new Camera(
                x + (newWidth - width) / 2 / wanted,
                y + (newHeight - height) / 2 / wanted,
                wanted,
                newWidth,
                newHeight);
    }

    /// Moved so that what is under the pointer follows it.
    public Camera panned(double dx, double dy) {
        return new Camera(x - dx / scale, y - dy / scale, scale, width, height);
    }

    /// Nearer or farther by a factor, with the point under a pixel kept where it is.
    public Camera zoomed(double factor, double px, double py) {
        double wanted = Math.clamp(scale * factor, smallest(width, height), LARGEST);
        double atX = mapX(px);
        double atY = mapY(py);
        return new Camera(
                atX - (px - width / 2) / wanted,
                atY - (py - height / 2) / wanted,
                wanted,
                width,
                height);
    }

    /// Shows a rectangle of the map with some room around it.
    public Camera fitting(double minX, double minY, double maxX, double maxY, double largest) {
        double room = 0.7;
        double wanted =
                Math.min(
                        width * room / Math.max(1e-9, maxX - minX),
                        height * room / Math.max(1e-9, maxY - minY));
        return new Camera(
                (minX + maxX) / 2,
                (minY + maxY) / 2,
                Math.min(wanted, Math.min(largest, LARGEST)),
                width,
                height);
    }

    /// A step of the way to another camera of the same view.
    ///
    /// @param share 0 to 1 of what is left
    public Camera toward(Camera target, double share) {
        double east = target.x - x;
        double shortWay = east - Math.rint(east);
        return new Camera(
                x + shortWay * share,
                y + (target.y - y) * share,
                scale * Math.pow(target.scale / scale, share),
                width,
                height);
    }

    /// Whether two cameras of one view differ by less than anybody sees.
    public boolean isNear(Camera other) {
        double east = other.x - x;
        return Math.abs(east - Math.rint(east)) * scale < 0.5
                && Math.abs(other.y - y) * scale < 0.5
                && Math.abs(Math.log(other.scale / scale)) < 0.001;
    }

    /// The pixel of the map's left edge; whole, so that a pan moves pictures without a blur.
    public double originX() {
        return Math.rint(width / 2 - x * scale);
    }

    public double originY() {
        return Math.rint(height / 2 - y * scale);
    }

    /// The turn of a point round the Earth that is nearest to the view.
    public double near(double mapX) {
        return mapX - Math.rint(mapX - x);
    }

    public double screenX(double mapX) {
        return near(mapX) * scale + originX();
    }

    public double screenY(double mapY) {
        return mapY * scale + originY();
    }

    public double mapX(double px) {
        return (px - originX()) / scale;
    }

    public double mapY(double py) {
        return (py - originY()) / scale;
    }

    /// How many doublings larger the map is than 256 pixels.
    public double zoom() {
        return Math.log(scale / 256) / Math.log(2);
    }
}
