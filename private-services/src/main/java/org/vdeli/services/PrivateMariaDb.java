package org.vdeli.services;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A MariaDB server of our own in one folder, on loopback, ready when `start` returns.
///
/// The folder holds the tables (`data`), the passwords (`root.password`, `app.password`, mode 600),
/// the log (`mariadb.log`) and the pid file. The server is the embedded one (from the class path,
/// unpacked once into a cache) or the installed one; a folder stays with the one that made it,
/// because an older server cannot read the tables of a newer one. There are two accounts, `root`
/// and the application's, both from loopback alone; the application owns every database whose name
/// starts with that of its own. TLS is off: the server is not reachable from outside, and an 11.4
/// server would otherwise make an RSA key at each start (2 to 24 s).
public final class PrivateMariaDb implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateMariaDb.class);
    private static final String NAME = "mariadb";
    private static final int ATTEMPTS = 3;
    private static final int LONGEST_SOCKET_PATH = 100; // sun_path of unix(7) holds 108 bytes
    private static final int GREETING_OF_PROTOCOL_10 = 10;

    private final InstanceFolder folder;
    private final ChildProcess process;
    private final Settings settings;
    private final int port;
    private final String password;
    private final String rootPassword;

    private PrivateMariaDb(
            InstanceFolder folder,
            ChildProcess process,
            Settings settings,
            int port,
            String password,
            String rootPassword) {
        this.folder = folder;
        this.process = process;
        this.settings = settings;
        this.port = port;
        this.password = password;
        this.rootPassword = rootPassword;
    }

    /// Which server program to run.
    public enum Binary {
        /// The embedded one where it runs, else the installed one.
        PREFER_EMBEDDED,
        /// The embedded one or none.
        EMBEDDED,
        /// The installed one or none.
        INSTALLED
    }

    /// How to run the server.
    ///
    /// @param folder where the instance lives; made when it is not there
    /// @param binaryCache where the embedded server is unpacked once (330 MB), shared by instances
    /// @param binary which server program
    /// @param port the port, or none for a free one, which is kept for the next start where it is
    ///   free then
    /// @param database name of the application's database and account, letters, digits and `_`
    /// @param options further options of mariadbd, such as `--innodb-buffer-pool-size=1G`
    /// @param startWithin how long a start may take
    public record Settings(
            Path folder,
            Path binaryCache,
            Binary binary,
            OptionalInt port,
            String database,
            List<String> options,
            Duration startWithin) {
        /// Checks and copies.
        public Settings {
            if (!database.matches("[A-Za-z0-9_]{1,32}")) {
                throw new IllegalArgumentException(
                        "a database name has 1 to 32 letters, digits and _: " + database);
            }
            options = List.copyOf(options);
        }

        /// A server in a folder: database `vdeli`, free port, the user's cache, a minute to start.
        ///
        /// @param folder where the instance lives
        /// @return the settings
        public static Settings in(Path folder) {
            return new Settings(
                    folder,
                    Path.of(System.getProperty("user.home"), ".cache", "vdeli"),
                    Binary.PREFER_EMBEDDED,
                    OptionalInt.empty(),
                    "vdeli",
                    List.of(),
                    Duration.ofSeconds(60));
        }

        /// The same settings with another choice of the program.
        ///
        /// @param choice which server program
        /// @return the settings
        public Settings with(Binary choice) {
            return new Settings(folder, binaryCache, choice, port, database, options, startWithin);
        }

        /// The same settings on a port.
        ///
        /// @param fixed the port
        /// @return the settings
        public Settings onPort(int fixed) {
            return new Settings(
                    folder,
                    binaryCache,
                    binary,
                    OptionalInt.of(fixed),
                    database,
                    options,
                    startWithin);
        }

        /// The same settings with another folder for the unpacked program.
        ///
        /// @param cache the folder
        /// @return the settings
        public Settings unpackedIn(Path cache) {
            return new Settings(folder, cache, binary, port, database, options, startWithin);
        }

        /// The same settings with further options of mariadbd.
        ///
        /// @param more such as `--innodb-flush-log-at-trx-commit=0`
        /// @return the settings
        public Settings with(String... more) {
            List<String> all = new ArrayList<>(options);
            all.addAll(List.of(more));
            return new Settings(folder, binaryCache, binary, port, database, all, startWithin);
        }
    }

    /// Starts the server and waits until it answers.
    ///
    /// @param settings how
    /// @return the running server
    /// @throws ServiceStartException with the cause, what to do and the end of its log
    public static PrivateMariaDb start(Settings settings) {
        long begin = System.nanoTime();
        InstanceFolder folder = null;
        try {
            folder = InstanceFolder.open("MariaDB", settings.folder());
            PrivateMariaDb started = start(settings, folder);
            LOG.info(
                    "event=mariadb-started port={} pid={} folder={} ms={}",
                    started.port,
                    started.process.pid(),
                    folder.path(),
                    (System.nanoTime() - begin) / 1_000_000);
            return started;
        } catch (IOException e) {
            close(folder);
            throw new ServiceStartException(
                    "could not start MariaDB in " + settings.folder() + ": " + e.getMessage(), e);
        } catch (ServiceStartException e) {
            close(folder);
            throw e;
        }
    }

    private static PrivateMariaDb start(Settings settings, InstanceFolder folder)
            throws IOException {
        MariaDbBinary binary = binaryOf(settings, folder);
        ChildProcess.Start leftover = childStart(folder, List.of(binary.program().toString()));
        ChildProcess.stopLeftover(leftover);
        bootstrap(binary, folder, settings.startWithin());
        String password = folder.keptSecret("app.password", 16);
        String rootPassword = folder.keptSecret("root.password", 16);
        InstanceFolder.writePrivate(
                folder.file("init.sql"), accounts(settings.database(), password, rootPassword));
        for (int attempt = 1; ; attempt++) {
            int port =
                    settings.port().isPresent()
                            ? settings.port().getAsInt()
                            : folder.keptPorts(1).getFirst();
            ChildProcess process =
                    ChildProcess.start(
                            childStart(folder, serverCommand(binary, folder, settings, port)));
            try {
                process.awaitReady(
                        settings.startWithin(),
                        () -> process.output().contains("ready for connections") && greets(port),
                        "look at the log, and delete "
                                + folder.file("data")
                                + " if its content is of no worth");
                return new PrivateMariaDb(folder, process, settings, port, password, rootPassword);
            } catch (ServiceStartException e) {
                boolean taken = process.output().contains("Address already in use");
                if (!taken || settings.port().isPresent() || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /// A folder stays with the kind of server that made it.
    private static MariaDbBinary binaryOf(Settings settings, InstanceFolder folder)
            throws IOException {
        List<MariaDbBinary> runnable =
                MariaDbBinary.runnable(settings.binary(), settings.binaryCache());
        Path made = folder.file("made-by");
        if (!Files.exists(made)) {
            return runnable.getFirst();
        }
        String origin = Files.readString(made).strip();
        return runnable.stream()
                .filter(binary -> binary.origin().name().toLowerCase(Locale.ROOT).equals(origin))
                .findFirst()
                .orElseThrow(() ->
                        new IOException(
                                "its tables were made by the "
                                        + origin
                                        + " server, which is not available here; choose that one or"
                                        + " another folder"));
    }

    private static ChildProcess.Start childStart(InstanceFolder folder, List<String> command) {
        return ChildProcess.Start.in(folder.path(), NAME, command)
                .markedBy("--datadir=" + folder.file("data"))
                .stoppedWithin(Duration.ofSeconds(30));
    }

    /// Makes the system tables in a sibling folder and renames it, so that `data` is never half
    /// made.
    private static void bootstrap(MariaDbBinary binary, InstanceFolder folder, Duration within)
            throws IOException {
        Path data = folder.file("data");
        if (Files.exists(data)) {
            return;
        }
        Path next = folder.file("data.new");
        MariaDbBinary.deleteTree(next);
        Files.createDirectories(next.resolve("mysql"));
        List<String> command = command(binary, folder, next);
        command.add("--bootstrap");
        command.add("--innodb-buffer-pool-size=32M");
        command.add("--default-storage-engine=Aria");
        command.add("--enforce-storage-engine=");
        Path log = folder.file("bootstrap.log");
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.path().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try (OutputStream input = process.getOutputStream()) {
            input.write(
                    "create database if not exists mysql;\nuse mysql;\nSET @auth_root_socket=NULL;\n"
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            for (Path script : binary.systemTables()) {
                Files.copy(script, input);
                input.write('\n');
            }
        } catch (IOException e) {
            LOG.debug("event=bootstrap-input-refused cause={}", e.toString()); // its log says why
        }
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException(
                        "its tables were not made within " + within + "; look at " + log);
            }
            int status = process.exitValue();
            if (status != 0) {
                List<String> lines = Files.readAllLines(log);
                throw new IOException(
                        "its tables could not be made (status %d); the end of %s:%n%s"
                                .formatted(
                                        status,
                                        log,
                                        String.join(
                                                "\n",
                                                lines.subList(
                                                        Math.max(0, lines.size() - 15),
                                                        lines.size()))));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new IOException("interrupted", e);
        }
        Files.writeString(
                folder.file("made-by"), binary.origin().name().toLowerCase(Locale.ROOT) + "\n");
        Files.move(next, data);
    }

    private static List<String> command(MariaDbBinary binary, InstanceFolder folder, Path data)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(binary.program().toString());
        command.add("--no-defaults");
        if (System.getProperty("user.name").equals("root")) {
            command.add("--user=root");
        }
        command.add("--datadir=" + data);
        command.add("--tmpdir=" + folder.folder("tmp"));
        command.add("--lc-messages-dir=" + binary.share());
        command.add("--character-sets-dir=" + binary.share().resolve("charsets"));
        command.add("--innodb-log-file-size=32M");
        return command;
    }

    private static List<String> serverCommand(
            MariaDbBinary binary, InstanceFolder folder, Settings settings, int port)
            throws IOException {
        List<String> command = command(binary, folder, folder.file("data"));
        command.add("--bind-address=127.0.0.1");
        command.add("--port=" + port);
        command.add("--socket=" + socket(folder));
        command.add("--pid-file=" + folder.file("server.pid"));
        command.add("--init-file=" + folder.file("init.sql"));
        command.add("--skip-ssl");
        command.add("--skip-name-resolve");
        command.add("--skip-log-bin");
        command.add("--local-infile=0");
        command.add("--character-set-server=utf8mb4");
        command.add("--collation-server=utf8mb4_bin");
        command.add("--default-time-zone=+00:00");
        command.add("--max-allowed-packet=64M");
        command.add("--max-connections=500");
        command.addAll(settings.options());
        return command;
    }

    private static Path socket(InstanceFolder folder) {
        Path socket = folder.file("mariadb.sock");
        return socket.toString().length() <= LONGEST_SOCKET_PATH
                ? socket
                : Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "vdeli-" + Integer.toHexString(socket.toString().hashCode()) + ".sock");
    }

    /// One statement a line, as an init file wants it; run before the server listens.
    private static String accounts(String database, String password, String rootPassword) {
        StringBuilder sql = new StringBuilder();
        sql.append("DELETE FROM mysql.global_priv WHERE User NOT IN ('root', 'mariadb.sys', '")
                .append(database)
                .append("') OR (User = 'root' AND Host NOT IN ('localhost', '127.0.0.1'));\n")
                .append("FLUSH PRIVILEGES;\n");
        for (String host : List.of("localhost", "127.0.0.1")) {
            account(sql, "root", host, rootPassword, "*.*", " WITH GRANT OPTION");
            account(sql, database, host, password, "`" + database.replace("_", "\\_") + "%`.*", "");
        }
        sql.append("CREATE DATABASE IF NOT EXISTS `").append(database).append("`;\n");
        return sql.toString();
    }

    private static void account(
            StringBuilder sql,
            String user,
            String host,
            String password,
            String what,
            String grant) {
        String account = "'" + user + "'@'" + host + "'";
        sql.append("CREATE USER IF NOT EXISTS ").append(account).append(";\n");
        sql.append("ALTER USER ")
                .append(account)
                .append(" IDENTIFIED BY '")
                .append(password)
                .append("';\n");
        sql.append("GRANT ALL PRIVILEGES ON ")
                .append(what)
                .append(" TO ")
                .append(account)
                .append(grant)
                .append(";\n");
    }

    /// Whether a MariaDB greets on the port: length (3 bytes), number (1), protocol version (1).
    private static boolean greets(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(2000);
            byte[] head = socket.getInputStream().readNBytes(5);
            return head.length == 5 && head[4] == GREETING_OF_PROTOCOL_10;
        } catch (IOException _) {
            return false;
        }
    }

    /// The port on 127.0.0.1.
    public int port() {
        return port;
    }

    /// The application's database.
    public String database() {
        return settings.database();
    }

    /// The application's account.
    public String user() {
        return settings.database();
    }

    /// The application's password.
    public String password() {
        return password;
    }

    /// The password of `root`.
    public String rootPassword() {
        return rootPassword;
    }

    /// Address of the application's database for JDBC, with TLS off and batches in bulk.
    public String jdbcUrl() {
        return jdbcUrl(database());
    }

    /// Address of another database of this server for JDBC.
    ///
    /// @param name the database
    /// @return the address
    public String jdbcUrl(String name) {
        return "jdbc:mariadb://127.0.0.1:"
                + port
                + "/"
                + name
                + "?sslMode=disable&useBulkStmts=true";
    }

    /// The pid of the server.
    public long pid() {
        return process.pid();
    }

    /// Whether the server runs.
    public boolean isAlive() {
        return process.isAlive();
    }

    /// The server's log.
    public Path log() {
        return folder.file(NAME + ".log");
    }

    /// Stops the server in good order, within 30 s, after that by force.
    @Override
    public void close() {
        process.close();
        folder.close();
    }

    private static void close(@org.jspecify.annotations.Nullable InstanceFolder folder) {
        if (folder != null) {
            folder.close();
        }
    }
}
