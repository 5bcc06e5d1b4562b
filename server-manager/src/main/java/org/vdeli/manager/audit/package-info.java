/// Who changed what: an [AuditEntry] is stored in the transaction that makes the change, and never
/// altered.
@NullMarked
package org.vdeli.manager.audit;

import org.jspecify.annotations.NullMarked;
