package org.vdeli.console.map;

import java.util.Locale;

/// The map's colours, each a property of the stylesheet: `SEA` is `-vd-map-sea`.
enum Ink {
    SEA,
    LAND,
    COAST,
    BORDER,
    TEXT,
    FAINT,
    HALO,
    GROUND,
    ACCENT,
    GOOD,
    INFO,
    WARN,
    BAD,
    MUTED,
    HUE_0,
    HUE_1,
    HUE_2,
    HUE_3,
    HUE_4,
    HUE_5,
    HUE_6,
    HUE_7;

    private static final Ink[] HUES = {HUE_0, HUE_1, HUE_2, HUE_3, HUE_4, HUE_5, HUE_6, HUE_7};

    static Ink hue(int number) {
        return HUES[Math.floorMod(number, HUES.length)];
    }

    String property() {
        return "-vd-map-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
