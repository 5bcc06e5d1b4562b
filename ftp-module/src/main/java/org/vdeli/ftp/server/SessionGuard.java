package org.vdeli.ftp.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.ssl.SslFilter;

/// Sees connections and commands as they arrive, before any of them waits its turn: who may connect
/// at all, and what concerns a transfer that is running.
final class SessionGuard extends IoFilterAdapter {
    /// Hundreds of answers, beside what the kernel holds for the client already; one that does not
    /// read what it asked for is no client of ours, and what it is owed must not pile up here.
    static final long MOST_UNREAD = 64 * 1024;

    private static final AttributeKey ABORTED = new AttributeKey(SessionGuard.class, "aborted");
    private static final AttributeKey SECURING = new AttributeKey(SessionGuard.class, "securing");

    private final Addresses addresses;
    private final int maxSessions;
    private final int maxPerAddress;
    private final AtomicInteger sessions = new AtomicInteger();
    private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();

    SessionGuard(Addresses addresses, int maxSessions, int maxPerAddress) {
        this.addresses = addresses;
        this.maxSessions = maxSessions;
        this.maxPerAddress = maxPerAddress;
    }

    /// Begins to listen for ABOR.
    static void startTransfer(IoSession session) {
        session.removeAttribute(ABORTED);
    }

    /// Whether the publisher is still there and wants the transfer that runs: the control
    /// connection is open and no ABOR came.
    static boolean isWanted(IoSession session) {
        return session.isConnected() && !session.isClosing() && !session.containsAttribute(ABORTED);
    }

    /// AUTH was answered with an error: the session goes on in the clear.
    static void notSecured(IoSession session) {
        session.removeAttribute(SECURING);
    }

    @Override
    public void sessionOpened(NextFilter next, IoSession session) {
        InetAddress address = address(session);
        int total = sessions.incrementAndGet();
        int own = perAddress.merge(address, 1, Integer::sum);
        if (!addresses.permits(address)) {
            refuse(session, "Connections from your address are not allowed");
        } else if (total > maxSessions) {
            refuse(session, "Too many sessions; try again later");
        } else if (own > maxPerAddress) {
            refuse(session, "Too many sessions from your address; try again later");
        } else {
            next.sessionOpened(session);
        }
    }

    private static void refuse(IoSession session, String text) {
        session.write(new DefaultFtpReply(421, text));
        session.closeOnFlush();
    }

    @Override
    public void sessionClosed(NextFilter next, IoSession session) {
        sessions.decrementAndGet();
        perAddress.computeIfPresent(address(session), (_, n) -> n > 1 ? n - 1 : null);
        next.sessionClosed(session);
    }

    /// A session whose command runs is not idle, however silent its control connection is.
    @Override
    public void sessionIdle(NextFilter next, IoSession session, IdleStatus status) {
        if (!SessionLanes.isBusy(session)) {
            next.sessionIdle(session, status);
        }
    }

    @Override
    public void messageReceived(NextFilter next, IoSession session, Object message) {
        if (session.getScheduledWriteBytes() > MOST_UNREAD) {
            session.closeNow();
            return;
        }
        String line = message.toString();
        if (session.containsAttribute(SECURING)
                && !session.getFilterChain().contains(SslFilter.class)) {
            // Bytes behind AUTH and before the handshake are not the publisher's (STARTTLS
            // injection, as CVE-2011-0411).
            session.closeNow();
            return;
        }
        if (message instanceof LineDecoder.BadLine) {
            // Some clients wrap ABOR in Telnet signals, which are no UTF-8 (RFC 959, 4.1.3).
            abort(session);
        } else if (is(line, "AUTH")) {
            session.setAttribute(SECURING);
        } else if (is(line, "ABOR")) {
            abort(session);
        }
        next.messageReceived(session, message);
    }

    /// The server ends the transfer, too: many clients wait for that after ABOR (RFC 959, 4.1.3).
    private static void abort(IoSession session) {
        session.setAttribute(ABORTED);
        DataPort.abort(session);
    }

    private static boolean is(String line, String command) {
        return line.strip().split(" ", 2)[0].toUpperCase(Locale.ROOT).endsWith(command);
    }

    private static InetAddress address(IoSession session) {
        return (InetAddress)
                session.getAttribute(
                        SessionGuard.class,
                        session.getRemoteAddress() instanceof InetSocketAddress socket
                                ? socket.getAddress()
                                : InetAddress.getLoopbackAddress());
    }

    /// Remembers the address: once a connection is closed it can no longer be asked.
    @Override
    public void sessionCreated(NextFilter next, IoSession session) {
        session.setAttribute(SessionGuard.class, address(session));
        next.sessionCreated(session);
    }
}
