package org.vdeli.ftp.server;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.ftplet.DataType;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.mina.core.session.AttributeKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.ingest.FtpAccount.Permission;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.ftp.home.PathRefused;
import org.vdeli.ftp.home.Place;
import org.vdeli.ftp.upload.ByteSource;
import org.vdeli.ftp.upload.DiskReserveException;
import org.vdeli.ftp.upload.FileBusyException;
import org.vdeli.ftp.upload.Incoming;
import org.vdeli.ftp.upload.Received;
import org.vdeli.ftp.upload.Uploads;

/// STOR and APPE: takes an upload in.
///
/// **When is an upload complete?** FTP says it by closing the data connection, and that is also
/// what the kernel does for a client that was killed. Four things tell the two apart; if one of
/// them speaks against the upload, what came stays for a resume and nothing is delivered:
///
/// 1. the data connection ended by a close, not by a reset or by silence, and with TLS by
///    close_notify, which nobody in between can forge;
/// 2. the control connection is still open and brought no ABOR. A killed process loses all its
///    connections in one go, so the end of the control connection is on its way together with that
///    of the data connection, in either order. It is therefore looked for at least [#SETTLE] after
///    the data's end, which passes while the file is forced to disk. Only uploads that took less
///    than [#QUICK] and have at most [#SMALL] bytes are not held up: they were sent in one go, and
///    for them the look itself has to do;
/// 3. the size that ALLO announced, if it did, was reached. It is the size of the file (RFC 959,
///    4.1.3); some clients announce the rest when they resume, which is told by a number that is
///    smaller than what is there. Where it was reached, close_notify is not needed;
/// 4. the promise is the reply 226: it is sent last, when data and journal are on disk.
final class StoreCommand implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(StoreCommand.class);

    /// Several times what the end of the second connection needs to arrive on a LAN and to be seen
    /// by a busy machine.
    private static final Duration SETTLE = Duration.ofMillis(30);

    private static final Duration QUICK = Duration.ofMillis(50);
    private static final long SMALL = 256 * 1024;

    private static final AttributeKey ANNOUNCED = new AttributeKey(StoreCommand.class, "announced");

    private final Uploads uploads;
    private final boolean append;

    StoreCommand(Uploads uploads, boolean append) {
        this.uploads = uploads;
        this.append = append;
    }

    /// ALLO: remembers how large the next upload will be.
    static void announce(FtpIoSession session, FtpRequest request) {
        String text = request.hasArgument() ? request.getArgument().strip() : "";
        String number = text.split("\\s+", 2)[0];
        if (!number.matches("\\d{1,18}")) {
            session.write(new DefaultFtpReply(501, "ALLO takes a number of bytes"));
            return;
        }
        session.setAttribute(ANNOUNCED, Long.valueOf(number));
        session.write(new DefaultFtpReply(200, "So many bytes must come for the upload to count"));
    }

    @Override
    public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request) {
        DefaultFtpReply reply;
        SessionGuard.startTransfer(session);
        try {
            reply = store(session, request);
        } catch (PathRefused e) {
            reply = new DefaultFtpReply(553, e.reason());
        } catch (FileBusyException e) {
            reply = new DefaultFtpReply(450, String.valueOf(e.getMessage()));
        } catch (DiskReserveException e) {
            reply = new DefaultFtpReply(452, "Not stored: " + e.getMessage() + "; try again later");
        } catch (TlsCutException e) {
            LOG.debug("upload cut off file={} cause={}", request.getArgument(), e.toString());
            reply =
                    new DefaultFtpReply(
                            426,
                            "The data ended without TLS close_notify, as if cut off, so the upload"
                                    + " does not count; resume it with REST, or announce its size"
                                    + " with ALLO");
        } catch (SocketException | SocketTimeoutException | SSLException e) {
            LOG.debug("upload broken off file={} cause={}", request.getArgument(), e.toString());
            reply = new DefaultFtpReply(426, "The upload was broken off; resume it with REST");
        } catch (IOException e) {
            LOG.warn("could not store upload {}: {}", request.getArgument(), e.toString());
            reply = new DefaultFtpReply(452, "The upload could not be stored: " + cause(e));
        } finally {
            DataPort.of(session).closeDataConnection();
            session.resetState();
            session.removeAttribute(ANNOUNCED);
        }
        session.write(reply);
    }

    private static String cause(IOException e) {
        String text = String.valueOf(e.getMessage());
        return text.contains("No space left") ? "the disk is full; try again later" : "disk error";
    }

    private DefaultFtpReply store(FtpIoSession session, FtpRequest request)
            throws IOException, PathRefused {
        if (!request.hasArgument()) {
            return new DefaultFtpReply(501, "Say which file");
        }
        AssetPath path = target(session, request.getArgument());
        Path file = PublisherSession.view(session).onDisk(path);
        Path parent = file.getParent();
        if (parent == null || !Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
            throw new PathRefused(
                    "the folder of '" + path.file() + "' does not exist; make it first");
        }
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new PathRefused("'" + path.file() + "' is a folder");
        }
        long there = Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
        long offset = append ? there : session.getFileOffset();
        if (offset > there) {
            return new DefaultFtpReply(
                    554, "Only " + there + " bytes are here; resume from there with REST");
        }
        if (offset > 0 && !PublisherSession.user(session).may(Permission.APPEND)) {
            return new DefaultFtpReply(550, "Your account may not resume or append");
        }
        long expected = expected(session, offset);
        try (Incoming incoming = uploads.begin(path, file, offset, expected)) {
            return receive(session, incoming, path, expected);
        }
    }

    /// How many bytes must come for the upload to be complete; 0 if the client did not say.
    private static long expected(FtpIoSession session, long offset) {
        long announced = session.getAttribute(ANNOUNCED) instanceof Long size ? size : 0;
        return announced >= offset ? announced - offset : announced;
    }

    private static AssetPath target(FtpIoSession session, String text) throws PathRefused {
        Place place = PublisherSession.view(session).place(text);
        if (place instanceof Place.Inside inside) {
            return inside.path();
        }
        throw new PathRefused("a file goes to /project/file, not to '" + text + "'");
    }

    private DefaultFtpReply receive(
            FtpIoSession session, Incoming incoming, AssetPath path, long expected)
            throws IOException {
        session.write(new DefaultFtpReply(150, "Send the data"));
        DataLink link;
        try {
            link = DataPort.of(session).openConnection();
        } catch (IOException e) {
            LOG.debug("no data connection path={} cause={}", path, e.toString());
            return new DefaultFtpReply(425, "The data connection could not be opened");
        }
        long begun = System.nanoTime();
        long before = incoming.size();
        ByteSource source = all(link, expected);
        incoming.receive(
                session.getDataType() == DataType.ASCII ? new AsciiSource(source) : source);
        long ended = System.nanoTime();
        incoming.flush();
        long count = incoming.size() - before;
        boolean quick = ended - begun < QUICK.toNanos() && count <= SMALL;
        if (count < expected || !isWantedStill(session, quick ? 0 : ended + SETTLE.toNanos())) {
            throw new SocketException("the client left before its upload was complete");
        }
        link.close();
        Received received = incoming.commit(PublisherSession.client(session));
        LOG.debug("upload received path={} bytes={}", path, received.size().bytes());
        return new DefaultFtpReply(226, text(received));
    }

    /// What the client sends; once all that it announced is there, any end will do.
    private static ByteSource all(DataLink link, long expected) throws IOException {
        ByteSource source = link.source();
        return into -> {
            try {
                return source.read(into);
            } catch (TlsCutException e) {
                if (expected > 0 && link.moved() >= expected) {
                    return -1;
                }
                throw e;
            }
        };
    }

    private static boolean isWantedStill(FtpIoSession session, long settled) {
        try {
            while (settled != 0 && SessionGuard.isWanted(session) && System.nanoTime() < settled) {
                Thread.sleep(Duration.ofMillis(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return SessionGuard.isWanted(session);
    }

    private static String text(Received received) {
        String checksum = received.checksum().map(c -> ", sha-256 " + c).orElse("");
        String follows =
                received.receipt().isPresent() ? "" : "; it is delivered when you rename it";
        return "Received " + received.size().bytes() + " bytes" + checksum + follows;
    }
}
