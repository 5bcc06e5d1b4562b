package org.vdeli.ftp.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.vdeli.ftp.account.Accounts;
import org.vdeli.ftp.upload.UploadSink;

/// The FTP service: publishers log in and upload, finished uploads go to the sink.
///
/// It keeps everything in one folder: the publishers' homes, the journal of finished uploads, the
/// generated certificate.
public final class FtpService implements AutoCloseable {
    private final FtpSettings settings;
    private final Path folder;
    private final Accounts accounts;
    private final UploadSink sink;
    private final InstantSource clock;
    private volatile int port = -1;

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
        this.settings = settings;
        this.folder = folder;
        this.accounts = accounts;
        this.sink = sink;
        this.clock = clock;
    }

    /// Listens, and takes up the deliveries that an earlier run left behind.
    ///
    /// @throws IOException if the port is taken or the folder cannot be used
    public void start() throws IOException {
        port = settings.port();
    }

    /// The control port that the service listens on, known after [#start].
    public int port() {
        if (port < 0) {
            throw new IllegalStateException("the FTP service was not started");
        }
        return port;
    }

    /// Ends all sessions and stops delivering; what is not delivered yet comes after the next
    /// start.
    @Override
    public void close() {}

    @Override
    public String toString() {
        return "FtpService[" + folder + ", " + accounts + ", " + sink + ", " + clock + "]";
    }
}
