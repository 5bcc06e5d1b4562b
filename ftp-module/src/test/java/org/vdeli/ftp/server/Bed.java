package org.vdeli.ftp.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;

/// A running service with one publisher, `anna`, who has the projects `default` and `films`.
final class Bed implements AutoCloseable {
    static final String PASSWORD = "pä55 wörd'\"!§$%";

    final Path folder;
    final InMemorySink sink;
    final InMemoryAccounts accounts =
            new InMemoryAccounts().with("anna", PASSWORD, List.of("default", "films"));
    FtpService service;

    Bed(Path folder, FtpSettings settings) throws IOException {
        this.folder = folder;
        this.sink = new InMemorySink(Files.createDirectories(folder.resolve("store")));
        this.service = service(settings);
        service.start();
    }

    Bed(Path folder) throws IOException {
        this(folder, FtpSettings.onFreePorts("127.0.0.1"));
    }

    /// Settings on free ports with what some tests need otherwise.
    static FtpSettings settings(FtpSettings.TlsMode tls, boolean closeNotify, Duration idle) {
        return settings(tls, closeNotify, idle, 1000);
    }

    /// Settings on free ports that let so many sessions in.
    static FtpSettings settings(int maxSessions) {
        return settings(FtpSettings.TlsMode.ALLOWED, true, Duration.ofMinutes(5), maxSessions);
    }

    private static FtpSettings settings(
            FtpSettings.TlsMode tls, boolean closeNotify, Duration idle, int maxSessions) {
        FtpSettings free = FtpSettings.onFreePorts("127.0.0.1");
        return new FtpSettings(
                true,
                free.host(),
                0,
                "0",
                Optional.empty(),
                tls,
                closeNotify,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                maxSessions,
                free.maxSessionsPerAddress(),
                free.maxLoginFailures(),
                Duration.ZERO,
                idle,
                free.partialSuffixes(),
                true,
                free.diskReserve());
    }

    private FtpService service(FtpSettings settings) {
        return new FtpService(
                settings, folder.resolve("ftp"), accounts, sink, InstantSource.system());
    }

    void restart() throws IOException {
        service.close();
        service = service(FtpSettings.onFreePorts("127.0.0.1"));
        service.start();
    }

    Path home(String path) {
        return folder.resolve("ftp/homes/anna").resolve(path);
    }

    /// A client that has logged in and is in passive, binary mode.
    FTPClient client() throws IOException {
        FTPClient client = new FTPClient();
        client.setControlEncoding("UTF-8");
        client.connect("127.0.0.1", service.port());
        if (!client.login("anna", PASSWORD)) {
            throw new IOException(client.getReplyString());
        }
        client.enterLocalPassiveMode();
        client.setFileType(FTP.BINARY_FILE_TYPE);
        return client;
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
