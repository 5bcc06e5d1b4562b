/// What the rest of the manager tells the event stream, and nothing else.
///
/// Services that change something call [Changes] after their transaction was committed, with ids
/// alone. The event stream gathers the ids, reads the newest views at its own pace and sends them
/// to the consoles. A service therefore never waits for a console and never builds a view.
@NullMarked
package org.vdeli.manager.change;

import org.jspecify.annotations.NullMarked;
