/// Who changed what: the manager's audit trail in pages, one entry with its differences, and what
/// is filtered as a file. For admins alone, as at the manager.
@NullMarked
package org.vdeli.console.audit;

import org.jspecify.annotations.NullMarked;
