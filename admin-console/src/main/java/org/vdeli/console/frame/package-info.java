/// The window around the screens: navigation, top bar, banner, status bar, and the overlay that
/// asks to sign in again.
///
/// A screen is a [Screen]; the frame knows it by its [ScreenEntry] and builds it when it is first
/// opened. Only screens that exist have an entry: the navigation shows no dead buttons.
@NullMarked
package org.vdeli.console.frame;

import org.jspecify.annotations.NullMarked;
