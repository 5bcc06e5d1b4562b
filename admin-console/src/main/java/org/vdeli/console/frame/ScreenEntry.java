package org.vdeli.console.frame;

import java.util.function.Supplier;
import org.kordamp.ikonli.Ikon;

/// A screen's place in the navigation.
///
/// @param id its label is `nav.<id>`, what its filter asks is `search.<id>`
public record ScreenEntry(String id, Ikon icon, Supplier<Screen> screen) {}
