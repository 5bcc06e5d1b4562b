package org.vdeli.ftp.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.impl.DefaultFtpServerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.ftp.account.Accounts;
import org.vdeli.ftp.upload.DiskReserve;
import org.vdeli.ftp.upload.UploadRules;
import org.vdeli.ftp.upload.UploadSink;
import org.vdeli.ftp.upload.Uploads;

/// The FTP service: publishers log in and upload, finished uploads go to the sink.
///
/// It keeps everything in one folder: the publishers' homes, the journal of finished uploads, the
/// generated certificate.
public final class FtpService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FtpService.class);

    private final FtpSettings settings;
    private final Path folder;
    private final Accounts accounts;
    private final UploadSink sink;
    private final InstantSource clock;
    private final boolean hash;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("ftp-session-", 0).factory());
    private volatile Optional<Running> running = Optional.empty();

    private record Running(ControlListener listener, TransferWatch watch, Uploads uploads) {}

    /// A service that does not listen yet.
    ///
    /// @param settings the operator's
    /// @param folder for all that the service keeps; on the file system of the sink's store, so
    ///   that content can be linked there without copying
    /// @param accounts who may log in
    /// @param sink where finished uploads go
    /// @param clock the time
    public FtpService(
            FtpSettings settings,
            Path folder,
            Accounts accounts,
            UploadSink sink,
            InstantSource clock) {
        this(settings, folder, accounts, sink, clock, true);
    }

    private FtpService(
            FtpSettings settings,
            Path folder,
            Accounts accounts,
            UploadSink sink,
            InstantSource clock,
            boolean hash) {
        this.hash = hash;
        this.settings = settings;
        this.folder = folder;
        this.accounts = accounts;
        this.sink = sink;
        this.clock = clock;
    }

    /// A service that hashes nothing and so delivers nothing, only to measure what hashing costs.
    public static FtpService withoutHashing(
            FtpSettings settings, Path folder, Accounts accounts, InstantSource clock) {
        UploadSink none =
                (delivery, _) -> {
                    throw new IllegalStateException("nothing is to be delivered: " + delivery);
                };
        return new FtpService(settings, folder, accounts, none, clock, false);
    }

    /// Listens, and takes up the deliveries that an earlier run left behind.
    ///
    /// @throws IOException if the port is taken or the folder cannot be used
    public synchronized void start() throws IOException {
        Path homes = Files.createDirectories(folder.resolve("homes"));
        Uploads uploads =
                new Uploads(
                        new UploadRules(
                                folder,
                                settings.partialSuffixes(),
                                hash,
                                settings.sync(),
                                DiskReserve.of(folder, settings.diskReserve())),
                        sink,
                        clock,
                        new SecureRandom());
        TransferWatch watch = new TransferWatch(settings.idleTime());
        ControlListener listener = listener(homes, uploads, watch);
        try {
            listener.start(context());
        } catch (IllegalStateException e) {
            uploads.close();
            throw new IOException(e.getMessage(), e);
        }
        watch.start();
        uploads.start();
        running = Optional.of(new Running(listener, watch, uploads));
        if (!"UTF-8".equals(System.getProperty("sun.jnu.encoding"))) {
            LOG.warn("ftp refuses names that are not ASCII: set LC_ALL=C.UTF-8 for this program");
        }
        LOG.info("ftp listening host={} port={} tls={}", settings.host(), port(), settings.tls());
    }

    private ControlListener listener(Path homes, Uploads uploads, TransferWatch watch)
            throws IOException {
        @Nullable TlsAccess tls = tls();
        PassivePorts ports = PassivePorts.parse(settings.passivePorts());
        CommandHandler handler =
                new CommandHandler(
                        context(),
                        Commands.table(
                                new LoginCommand(settings, accounts, homes, uploads), uploads),
                        settings.tls() == FtpSettings.TlsMode.REQUIRED);
        DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
        data.setActiveEnabled(true);
        data.setActiveIpCheck(true);
        settings.externalAddress().ifPresent(data::setPassiveExternalAddress);
        return new ControlListener(
                settings,
                tls,
                data.createDataConnectionConfiguration(),
                new SessionGuard(
                        Addresses.parse(settings.allow(), settings.deny()),
                        settings.maxSessions(),
                        settings.maxSessionsPerAddress()),
                threads,
                session -> new DataPort(session, ports, tls, settings.tlsCloseNotify(), watch),
                handler,
                clock);
    }

    private @Nullable TlsAccess tls() throws IOException {
        if (settings.tls() == FtpSettings.TlsMode.OFF) {
            return null;
        }
        if (settings.keystore().isPresent()) {
            char[] password =
                    settings.keystorePassword()
                            .map(s -> s.value().toCharArray())
                            .orElse(new char[0]);
            return new TlsAccess(Certificates.load(settings.keystore().get(), password));
        }
        return new TlsAccess(Certificates.loadOrMake(folder, clock.instant()));
    }

    private static DefaultFtpServerContext context() {
        DefaultFtpServerContext context = new DefaultFtpServerContext();
        ConnectionConfigFactory connections = new ConnectionConfigFactory();
        connections.setAnonymousLoginEnabled(false);
        connections.setMaxLogins(0);
        context.setConnectionConfig(connections.createConnectionConfig());
        context.setMessageResource(new Replies("vdeli FTP " + version() + " ready"));
        return context;
    }

    /// The version in the jar's manifest.
    public static String version() {
        return Optional.ofNullable(FtpService.class.getPackage().getImplementationVersion())
                .orElse("in development");
    }

    /// The control port that the service listens on, known after [#start].
    public synchronized int port() {
        return running.map(r -> r.listener().getPort())
                .orElseThrow(() -> new IllegalStateException("the FTP service was not started"));
    }

    /// Whether it takes connections now. Does not wait while it starts or ends.
    public boolean isListening() {
        return running.filter(r -> r.listener().isListening()).isPresent();
    }

    /// How many finished uploads the sink has not answered yet.
    public synchronized int waiting() {
        return running.map(r -> r.uploads().waiting()).orElse(0);
    }

    /// Ends all sessions and stops delivering; what is not delivered yet comes after the next
    /// start.
    @Override
    public synchronized void close() throws IOException {
        if (running.isPresent()) {
            Running ending = running.get();
            running = Optional.empty();
            ending.listener().stop();
            ending.watch().close();
            ending.uploads().close();
        }
        threads.shutdownNow();
    }
}
