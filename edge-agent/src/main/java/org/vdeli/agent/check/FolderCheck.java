package org.vdeli.agent.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vdeli.agent.store.DiskSpace;
import org.vdeli.contracts.value.ByteCount;

/// Whether the data folder can be used, and has room. A folder that is not there is not made, and
/// what is written into one that is there is taken away again.
final class FolderCheck {
    private static final String NAME = "data folder";

    private final Path data;
    private final ByteCount reserve;

    FolderCheck(Path data, ByteCount reserve) {
        this.data = data.toAbsolutePath().normalize();
        this.reserve = reserve;
    }

    Finding look() {
        Path at = data;
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        String user = System.getProperty("user.name");
        if (!Files.isDirectory(at)) {
            return Finding.fail(
                    NAME, at + " is a file", "choose another folder for data, or remove the file");
        }
        if (!Files.isWritable(at)) {
            return Finding.fail(
                    NAME,
                    user + " may not write to " + at,
                    "give it to the user of the agent (chown), or run this check as that user");
        }
        try {
            if (at.equals(data)) {
                tryLink();
            }
            return room(at, user);
        } catch (IOException | UnsupportedOperationException e) {
            return Finding.fail(
                    NAME,
                    "could not make a file and a hard link in " + at + ": " + e,
                    "choose a folder on a local file system such as ext4 or xfs");
        }
    }

    private Finding room(Path at, String user) throws IOException {
        DiskSpace disk = new DiskSpace(at, reserve);
        long left = disk.free().bytes() - reserve.bytes();
        if (left <= 0) {
            return Finding.fail(
                    NAME,
                    data
                            + " has "
                            + disk.free()
                            + " free, and disk.reserve keeps "
                            + reserve
                            + ": no fill finds room",
                    "make room, put data on a larger disk, or lower disk.reserve");
        }
        String owner = Files.getOwner(at).getName();
        return Finding.ok(
                NAME,
                data
                        + (at.equals(data) ? "" : " will be made,")
                        + " takes files and hard links, "
                        + ByteCount.of(left)
                        + " free beyond disk.reserve"
                        + (owner.equals(user)
                                ? ""
                                : " (tried as " + user + ", but it belongs to " + owner + ")"));
    }

    private void tryLink() throws IOException {
        Path file = Files.createTempFile(data, ".check", "");
        Path link = file.resolveSibling(file.getFileName() + ".link");
        try {
            Files.createLink(link, file);
        } finally {
            Files.deleteIfExists(link);
            Files.delete(file);
        }
    }
}
