/// TLS as FTP uses it: laid over data connections that exist already.
@NullMarked
package org.vdeli.ftp.tls;

import org.jspecify.annotations.NullMarked;
