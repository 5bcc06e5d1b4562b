package org.vdeli.ftp.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The mark "finished" in a file's mode: 0600 while an upload is open, 0440 afterwards.
final class FileModes {
    private static final Set<PosixFilePermission> OPEN =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FINISHED =
            PosixFilePermissions.fromString("r--r-----");

    /// The mode of a new file.
    static final FileAttribute<Set<PosixFilePermission>> OPEN_ATTRIBUTE =
            PosixFilePermissions.asFileAttribute(OPEN);

    private FileModes() {}

    static void markOpen(Path file) throws IOException {
        Files.setPosixFilePermissions(file, OPEN);
    }

    static void markFinished(Path file) throws IOException {
        Files.setPosixFilePermissions(file, FINISHED);
    }

    static boolean isFinished(Path file) throws IOException {
        return !Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)
                .contains(PosixFilePermission.OWNER_WRITE);
    }

    /// How many names the file has: more than one when a delivery or the store holds it, too.
    static int links(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
    }
}
