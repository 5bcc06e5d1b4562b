package org.vdeli.manager.side;

import java.util.List;
import java.util.UUID;
import org.vdeli.contracts.id.ManagerId;

/// What one manager tells the others that changed.
///
/// @param from who tells
/// @param start which start of that manager, so that its numbers are not compared with those of
///   another
/// @param number 1 for the first note of a start, then one more each
/// @param changes words, as [Change] writes them; none: the manager only says its number
record ChangeNote(ManagerId from, UUID start, Long number, List<String> changes) {
    ChangeNote {
        changes = List.copyOf(changes);
    }
}
