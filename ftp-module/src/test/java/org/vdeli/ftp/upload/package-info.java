/// Tests of what becomes of uploads.
@NullMarked
package org.vdeli.ftp.upload;

import org.jspecify.annotations.NullMarked;
