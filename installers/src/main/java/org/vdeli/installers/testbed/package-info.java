/// A network of origins, clusters and edges on this machine, with shaped links between them, for
/// whole programs to run in: `installers/testbed/testbed.sh` builds it from network namespaces,
/// [Testbed] drives that script.
///
/// A [NetworkShape] says how fast the links are, and from that how fast a file can be everywhere at
/// best. It needs root, and says so; several testbeds stand side by side under names of their own.
@NullMarked
package org.vdeli.installers.testbed;

import org.jspecify.annotations.NullMarked;
