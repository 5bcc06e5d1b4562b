package org.vdeli.console.frame;

import org.kordamp.ikonli.Ikon;

/// Something that the palette offers.
///
/// @param name what is looked through first
/// @param hint tells it from others of its name; looked through, too
public record Command(Kind kind, String name, String hint, Ikon icon, Runnable action) {
    /// What it is; those that come first stand before the others that fit as well.
    public enum Kind {
        SCREEN,
        ACTION,
        REGION,
        CLUSTER,
        SERVER,
        ASSET
    }
}
