/// Who may do what: [Operator]s with their roles, and their sessions. Tokens and passwords are kept
/// as hashes alone.
@NullMarked
package org.vdeli.manager.access;

import org.jspecify.annotations.NullMarked;
