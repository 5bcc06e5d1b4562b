package org.vdeli.agent.work;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.store.Publications;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// Reads a published asset back from the disk. What does not match is withdrawn at once, so that it
/// is served no longer; the manager then orders it anew.
final class Verification {
    private static final Logger LOG = LoggerFactory.getLogger(Verification.class);
    private static final int BUFFER = 1 << 20;

    private final Publications publications;

    Verification(Publications publications) {
        this.publications = publications;
    }

    Outcome verify(Job.Verify order) {
        Path file = publications.served(order.path());
        try {
            var present = publications.at(order.path());
            if (present.isPresent() && present.get().version() > order.version()) {
                return Outcome.of(
                        Reason.SUPERSEDED, "version " + present.get().version() + " is published");
            }
            if (present.isEmpty() || !present.get().asset().equals(order.asset())) {
                return Outcome.of(Reason.MISSING, "it is not published here");
            }
            Checksum found;
            try {
                found = checksumOf(file);
            } catch (NoSuchFileException _) {
                publications.withdraw(order.asset(), order.path());
                return Outcome.of(Reason.MISSING, "the file is gone: " + file);
            }
            if (!found.equals(order.checksum())) {
                publications.withdrawContent(present.get().checksum());
                LOG.warn(
                        "withdrew a damaged file asset={} path={} found={}",
                        order.asset(),
                        order.path(),
                        found);
                return Outcome.of(
                        Reason.CHECKSUM_MISMATCH,
                        "the file on the disk has checksum " + found + "; it was withdrawn");
            }
            return Outcome.done(found, ByteCount.ZERO);
        } catch (IOException e) {
            return Outcome.of(Reason.STORAGE_ERROR, "could not read " + file + ": " + e);
        }
    }

    private static Checksum checksumOf(Path file) throws IOException {
        MessageDigest digest = Checksum.newDigest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return Checksum.ofDigest(digest.digest());
    }
}
