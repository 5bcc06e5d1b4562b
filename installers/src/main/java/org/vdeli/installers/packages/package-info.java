/// `./vdeli package`: deb and rpm packages of the programs for servers, each with a small Java
/// runtime of its own.
///
/// A [Product] says what is packed, [Staging] lays out its files once, and [DebPackage] and
/// [RpmPackage] write the same files in the two formats. The same commit gives the same bytes:
/// every time stamp is the commit's.
@NullMarked
package org.vdeli.installers.packages;

import org.jspecify.annotations.NullMarked;
