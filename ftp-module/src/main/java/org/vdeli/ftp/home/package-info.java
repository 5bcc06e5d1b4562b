/// A publisher's home as FTP shows it.
///
/// The root holds one folder per project and the read-only folder `.vdeli` with `status.txt`. A
/// path is resolved as text alone, so that `..` never reaches the disk, and what is left must be an
/// [org.vdeli.contracts.value.AssetPath]; symbolic links are not followed.
@NullMarked
package org.vdeli.ftp.home;

import org.jspecify.annotations.NullMarked;
