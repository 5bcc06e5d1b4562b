/// Where a client is: by the operator's network prefixes, by coordinates that it passes, or by a
/// database in MaxMind's format; else nowhere.
@NullMarked
package org.vdeli.router.place;

import org.jspecify.annotations.NullMarked;
