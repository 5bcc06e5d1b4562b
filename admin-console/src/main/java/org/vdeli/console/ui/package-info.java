/// View parts that all screens share: the theme, labels, formats, icons, charts, tables.
///
/// Everything is built in code and styled by class names; the one stylesheet ([Theme]) is
/// AtlantaFX's, then a bridge that gives ControlsFX its colour names, then the console's own.
/// Colours are roles (`-vd-...`), never values, in any rule below the palette.
@NullMarked
package org.vdeli.console.ui;

import org.jspecify.annotations.NullMarked;
