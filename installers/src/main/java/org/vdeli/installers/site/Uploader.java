package org.vdeli.installers.site;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vdeli.contracts.api.UploadState;
import org.vdeli.contracts.api.UploadView;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Checksum;

/// Uploads files as a publisher does, with `ftpput` over TLS.
public final class Uploader {
    private static final Duration ACCEPTING = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 3;
    private static final String PASSWORD = "PUBLISHER_PASSWORD";

    private final Site site;
    private final Host host;
    private final ManagerClient manager;
    private final String publisher;

    /// An uploader.
    ///
    /// @param host from which the FTP service of the site's manager is reached
    /// @param publisher account whose password the site knows
    public Uploader(Site site, Host host, ManagerClient manager, String publisher) {
        this.site = site;
        this.host = host;
        this.manager = manager;
        this.publisher = publisher;
    }

    /// Uploads a file and waits until it is an asset.
    ///
    /// @param path at the manager; its last name is that of the file
    /// @param within how long the transfer may take
    /// @return the accepted upload, with its asset
    /// @throws SiteException if it fails or is rejected
    public UploadView upload(Path file, Checksum checksum, AssetPath path, Duration within) {
        put(file, path, within);
        return Patience.await(
                "the upload of " + path + " accepted", ACCEPTING, () -> accepted(path, checksum));
    }

    /// A manager that is killed meanwhile comes back: the transfer is tried again.
    private void put(Path file, AssetPath path, Duration within) {
        for (int attempt = 1; ; attempt++) {
            int status = putOnce(file, path, within);
            if (status == 0) {
                return;
            }
            if (attempt == ATTEMPTS) {
                throw new SiteException(
                        "could not upload "
                                + file
                                + ": ftpput ended with status "
                                + status
                                + "; see "
                                + site.logs().resolve("ftpput.log"));
            }
            manager.servers(); // waits for a manager that was killed
        }
    }

    private int putOnce(Path file, AssetPath path, Duration within) {
        ManagerAddresses.Ftp ftp = site.addresses().ftp();
        String text = path.toString();
        String folder = text.substring(text.indexOf('/'), text.lastIndexOf('/') + 1);
        return site.run(
                host,
                "ftpput",
                List.of(
                        "-s",
                        ftp.host() + ":" + ftp.port(),
                        "-u",
                        publisher,
                        "--password-env",
                        PASSWORD,
                        "--ftps",
                        "--ca",
                        site.ftpCertificate().toString(),
                        "-l",
                        file.toString(),
                        "-t",
                        folder,
                        "-o"),
                Map.of(PASSWORD, site.password(publisher)),
                within);
    }

    private Optional<UploadView> accepted(AssetPath path, Checksum checksum) {
        Optional<UploadView> upload =
                manager.upload(path.toString()).filter(u -> u.checksum().equals(checksum));
        upload.filter(u -> u.state() == UploadState.REJECTED)
                .ifPresent(u -> {
                    throw new SiteException(
                            "the upload of " + path + " was rejected: " + u.reason());
                });
        return upload.filter(u -> u.state() == UploadState.ACCEPTED && u.asset().isPresent());
    }
}
