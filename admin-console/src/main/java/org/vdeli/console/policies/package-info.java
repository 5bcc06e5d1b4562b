/// Delivery policies: which there are and which of them rules where; one in an editor, with what
/// saving it would do before it is done.
///
/// [PoliciesModel] asks the manager for the list and keeps one [PolicyForm], the chosen or a new
/// policy as it is typed. The form is text until it is sound; then it is a draft, whose effect the
/// manager is asked for, and whose differences from the stored policy are told in sentences
/// ([PolicyChanges]). What the manager refuses is shown at the field that it names.
@NullMarked
package org.vdeli.console.policies;

import org.jspecify.annotations.NullMarked;
