package org.vdeli.ftp.ftpput;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.commons.net.ftp.FTPSClient;
import org.jspecify.annotations.Nullable;
import org.vdeli.ftp.tls.CarrierSocket;

/// An FTPS session whose data connections go on with the TLS session of those before, so that not
/// every file costs a full handshake; some servers even ask for it.
///
/// The JDK looks for a session by host and port, and each data connection has another port: here
/// all of them show TLS the port of the control connection. In TLS 1.3 a session is used once, and
/// the server sends the next one on the data connection, where an upload reads nothing. So each
/// upload ends by close_notify, reads until the server ends, too, and closes then.
final class SecuredClient extends FTPSClient {
    /// How long to wait for the server's end; nothing but the saving of a handshake hangs on it.
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final SSLContext tls;
    private final boolean checksName;
    private boolean protectedData;

    /// @param checksName whether the certificate must name the host
    SecuredClient(SSLContext tls, boolean checksName) {
        super(false, tls);
        this.tls = tls;
        this.checksName = checksName;
        setEndpointCheckingEnabled(checksName);
    }

    /// Data connections are secured here, not by the factories that come with this.
    @Override
    public void execPROT(String level) throws IOException {
        super.execPROT(level);
        setSocketFactory(null);
        setServerSocketFactory(null);
        protectedData = level.equals("P");
    }

    @Override
    protected @Nullable Socket _openDataConnection_(String command, @Nullable String argument)
            throws IOException {
        Socket plain = super._openDataConnection_(command, argument);
        if (plain == null || !protectedData) {
            return plain;
        }
        try {
            return new DataSocket(secured(plain));
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private SSLSocket secured(Socket plain) throws IOException {
        int port = getRemotePort();
        Socket carrier =
                new CarrierSocket(plain) {
                    @Override
                    public int getPort() {
                        return port;
                    }
                };
        SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket(carrier, _hostname_, port, true);
        if (checksName) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }

    /// A data connection that says goodbye and hears the server's.
    private static final class DataSocket extends CarrierSocket {
        private final SSLSocket socket;

        private DataSocket(SSLSocket socket) {
            super(socket);
            this.socket = socket;
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(socket.getOutputStream()) {
                private boolean ended;

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, length);
                }

                @Override
                public void close() throws IOException {
                    if (!ended) {
                        ended = true;
                        flush();
                        socket.shutdownOutput();
                        hearTheEnd();
                    }
                }
            };
        }

        private void hearTheEnd() {
            try {
                socket.setSoTimeout(Math.toIntExact(LAST_WORDS.toMillis()));
                InputStream in = socket.getInputStream();
                byte[] bytes = new byte[1024];
                while (in.read(bytes) >= 0) {
                    // Servers say nothing here.
                }
            } catch (IOException e) {
                // The reply on the control connection tells what became of the upload.
            }
        }
    }
}
