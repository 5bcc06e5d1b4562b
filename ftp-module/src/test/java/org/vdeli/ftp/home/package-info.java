/// Tests of what a publisher sees.
@NullMarked
package org.vdeli.ftp.home;

import org.jspecify.annotations.NullMarked;
