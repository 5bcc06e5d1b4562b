/// The server under real clients.
@NullMarked
package org.vdeli.ftp.server;

import org.jspecify.annotations.NullMarked;
