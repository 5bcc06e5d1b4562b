/// Tests of the parts of `ftpput`.
@NullMarked
package org.vdeli.ftp.ftpput;

import org.jspecify.annotations.NullMarked;
