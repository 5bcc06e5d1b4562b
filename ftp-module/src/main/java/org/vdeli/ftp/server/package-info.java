/// The FTP(S) service that publishers upload to, on Apache FtpServer.
@NullMarked
package org.vdeli.ftp.server;

import org.jspecify.annotations.NullMarked;
