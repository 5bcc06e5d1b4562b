/// The console's line to one manager.
///
/// [ManagerLink] owns the session and the state of the line ([LinkState]). It signs in, follows the
/// event stream on a virtual thread (snapshot, then changes), and comes back by itself: with a
/// growing random pause after a loss, and after silence, because a manager that sends neither
/// events nor comments for 25 s is as good as gone. An expired session ends the following, never
/// the window: the operator signs in again over it.
///
/// Calls block and return an [Answer]; they run on virtual threads ([Background]), never on the
/// thread that draws. Nothing here knows JavaFX.
@NullMarked
package org.vdeli.console.link;

import org.jspecify.annotations.NullMarked;
