package org.vdeli.services;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A RabbitMQ node of our own in one folder, on loopback, ready when `start` returns.
///
/// Clients of other machines reach it only if the settings name an address for them to reach it at;
/// they come in by accounts of their own, because the administrator's is refused from anywhere but
/// loopback. The management interface and Erlang's own ports stay on loopback always.
///
/// It runs the installed RabbitMQ with everything that is its own: home with cookie, node name,
/// database, logs, configuration, plugins and epmd. The scripts of the package are bypassed where
/// they insist on root or on the system's folders. There is one account, an administrator with a
/// random password that is written into the folder (mode 600); `guest` does not exist, because the
/// accounts come from a definitions file, which is read at each start and mends what was deleted.
/// The node name is made once and kept, because the database carries it; ports may change from
/// start to start.
///
/// Measured on 2 cores: 5 s to start, 6 s to stop (the node itself waits), the very first start in
/// a folder up to 14 s.
public final class PrivateRabbitMq implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateRabbitMq.class);
    private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
    private static final String NAME = "rabbitmq";
    private static final String ADMIN = "vdeli-admin";
    private static final String LOOPBACK = "127.0.0.1";
    private static final int ATTEMPTS = 3;
    private static final byte[] AMQP_0_9_1 = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};

    private final InstanceFolder folder;
    private final ChildProcess epmd;
    private final ChildProcess process;
    private final Ports ports;
    private final String password;

    private PrivateRabbitMq(
            InstanceFolder folder,
            ChildProcess epmd,
            ChildProcess process,
            Ports ports,
            String password) {
        this.folder = folder;
        this.epmd = epmd;
        this.process = process;
        this.ports = ports;
        this.password = password;
    }

    /// How to run the node.
    ///
    /// @param folder where the instance lives; made when it is not there
    /// @param host a further IP address on which AMQP clients are heard, 127.0.0.1 for none
    /// @param port the AMQP port, or none for a free one, kept for the next start
    /// @param managementPort the port of the management API, or none for a free one
    /// @param configuration further lines of rabbitmq.conf
    /// @param startWithin how long a start may take
    public record Settings(
            Path folder,
            String host,
            OptionalInt port,
            OptionalInt managementPort,
            List<String> configuration,
            Duration startWithin) {
        /// Checks and copies.
        public Settings {
            configuration = List.copyOf(configuration);
        }

        /// A node in a folder: loopback alone, free ports, ninety seconds to start.
        ///
        /// @param folder where the instance lives
        /// @return the settings
        public static Settings in(Path folder) {
            return new Settings(
                    folder,
                    LOOPBACK,
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    List.of(),
                    Duration.ofSeconds(90));
        }

        /// The same settings on fixed ports.
        ///
        /// @param amqp the AMQP port
        /// @param management the port of the management API
        /// @return the settings
        public Settings onPorts(int amqp, int management) {
            return new Settings(
                    folder,
                    host,
                    OptionalInt.of(amqp),
                    OptionalInt.of(management),
                    configuration,
                    startWithin);
        }

        /// The same settings for clients of other machines, too.
        ///
        /// @param address where they are heard: an IP address of this machine, or 0.0.0.0 or :: for
        ///   all; 127.0.0.1 for nowhere
        /// @param amqp the AMQP port, or none for a free one
        /// @return the settings
        public Settings listeningAt(String address, OptionalInt amqp) {
            return new Settings(folder, address, amqp, managementPort, configuration, startWithin);
        }

        boolean fixed() {
            return port.isPresent() || managementPort.isPresent();
        }
    }

    private record Ports(int amqp, int management, int distribution, int epmd) {
        static Ports free(Settings settings, InstanceFolder folder) throws IOException {
            return of(settings, folder.keptPorts(COUNT));
        }

        static Optional<Ports> last(Settings settings, InstanceFolder folder) throws IOException {
            List<Integer> last = folder.lastPorts();
            return last.size() == COUNT ? Optional.of(of(settings, last)) : Optional.empty();
        }

        private static final int COUNT = 4;

        private static Ports of(Settings settings, List<Integer> ports) {
            return new Ports(
                    settings.port().orElse(ports.get(0)),
                    settings.managementPort().orElse(ports.get(1)),
                    ports.get(2),
                    ports.get(3));
        }
    }

    /// Starts the node and waits until it answers on both ports.
    ///
    /// @param settings how
    /// @return the running node
    /// @throws ServiceStartException with the cause, what to do and the end of its log
    public static PrivateRabbitMq start(Settings settings) {
        long begin = System.nanoTime();
        if (!Files.isReadable(SERVER)) {
            throw new ServiceStartException(
                    "could not start RabbitMQ in "
                            + settings.folder()
                            + ": "
                            + SERVER
                            + " is not there; install it (apt-get install rabbitmq-server) or"
                            + " configure the address of a broker");
        }
        @Nullable InstanceFolder folder = null;
        try {
            folder = InstanceFolder.open("RabbitMQ", settings.folder());
            PrivateRabbitMq started = start(settings, folder);
            LOG.info(
                    "event=rabbitmq-started port={} management={} pid={} folder={} ms={}",
                    started.ports.amqp(),
                    started.ports.management(),
                    started.process.pid(),
                    folder.path(),
                    (System.nanoTime() - begin) / 1_000_000);
            return started;
        } catch (IOException e) {
            close(folder);
            throw new ServiceStartException(
                    "could not start RabbitMQ in " + settings.folder() + ": " + e.getMessage(), e);
        } catch (ServiceStartException e) {
            close(folder);
            throw e;
        }
    }

    private static PrivateRabbitMq start(Settings settings, InstanceFolder folder)
            throws IOException {
        String password = folder.keptSecret("admin.password", 16);
        Optional<PrivateRabbitMq> running = adopt(settings, folder, password);
        if (running.isPresent()) {
            return running.get();
        }
        ChildProcess.stopLeftover(server(folder));
        ChildProcess.stopLeftover(epmd(folder, 0));
        for (int attempt = 1; ; attempt++) {
            Ports ports = Ports.free(settings, folder);
            String node = write(folder, settings, ports, password);
            ChildProcess epmd = ChildProcess.start(epmd(folder, ports.epmd()));
            ChildProcess process =
                    ChildProcess.start(server(folder).with(environment(folder, node, ports)));
            try {
                process.awaitReady(
                        settings.startWithin(),
                        () -> greets(ports.amqp()) && answers(ports.management(), password),
                        "look at the log, and delete "
                                + folder.file("mnesia")
                                + " if its content is of no worth");
                return new PrivateRabbitMq(folder, epmd, process, ports, password);
            } catch (ServiceStartException e) {
                // an epmd that cannot listen ends at once, and the node says nothing of its port,
                // which is never a fixed one
                boolean epmdTaken = !epmd.isAlive();
                epmd.close();
                boolean taken = process.output().contains("eaddrinuse") && !settings.fixed();
                if (!(taken || epmdTaken) || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /// Goes on with the node that a killed program left running, if it answers and is configured as
    /// asked: agents keep their connections and nobody waits for a restart.
    private static Optional<PrivateRabbitMq> adopt(
            Settings settings, InstanceFolder folder, String password) throws IOException {
        Optional<ChildProcess> epmd = ChildProcess.adopt(epmd(folder, 0));
        Optional<ChildProcess> process = ChildProcess.adopt(server(folder));
        Optional<Ports> last = Ports.last(settings, folder);
        if (epmd.isEmpty() || process.isEmpty() || last.isEmpty()) {
            return Optional.empty();
        }
        Ports ports = last.get();
        Path conf = folder.file("rabbitmq.conf");
        boolean asAsked =
                Files.exists(conf)
                        && Files.readString(conf).equals(configuration(folder, settings, ports));
        if (!asAsked || !greets(ports.amqp()) || !answers(ports.management(), password)) {
            return Optional.empty();
        }
        LOG.info("event=rabbitmq-taken-over pid={} folder={}", process.get().pid(), folder.path());
        return Optional.of(new PrivateRabbitMq(folder, epmd.get(), process.get(), ports, password));
    }

    private static ChildProcess.Start epmd(InstanceFolder folder, int port) {
        return ChildProcess.Start.in(
                        folder.path(),
                        "epmd",
                        List.of("epmd", "-port", Integer.toString(port), "-address", "127.0.0.1"))
                .markedBy("epmd")
                .stoppedWithin(Duration.ofSeconds(5));
    }

    private static ChildProcess.Start server(InstanceFolder folder) {
        return ChildProcess.Start.in(folder.path(), NAME, List.of(SERVER.toString()))
                .markedBy("-vdeli_folder " + folder.path())
                .stoppedWithin(Duration.ofSeconds(20));
    }

    /// Writes everything that the node reads; returns its name.
    private static String write(
            InstanceFolder folder, Settings settings, Ports ports, String password)
            throws IOException {
        Path home = folder.folder("home");
        Path cookie = home.resolve(".erlang.cookie");
        if (!Files.exists(cookie)) {
            InstanceFolder.writePrivate(cookie, InstanceFolder.randomHex(20));
        }
        folder.folder("mnesia");
        folder.folder("log");
        Files.writeString(folder.file("enabled_plugins"), "[rabbitmq_management].\n");
        Files.writeString(folder.file("advanced.config"), "[].\n");
        Files.writeString(folder.file("rabbitmq-env.conf"), "");
        InstanceFolder.writePrivate(folder.file("definitions.json"), definitions(password));
        Files.writeString(folder.file("rabbitmq.conf"), configuration(folder, settings, ports));
        return "vdeli-" + folder.keptSecret("node", 4) + "@localhost";
    }

    private static String configuration(InstanceFolder folder, Settings settings, Ports ports) {
        StringBuilder conf = new StringBuilder();
        List<String> hosts = listenAddresses(settings.host());
        for (int i = 0; i < hosts.size(); i++) {
            conf.append("listeners.tcp.%d = %s:%d%n".formatted(i + 1, hosts.get(i), ports.amqp()));
        }
        // who asks from another machine has to have an account of his own
        conf.append("loopback_users.").append(ADMIN).append(" = true\n");
        conf.append("management.tcp.ip = 127.0.0.1\n");
        conf.append("management.tcp.port = ").append(ports.management()).append('\n');
        conf.append("load_definitions = ").append(folder.file("definitions.json")).append('\n');
        conf.append("collect_statistics_interval = 60000\n");
        conf.append("tcp_listen_options.backlog = 4096\n");
        conf.append("heartbeat = 30\n");
        conf.append("log.console = false\n");
        // messages have 4 KiB; what is far longer is refused at the door, because whatever comes in
        // is held in memory by its consumer, thousands at once
        conf.append("max_message_size = 16384\n");
        settings.configuration().forEach(line -> conf.append(line).append('\n'));
        return conf.toString();
    }

    /// Loopback is always among them, for who started the node; all addresses hold it already.
    private static List<String> listenAddresses(String host) {
        return switch (host) {
            case LOOPBACK, "0.0.0.0", "::" -> List.of(host);
            default -> List.of(LOOPBACK, host);
        };
    }

    private static Map<String, String> environment(
            InstanceFolder folder, String node, Ports ports) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("HOME", folder.file("home").toString());
        variables.put("RABBITMQ_NODENAME", node);
        variables.put("RABBITMQ_DIST_PORT", Integer.toString(ports.distribution()));
        variables.put("RABBITMQ_MNESIA_BASE", folder.file("mnesia").toString());
        variables.put("RABBITMQ_LOG_BASE", folder.file("log").toString());
        variables.put("RABBITMQ_SCHEMA_DIR", folder.file("schema").toString());
        variables.put("RABBITMQ_GENERATED_CONFIG_DIR", folder.file("generated").toString());
        variables.put("RABBITMQ_CONFIG_FILE", folder.file("rabbitmq.conf").toString());
        variables.put("RABBITMQ_ADVANCED_CONFIG_FILE", folder.file("advanced.config").toString());
        variables.put("RABBITMQ_CONF_ENV_FILE", folder.file("rabbitmq-env.conf").toString());
        variables.put("RABBITMQ_ENABLED_PLUGINS_FILE", folder.file("enabled_plugins").toString());
        variables.put("RABBITMQ_PID_FILE", folder.file("node.pid").toString());
        variables.put("ERL_EPMD_PORT", Integer.toString(ports.epmd()));
        variables.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        variables.put("ERL_CRASH_DUMP", folder.file("erl_crash.dump").toString());
        variables.put(
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                "-kernel inet_dist_use_interface {127,0,0,1}");
        // the script then becomes the node instead of watching it: the pid that we know is the
        // node's
        variables.put("RABBITMQ_ALLOW_INPUT", "1");
        // an argument that Erlang ignores, to recognize the node by
        variables.put("RABBITMQ_SERVER_START_ARGS", "-noinput -vdeli_folder " + folder.path());
        return variables;
    }

    /// Accounts of the node. The password stands as RabbitMQ keeps it: Base64 of a salt of 4 bytes
    /// and SHA-256 over salt and password.
    private static String definitions(String password) {
        return """
        {"users": [{"name": "%s", "password_hash": "%s",
          "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": "administrator"}],
         "vhosts": [{"name": "/"}],
         "permissions": [{"user": "%s", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"}]}
        """
                .formatted(ADMIN, hash(password), ADMIN);
    }

    private static String hash(String password) {
        byte[] salt = HexFormat.of().parseHex(InstanceFolder.randomHex(4));
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt);
            byte[] digest = sha256.digest(password.getBytes(StandardCharsets.UTF_8));
            byte[] both = new byte[salt.length + digest.length];
            System.arraycopy(salt, 0, both, 0, salt.length);
            System.arraycopy(digest, 0, both, salt.length, digest.length);
            return Base64.getEncoder().encodeToString(both);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Whether a broker answers the protocol header with its first method.
    private static boolean greets(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(2000);
            socket.getOutputStream().write(AMQP_0_9_1);
            return socket.getInputStream().read() == 1; // a method frame: connection.start
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean answers(int port, String password) {
        try (HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(2))
                        .build()) {
            String login =
                    Base64.getEncoder()
                            .encodeToString(
                                    (ADMIN + ":" + password).getBytes(StandardCharsets.UTF_8));
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/overview"))
                            .timeout(Duration.ofSeconds(5))
                            .header("Authorization", "Basic " + login)
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// The AMQP port on 127.0.0.1.
    public int port() {
        return ports.amqp();
    }

    /// The port of the management API on 127.0.0.1.
    public int managementPort() {
        return ports.management();
    }

    /// The administrator's name.
    public String user() {
        return ADMIN;
    }

    /// The administrator's password.
    public String password() {
        return password;
    }

    /// Address for AMQP clients without name and password, on the default virtual host.
    public URI uri() {
        return URI.create("amqp://127.0.0.1:" + ports.amqp());
    }

    /// Address for AMQP clients with the administrator's name and password; do not log it.
    public URI uriWithLogin() {
        return URI.create("amqp://" + ADMIN + ":" + password + "@127.0.0.1:" + ports.amqp());
    }

    /// Address of the management API, which ends with `/api`.
    public URI managementUri() {
        return URI.create("http://127.0.0.1:" + ports.management() + "/api");
    }

    /// The pid of the node.
    public long pid() {
        return process.pid();
    }

    /// Whether the node runs.
    public boolean isAlive() {
        return process.isAlive();
    }

    /// The folder with the node's logs.
    public Path log() {
        return folder.file("log");
    }

    /// Stops the node in good order, within 20 s, after that by force, and then its epmd.
    @Override
    public void close() {
        process.close();
        epmd.close();
        folder.close();
    }

    private static void close(@Nullable InstanceFolder folder) {
        if (folder != null) {
            folder.close();
        }
    }
}
