package org.vdeli.ftp.server;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import org.vdeli.ftp.tls.CarrierSocket;

/// The TCP connection under a TLS data connection. It tells whether TCP ended before TLS did.
///
/// Who sits between the two sides can end TCP at any byte, but cannot forge TLS's own end, the
/// alert close_notify (RFC 8446, 6.1). The JDK takes both for the end of the data unless a property
/// of the whole JVM says otherwise; after close_notify it reads no more, so that an end that is
/// seen here came without one.
final class TlsCarrier extends CarrierSocket {
    private final boolean strict;
    private volatile boolean cut;

    /// @param strict whether such an end is an error
    TlsCarrier(Socket carrier, boolean strict) {
        super(carrier);
        this.strict = strict;
    }

    /// Whether TCP ended without close_notify, where that is an error.
    boolean wasCut() {
        return cut;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return strict ? new Watched(super.getInputStream()) : super.getInputStream();
    }

    private final class Watched extends FilterInputStream {
        private Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return seen(super.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return seen(super.read(bytes, offset, length));
        }

        private int seen(int count) throws SocketException {
            if (count < 0) {
                cut = true;
                throw new SocketException("the connection ended without close_notify");
            }
            return count;
        }
    }
}
