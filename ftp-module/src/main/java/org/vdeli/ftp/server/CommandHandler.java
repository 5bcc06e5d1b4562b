package org.vdeli.ftp.server;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.DefaultFtpHandler;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.ftpserver.listener.Listener;
import org.apache.mina.core.session.IdleStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.ingest.FtpAccount.Permission;

/// Carries out one command of a session after the other: looks whether the publisher has logged in
/// and may do this, and sees to it that whatever a client sends, it gets an answer and the service
/// goes on.
final class CommandHandler extends DefaultFtpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(CommandHandler.class);

    private static final Set<String> BEFORE_LOGIN =
            Set.of(
                    "USER", "PASS", "AUTH", "QUIT", "PROT", "PBSZ", "FEAT", "SYST", "NOOP", "HELP",
                    "OPTS", "CLNT");

    private static final Set<String> WITH_DATA =
            Set.of("STOR", "APPE", "RETR", "LIST", "NLST", "MLSD");

    private static final Map<String, Permission> PERMISSIONS =
            Map.ofEntries(
                    Map.entry("CWD", Permission.CHANGE_FOLDER),
                    Map.entry("CDUP", Permission.CHANGE_FOLDER),
                    Map.entry("LIST", Permission.LIST),
                    Map.entry("NLST", Permission.LIST),
                    Map.entry("MLSD", Permission.LIST),
                    Map.entry("MLST", Permission.LIST),
                    Map.entry("STAT", Permission.LIST),
                    Map.entry("RETR", Permission.RETRIEVE),
                    Map.entry("STOR", Permission.WRITE),
                    Map.entry("APPE", Permission.APPEND),
                    Map.entry("DELE", Permission.DELETE),
                    Map.entry("RMD", Permission.DELETE),
                    Map.entry("RNFR", Permission.RENAME),
                    Map.entry("RNTO", Permission.RENAME),
                    Map.entry("MKD", Permission.MAKE_FOLDER));

    private final FtpServerContext context;
    private final Map<String, Command> commands;
    private final boolean tlsRequired;

    CommandHandler(FtpServerContext context, Map<String, Command> commands, boolean tlsRequired) {
        this.context = context;
        this.commands = Map.copyOf(commands);
        this.tlsRequired = tlsRequired;
    }

    /// Called by the listener once it is bound.
    void attach(Listener listener) {
        init(context, listener);
    }

    @Override
    public void messageReceived(FtpIoSession session, FtpRequest request) {
        String name = request.getCommand();
        try {
            Optional<DefaultFtpReply> refusal = refusal(session, name);
            if (refusal.isPresent()) {
                session.write(refusal.get());
                return;
            }
            Command command = commands.get(name);
            if (command == null) {
                session.write(new DefaultFtpReply(502, "This command is not known here"));
                return;
            }
            session.updateLastAccessTime();
            command.execute(session, context, request);
        } catch (Exception e) {
            failed(session, name, e);
        }
    }

    private Optional<DefaultFtpReply> refusal(FtpIoSession session, String name) {
        if (!session.isLoggedIn()) {
            if (!BEFORE_LOGIN.contains(name)) {
                return reply(530, "Log in with USER and PASS first");
            }
            boolean login = name.equals("USER") || name.equals("PASS");
            if (tlsRequired && login && !session.isSecure()) {
                return reply(530, "Only TLS is allowed here: send AUTH TLS first");
            }
            return Optional.empty();
        }
        Permission permission = PERMISSIONS.get(name);
        if (permission != null && !PublisherSession.user(session).may(permission)) {
            return reply(550, "Your account may not do this: " + name);
        }
        if (WITH_DATA.contains(name)) {
            DataPort port = DataPort.of(session);
            if (!port.isReady()) {
                return reply(503, "Send PASV, EPSV, PORT or EPRT first");
            }
            if (tlsRequired && !port.isSecure()) {
                return reply(522, "Only TLS is allowed here: send PROT P first");
            }
        }
        return Optional.empty();
    }

    private static Optional<DefaultFtpReply> reply(int code, String text) {
        return Optional.of(new DefaultFtpReply(code, text));
    }

    private static void failed(FtpIoSession session, String name, Exception e) {
        if (e instanceof IOException) {
            LOG.debug("ftp command failed command={} cause={}", name, e.toString());
        } else {
            LOG.warn("could not carry out FTP command {}", name, e);
        }
        session.write(new DefaultFtpReply(451, "This could not be done now; try again later"));
    }

    @Override
    public void exceptionCaught(FtpIoSession session, @Nullable Throwable cause) {
        LOG.debug("ftp session broke off cause={}", String.valueOf(cause));
        session.closeNow();
    }

    @Override
    public void sessionIdle(FtpIoSession session, IdleStatus status) {
        session.write(new DefaultFtpReply(421, "You were silent for too long; goodbye"));
        session.closeOnFlush();
    }
}
