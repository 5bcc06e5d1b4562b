/// Geometry of the map: [Mercator] turns places on the Earth into places on a square map of side 1,
/// [Camera] those into pixels, [WorldMap] holds coasts and borders, [Areas] knows what lies in
/// what.
///
/// No scene classes and no I/O but the reading of the bundled map.
@NullMarked
package org.vdeli.console.geo;

import org.jspecify.annotations.NullMarked;
