package org.vdeli.ftp.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.command.CommandFactory;
import org.apache.ftpserver.command.CommandFactoryFactory;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpFile;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.mina.filter.ssl.SslFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.ftp.home.HomeView;
import org.vdeli.ftp.home.PathRefused;
import org.vdeli.ftp.home.Place;
import org.vdeli.ftp.upload.FileBusyException;
import org.vdeli.ftp.upload.Uploads;

/// The commands that this server knows: FtpServer's own where they do, ours where uploads, reasons
/// or accounts come in. What is not in the table is refused (SITE, STOU, MODE Z, MFMT, MD5).
final class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private static final String FEATURES =
            """
            Extensions supported
             SIZE
             MDTM
             REST STREAM
             MLST Size;Modify;Type;Perm
             AUTH TLS
             PBSZ
             PROT
             UTF8
             TVFS
             EPSV
             EPRT
             XSHA256
            End\
            """;

    private static final String[] STANDARD = {
        "ABOR", "CDUP", "CWD", "DELE", "EPRT", "EPSV", "LIST", "MDTM", "MLSD", "MLST", "NLST",
        "NOOP", "OPTS", "PASV", "PBSZ", "PORT", "PROT", "PWD", "REST", "RETR", "RMD", "RNFR",
        "SIZE", "STRU", "SYST", "TYPE", "USER"
    };

    private final Uploads uploads;

    private Commands(Uploads uploads) {
        this.uploads = uploads;
    }

    /// The table.
    static Map<String, Command> table(LoginCommand login, Uploads uploads) {
        CommandFactory standard = new CommandFactoryFactory().createCommandFactory();
        Map<String, Command> table = new HashMap<>();
        for (String name : STANDARD) {
            table.put(name, standard.getCommand(name));
        }
        Commands own = new Commands(uploads);
        table.put("PASS", login);
        table.put("STOR", new StoreCommand(uploads, false));
        table.put("APPE", new StoreCommand(uploads, true));
        table.put("ALLO", (session, _, request) -> StoreCommand.announce(session, request));
        table.put("RNTO", (session, _, request) -> own.renameTo(session, request));
        table.put("MKD", (session, _, request) -> makeFolder(session, request));
        table.put("XSHA256", (session, _, request) -> own.checksum(session, request));
        table.put("MODE", (session, _, request) -> mode(session, request));
        table.put("QUIT", (session, _, _) -> quit(session));
        table.put("FEAT", (session, _, _) -> say(session, 211, FEATURES));
        table.put("HELP", (session, _, _) -> say(session, 214, "See RFC 959 and FEAT"));
        table.put("CLNT", (session, _, _) -> say(session, 200, "Welcome"));
        table.put(
                "STAT",
                (session, _, _) -> say(session, 211, "All is well; see /.vdeli/status.txt"));
        Command secure = standard.getCommand("AUTH");
        table.put(
                "AUTH",
                (session, context, request) -> {
                    try {
                        secure.execute(session, context, request);
                    } finally {
                        if (!session.getFilterChain().contains(SslFilter.class)) {
                            SessionGuard.notSecured(session);
                        }
                    }
                });
        for (String name : new String[] {"CWD", "MKD", "PWD", "RMD"}) {
            table.put("X" + name, table.get(name));
        }
        table.put("XCUP", table.get("CDUP"));
        return table;
    }

    private static void say(FtpIoSession session, int code, String text) {
        session.write(new DefaultFtpReply(code, text));
    }

    private static void quit(FtpIoSession session) {
        String text =
                session.isLoggedIn()
                        ? PublisherSession.user(session).account().farewell().orElse("Goodbye")
                        : "Goodbye";
        say(session, 221, text);
        session.closeOnFlush();
        DataPort.of(session).closeDataConnection();
    }

    private static void mode(FtpIoSession session, FtpRequest request) {
        boolean stream = request.hasArgument() && request.getArgument().equalsIgnoreCase("S");
        say(session, stream ? 200 : 504, stream ? "Mode is S" : "Only MODE S is known here");
    }

    private static void makeFolder(FtpIoSession session, FtpRequest request) {
        HomeView view = PublisherSession.view(session);
        try {
            if (!request.hasArgument()) {
                say(session, 501, "Say which folder");
                return;
            }
            AssetPath path = inside(view, request.getArgument());
            Path folder = view.onDisk(path);
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new PathRefused("'" + path.file() + "' exists already");
            }
            Files.createDirectory(folder);
            say(session, 257, "\"/" + path.project() + "/" + path.file() + "\" created");
        } catch (PathRefused e) {
            say(session, 550, e.reason());
        } catch (NoSuchFileException e) {
            say(session, 550, "The folder above does not exist; make it first");
        } catch (IOException e) {
            LOG.warn("could not make folder {}: {}", request.getArgument(), e.toString());
            say(session, 550, "The folder could not be made");
        }
    }

    private void renameTo(FtpIoSession session, FtpRequest request) {
        FtpFile from = session.getRenameFrom();
        HomeView view = PublisherSession.view(session);
        try {
            if (from == null || !request.hasArgument()) {
                say(session, from == null ? 503 : 501, "Send RNFR and then RNTO with a name");
                return;
            }
            AssetPath source = inside(view, from.getAbsolutePath());
            AssetPath target = inside(view, request.getArgument());
            Path file = view.onDisk(source);
            Path to = view.onDisk(target);
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new PathRefused("'" + source.file() + "' does not exist");
            }
            if (Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)) {
                throw new PathRefused("'" + target.file() + "' is a folder that exists already");
            }
            int count = uploads.rename(file, to, target, PublisherSession.client(session));
            say(session, 250, "Renamed; files delivered under the new name: " + count);
        } catch (PathRefused e) {
            say(session, 553, e.reason());
        } catch (FileBusyException e) {
            say(session, 450, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            say(session, 553, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.warn("could not rename to {}: {}", request.getArgument(), e.toString());
            say(session, 553, "Not renamed; does the folder of the new name exist?");
        } finally {
            session.resetState();
        }
    }

    private void checksum(FtpIoSession session, FtpRequest request) {
        HomeView view = PublisherSession.view(session);
        try {
            String name = request.hasArgument() ? request.getArgument() : "";
            String bare =
                    name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
                            ? name.substring(1, name.length() - 1)
                            : name;
            Path file = view.onDisk(inside(view, bare));
            say(session, 250, uploads.checksum(file).hex());
        } catch (PathRefused e) {
            say(session, 550, e.reason());
        } catch (IOException e) {
            say(session, 550, "There is no such file");
        }
    }

    private static AssetPath inside(HomeView view, String text) throws PathRefused {
        if (view.place(text) instanceof Place.Inside inside) {
            return inside.path();
        }
        throw new PathRefused("only what is inside a project can be changed, not '" + text + "'");
    }
}
