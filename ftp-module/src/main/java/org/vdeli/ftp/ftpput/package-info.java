/// `ftpput`: sends files and folders to an FTP server, and measures it.
///
/// [FtpPut] reads the command line, [Items] turns it into a list of things to send, a few
/// [Sender]s, one per session, share the list, [Tally] counts.
@NullMarked
package org.vdeli.ftp.ftpput;

import org.jspecify.annotations.NullMarked;
