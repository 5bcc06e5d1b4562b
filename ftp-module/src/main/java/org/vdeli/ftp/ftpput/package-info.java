/// `ftpput`: sends files and folders to an FTP server, and measures it.
@NullMarked
package org.vdeli.ftp.ftpput;

import org.jspecify.annotations.NullMarked;
