/// Tests of what the site does by itself.
@NullMarked
package org.vdeli.installers.site;

import org.jspecify.annotations.NullMarked;
