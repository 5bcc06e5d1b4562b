package org.vdeli.ftp.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.apache.ftpserver.DataConnectionException;
import org.apache.ftpserver.impl.ServerDataConnectionFactory;
import org.apache.ftpserver.ssl.SslConfiguration;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.jspecify.annotations.Nullable;

/// Opens the data connections of one session.
///
/// A data connection must come from the address of the control connection, and goes only there:
/// nobody else can take over a transfer, or have this server connect to a third party. Every wait
/// has an end.
final class DataPort implements ServerDataConnectionFactory {
    private static final Duration CONNECT_TIME = Duration.ofSeconds(10);
    private static final Duration ACCEPT_TIME = Duration.ofSeconds(30);

    /// The key under which FtpServer looks for a session's data connection.
    static final String ATTRIBUTE = "org.apache.ftpserver.data-connection";

    private static final AttributeKey KEY = new AttributeKey(DataPort.class, "port");

    private final IoSession session;
    private final PassivePorts ports;
    private final @Nullable SslConfiguration tls;
    private final boolean closeNotify;
    private final TransferWatch watch;
    private @Nullable ServerSocketChannel listening;
    private @Nullable InetSocketAddress active;
    private volatile @Nullable DataLink link;
    private boolean secure;

    /// @param closeNotify whether TLS data must end by close_notify
    DataPort(
            IoSession session,
            PassivePorts ports,
            @Nullable SslConfiguration tls,
            boolean closeNotify,
            TransferWatch watch) {
        this.session = session;
        this.ports = ports;
        this.tls = tls;
        this.closeNotify = closeNotify;
        this.watch = watch;
    }

    static DataPort of(IoSession session) {
        return (DataPort) session.getAttribute(KEY);
    }

    /// Ends the transfer that runs, if one does, without waiting for anything.
    static void abort(IoSession session) {
        if (session.getAttribute(KEY) instanceof DataPort port) {
            DataLink running = port.link;
            if (running != null) {
                running.abort();
            }
        }
    }

    /// Makes this the session's data port.
    void install() {
        session.setAttribute(KEY, this);
        session.setAttribute(ATTRIBUTE, this);
    }

    /// Whether PASV, EPSV, PORT or EPRT was issued for the next transfer.
    synchronized boolean isReady() {
        return listening != null || active != null;
    }

    @Override
    public synchronized void initActiveDataConnection(InetSocketAddress address) {
        closeDataConnection();
        active = address;
    }

    @Override
    public synchronized InetSocketAddress initPassiveDataConnection()
            throws DataConnectionException {
        closeDataConnection();
        try {
            InetAddress address = ((InetSocketAddress) session.getLocalAddress()).getAddress();
            ServerSocketChannel channel = ports.listen(address);
            listening = channel;
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            throw new DataConnectionException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public DataLink openConnection() throws IOException {
        SocketChannel channel = connect();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            DataLink opened =
                    secure && tls != null ? secured(channel, tls) : DataLink.plain(channel, watch);
            synchronized (this) {
                link = opened;
            }
            opened.handshake();
            return opened;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private SocketChannel connect() throws IOException {
        ServerSocketChannel passive;
        InetSocketAddress target;
        synchronized (this) {
            passive = listening;
            target = active;
        }
        if (passive != null) {
            return accept(passive);
        }
        if (target == null) {
            throw new IOException("neither PASV nor PORT was issued");
        }
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(target, Math.toIntExact(CONNECT_TIME.toMillis()));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private SocketChannel accept(ServerSocketChannel passive) throws IOException {
        InetAddress client = ((InetSocketAddress) session.getRemoteAddress()).getAddress();
        passive.socket().setSoTimeout(Math.toIntExact(ACCEPT_TIME.toMillis()));
        while (true) {
            Socket socket = passive.socket().accept();
            if (socket.getInetAddress().equals(client)) {
                return socket.getChannel();
            }
            socket.close();
        }
    }

    private DataLink secured(SocketChannel channel, SslConfiguration tls) throws IOException {
        TlsCarrier carrier = new TlsCarrier(channel.socket(), closeNotify);
        return DataLink.secured(channel, secure(carrier, tls), carrier, watch);
    }

    private static SSLSocket secure(Socket plain, SslConfiguration tls) throws IOException {
        try {
            SSLSocket socket =
                    (SSLSocket)
                            tls.getSocketFactory()
                                    .createSocket(
                                            plain,
                                            plain.getInetAddress().getHostAddress(),
                                            plain.getPort(),
                                            true);
            socket.setUseClientMode(false);
            socket.setEnabledProtocols(tls.getEnabledProtocols());
            return socket;
        } catch (GeneralSecurityException e) {
            throw new SocketException("could not set up TLS: " + e);
        }
    }

    @Override
    public synchronized void closeDataConnection() {
        try {
            if (link != null) {
                link.close();
            }
            if (listening != null) {
                listening.close();
            }
        } catch (IOException e) {
            // The connection is of no use to anybody any more, however it ended.
        }
        link = null;
        listening = null;
        active = null;
    }

    @Override
    public void setSecure(boolean secure) {
        this.secure = secure;
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public void setServerControlAddress(InetAddress address) {}

    @Override
    public void setZipMode(boolean zip) {}

    @Override
    public boolean isZipMode() {
        return false;
    }

    @Override
    public boolean isTimeout(long now) {
        return false;
    }

    @Override
    public void dispose() {
        closeDataConnection();
    }

    @Override
    public synchronized @Nullable InetAddress getInetAddress() {
        return active == null ? null : active.getAddress();
    }

    @Override
    public synchronized int getPort() {
        return active == null ? 0 : active.getPort();
    }
}
