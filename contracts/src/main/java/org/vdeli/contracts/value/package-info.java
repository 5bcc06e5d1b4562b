/// Values without identity that are valid from birth: their constructors refuse anything else, so
/// code that holds one need not check it again. Units live in the types, never in names.
@NullMarked
package org.vdeli.contracts.value;

import org.jspecify.annotations.NullMarked;
