package org.vdeli.ftp.server;

import java.net.InetSocketAddress;
import org.apache.ftpserver.impl.FtpIoSession;
import org.vdeli.ftp.home.HomeView;

/// What commands need of a session.
final class PublisherSession {
    private PublisherSession() {}

    /// Who has logged in.
    static PublisherUser user(FtpIoSession session) {
        return (PublisherUser) session.getUser();
    }

    /// The home of who has logged in.
    static HomeView view(FtpIoSession session) {
        return (HomeView) session.getFileSystemView();
    }

    /// The client's address as text.
    static String client(FtpIoSession session) {
        return session.getRemoteAddress() instanceof InetSocketAddress socket
                ? socket.getAddress().getHostAddress()
                : "unknown";
    }
}
