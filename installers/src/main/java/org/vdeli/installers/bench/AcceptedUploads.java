package org.vdeli.installers.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.PublisherDraft;
import org.vdeli.contracts.api.UploadState;
import org.vdeli.ftp.ftpput.FtpPut;
import org.vdeli.installers.site.Launcher;
import org.vdeli.installers.site.ManagerAddresses;
import org.vdeli.installers.site.ManagerClient;
import org.vdeli.installers.site.Patience;
import org.vdeli.installers.site.Site;

/// Small files into a whole manager, as a program of its own with its database and broker: how fast
/// they are confirmed, and how fast they become assets.
///
/// A warm-up of the same kind goes before, as the programs have just been started.
///
/// @param files to send, each once in the warm-up and once in the measurement
/// @param size of each, in bytes
/// @param sessions side by side
record AcceptedUploads(int files, int size, int sessions) {
    private static final String PUBLISHER = "bench";
    private static final Duration WITHIN = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(20);

    /// Files a second from the first login on.
    ///
    /// @param confirmed to the last 226
    /// @param accepted to the last one that is an asset
    record Rates(double confirmed, double accepted) {}

    /// Starts a manager in a folder, measures, and stops it.
    Rates measure(Path work) throws IOException {
        try (Site site = Site.open(Launcher.find(), work.resolve("site"))) {
            site.startManager("--ftp.disk-reserve=1MiB");
            ManagerClient operator = site.loginAsAdmin();
            operator.create(
                    new PublisherDraft(
                            PUBLISHER,
                            Optional.of(site.password(PUBLISHER)),
                            false,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
            send(site, operator, "/default/warm-up", files);
            return send(site, operator, "/default/measured", 2L * files);
        }
    }

    private Rates send(Site site, ManagerClient operator, String folder, long acceptedThen)
            throws IOException {
        ManagerAddresses.Ftp ftp = site.addresses().ftp();
        List<String> args =
                List.of(
                        "--server",
                        "127.0.0.1:" + ftp.port(),
                        "--user",
                        PUBLISHER,
                        "--password",
                        site.password(PUBLISHER),
                        "--target",
                        folder,
                        "--overwrite",
                        "--quiet",
                        "--sessions",
                        Integer.toString(sessions),
                        "--generate",
                        files + "x" + size);
        long begun = System.nanoTime();
        int status = FtpPut.run(args.toArray(String[]::new));
        double confirmed = (System.nanoTime() - begun) / 1e9;
        if (status != 0) {
            throw new IOException("could not measure accepted uploads: ftpput " + status);
        }
        Patience.await(
                "all uploads accepted",
                WITHIN,
                POLL,
                () ->
                        operator.count(UploadState.ACCEPTED) >= acceptedThen
                                ? Optional.of(true)
                                : Optional.empty());
        double accepted = (System.nanoTime() - begun) / 1e9;
        return new Rates(files / confirmed, files / accepted);
    }
}
