/// Tests of the FTP module.
@NullMarked
package org.vdeli.ftp;

import org.jspecify.annotations.NullMarked;
