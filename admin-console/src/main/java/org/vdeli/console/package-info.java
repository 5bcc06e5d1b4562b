/// The desktop program of the NOC.
///
/// [Console] starts it, [Wiring] puts it together. `link` is the line to the manager, `mirror` the
/// copy of what it told, `frame` the window around the screens, `login` the way in; each screen is
/// a package with a view (scene code, binds only) and a model (properties, no scene classes). `ui`
/// and `table` hold what screens share.
///
/// Three clocks: events change the mirror as they come, on the line's thread; a [Ticker] has the
/// shown screen read the mirror once a second, off the drawing thread; the drawing thread only
/// takes finished lists and numbers. A new screen is a package and one line in [Wiring].
@NullMarked
package org.vdeli.console;

import org.jspecify.annotations.NullMarked;
