/// System tests: the packaged programs as processes, on real services. [SystemSite] is the site
/// that they share; each test uses names of its own in it.
@NullMarked
package org.vdeli.installers;

import org.jspecify.annotations.NullMarked;
