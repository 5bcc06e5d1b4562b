/// Which managers there are on this database, and which of them live.
///
/// Design: each manager has an id of its own that it keeps in its data folder, registers at its
/// start with the address that others reach it at, and then says every few seconds that it lives
/// ([Presence]). One that has not said so for [ManagerNode#LIVES] is taken for dead: nobody is sent
/// to it any more, and nothing of what it alone can do is done by others. Clocks of managers must
/// agree within a few seconds.
@NullMarked
package org.vdeli.manager.presence;

import org.jspecify.annotations.NullMarked;
