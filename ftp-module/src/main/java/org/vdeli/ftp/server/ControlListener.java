package org.vdeli.ftp.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.ftpserver.DataConnectionConfiguration;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.ftpserver.listener.nio.AbstractListener;
import org.apache.ftpserver.listener.nio.FtpHandlerAdapter;
import org.apache.ftpserver.listener.nio.FtpResponseEncoder;
import org.apache.ftpserver.ssl.SslConfiguration;
import org.apache.mina.core.filterchain.DefaultIoFilterChainBuilder;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoEventType;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.filter.executor.ExecutorFilter;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.jspecify.annotations.Nullable;

/// Accepts control connections.
///
/// In place of FtpServer's own listener, whose replies wait for each other: it leaves Nagle's
/// algorithm on, so that 226 is held back until the client has acknowledged 150, which its kernel
/// delays by 40 ms. Commands are read ahead of the session's turn here, so that ABOR and the end of
/// the connection are seen while a transfer runs.
final class ControlListener extends AbstractListener {
    /// Room for a path of the longest kind with a few bytes for each character.
    private static final int LONGEST_LINE = 8 * 1024;

    private static final int BACKLOG = 1024;

    private final SessionGuard guard;
    private final Executor threads;
    private final DataPorts dataPorts;
    private final CommandHandler handler;
    private final InstantSource clock;
    private @Nullable NioSocketAcceptor acceptor;
    private @Nullable FtpServerContext context;

    /// Makes the data port of a new session.
    @FunctionalInterface
    interface DataPorts {
        DataPort open(IoSession session);
    }

    ControlListener(
            FtpSettings settings,
            @Nullable SslConfiguration tls,
            DataConnectionConfiguration dataConfiguration,
            SessionGuard guard,
            Executor threads,
            DataPorts dataPorts,
            CommandHandler handler,
            InstantSource clock) {
        super(
                settings.host(),
                settings.port(),
                false,
                tls,
                dataConfiguration,
                Math.toIntExact(settings.idleTime().toSeconds()),
                null);
        this.guard = guard;
        this.threads = threads;
        this.dataPorts = dataPorts;
        this.handler = handler;
        this.clock = clock;
    }

    private final class Adapter extends FtpHandlerAdapter {
        private final FtpServerContext serverContext;

        private Adapter(FtpServerContext serverContext) {
            super(serverContext, handler);
            this.serverContext = serverContext;
        }

        @Override
        public void sessionCreated(IoSession session) throws Exception {
            dataPorts.open(session).install();
            super.sessionCreated(session);
        }

        @Override
        public void messageReceived(IoSession session, Object message) {
            if (message instanceof LineDecoder.BadLine bad) {
                session.write(new DefaultFtpReply(bad.code(), bad.text()));
                if (bad.last()) {
                    session.closeOnFlush();
                }
                return;
            }
            handler.messageReceived(
                    new FtpIoSession(session, serverContext),
                    new RawRequest(message.toString(), clock.millis()));
        }
    }

    @Override
    public synchronized void start(FtpServerContext serverContext) {
        context = serverContext;
        NioSocketAcceptor starting = new NioSocketAcceptor();
        acceptor = starting;
        starting.setReuseAddress(true);
        starting.setBacklog(BACKLOG);
        starting.getSessionConfig().setTcpNoDelay(true);
        starting.getSessionConfig().setReadBufferSize(2048);
        starting.getSessionConfig().setMaxReadBufferSize(LONGEST_LINE);
        starting.getSessionConfig().setIdleTime(IdleStatus.BOTH_IDLE, getIdleTimeout());

        DefaultIoFilterChainBuilder chain = starting.getFilterChain();
        chain.addLast(
                "codec",
                new ProtocolCodecFilter(new FtpResponseEncoder(), new LineDecoder(LONGEST_LINE)));
        chain.addLast("guard", guard);
        chain.addLast(
                "lanes",
                new ExecutorFilter(
                        new SessionLanes(threads),
                        IoEventType.EXCEPTION_CAUGHT,
                        IoEventType.MESSAGE_RECEIVED,
                        IoEventType.SESSION_CLOSED,
                        IoEventType.SESSION_IDLE,
                        IoEventType.SESSION_OPENED));
        handler.attach(this);
        starting.setHandler(new Adapter(serverContext));
        try {
            starting.bind(new InetSocketAddress(getServerAddress(), getPort()));
        } catch (IOException e) {
            stop();
            throw new IllegalStateException(
                    "could not listen for FTP on "
                            + getServerAddress()
                            + ":"
                            + getPort()
                            + ": "
                            + e.getMessage()
                            + "; choose another ftp.host or ftp.port",
                    e);
        }
        setPort(starting.getLocalAddress().getPort());
    }

    @Override
    public synchronized void stop() {
        if (acceptor != null) {
            acceptor.setCloseOnDeactivation(true);
            acceptor.unbind();
            acceptor.getManagedSessions().values().forEach(IoSession::closeNow);
            acceptor.dispose();
            acceptor = null;
        }
    }

    /// Whether the port is bound.
    synchronized boolean isListening() {
        return acceptor != null && acceptor.isActive();
    }

    @Override
    public synchronized boolean isStopped() {
        return acceptor == null;
    }

    /// Not offered: a service that is paused looks broken to publishers.
    @Override
    public void suspend() {
        throw new UnsupportedOperationException("the FTP service is stopped, not suspended");
    }

    @Override
    public void resume() {
        throw new UnsupportedOperationException("the FTP service is started, not resumed");
    }

    @Override
    public boolean isSuspended() {
        return false;
    }

    @Override
    public synchronized Set<FtpIoSession> getActiveSessions() {
        Set<FtpIoSession> sessions = new HashSet<>();
        if (acceptor != null && context != null) {
            for (IoSession session : acceptor.getManagedSessions().values()) {
                sessions.add(new FtpIoSession(session, context));
            }
        }
        return sessions;
    }
}
