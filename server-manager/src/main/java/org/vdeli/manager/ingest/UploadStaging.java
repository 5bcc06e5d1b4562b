package org.vdeli.manager.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.vdeli.contracts.value.ByteCount;

/// Contents of uploads that the manager answered for and that are no assets yet:
/// `<data>/uploads/<receipt>`. A file that has its name is whole and on disk.
public final class UploadStaging {
    private final Path folder;

    /// @param data the manager's data folder
    public UploadStaging(Path data) {
        this.folder = data.resolve("uploads");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("could not open the folder of uploads " + folder, e);
        }
    }

    /// Keeps a content under a receipt, by a hard link where that can be, else by a copy. Keeping
    /// it twice is keeping it once.
    ///
    /// @throws IOException if it cannot be kept, or is not of this size
    public void keep(UUID receipt, Path content, ByteCount size) throws IOException {
        Path target = place(receipt);
        if (Files.exists(target)) {
            return;
        }
        long found = Files.size(content);
        if (found != size.bytes()) {
            throw new FileSystemException(
                    content.toString(), null, found + " bytes instead of " + size.bytes());
        }
        sync(content);
        try {
            Files.createLink(target, content);
        } catch (FileAlreadyExistsException e) {
            return;
        } catch (NoSuchFileException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Path temporary = folder.resolve("." + receipt);
            Files.copy(content, temporary, StandardCopyOption.REPLACE_EXISTING);
            sync(temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        }
        sync(folder);
    }

    /// The kept content of a receipt.
    public Optional<Path> find(UUID receipt) {
        Path file = place(receipt);
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /// The receipts of all contents that are kept.
    List<UUID> receipts() {
        return Leftovers.receiptsIn(folder);
    }

    /// Lets go of a content.
    public void drop(UUID receipt) {
        try {
            Files.deleteIfExists(place(receipt));
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete the upload " + place(receipt), e);
        }
    }

    private Path place(UUID receipt) {
        return folder.resolve(receipt.toString());
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
