package org.vdeli.manager.asset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// The contents of all assets on the manager's disk, one file per checksum:
/// `<data>/origin/content/<aa>/<sha256>`, where `aa` are the checksum's first two digits. Equal
/// contents are kept once. A file that has its name is whole, on disk and never changed.
///
/// Safe for any number of threads and for a crash at any moment: what a crash leaves behind lies in
/// `<data>/origin/incoming` and is swept at the next start.
public final class OriginStore {
    /// One for each value of the first byte of a checksum.
    public static final int FOLDERS = 256;

    private static final int COPY_BUFFER_BYTES = 1 << 20;

    private final Path content;
    private final Path incoming;
    private final Path damaged;
    private final Set<Checksum> taken = new HashSet<>();

    /// Opens the store, making its folders if need be and sweeping what a crash left.
    ///
    /// @param data the manager's data folder
    public OriginStore(Path data) {
        this.content = data.resolve("origin").resolve("content");
        this.incoming = data.resolve("origin").resolve("incoming");
        this.damaged = data.resolve("origin").resolve("damaged");
        try {
            Files.createDirectories(content);
            Files.createDirectories(incoming);
            try (Stream<Path> left = Files.list(incoming)) {
                for (Path file : left.toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not open the origin store in " + data, e);
        }
    }

    /// Writes a byte to the store's disk and removes it again; what a crash leaves of it is swept
    /// at the next start.
    ///
    /// @throws IOException if the store takes no files now
    public void tryWriting() throws IOException {
        Path file = incoming.resolve("try-" + UUID.randomUUID());
        try {
            Files.write(file, new byte[1], StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /// Takes in a file whose checksum is known and trusted; the file stays where it is. On the same
    /// file system it is linked, which takes no time and no space: nobody may write to it any more.
    /// Otherwise it is copied, and the copy's checksum is compared. Taking in what is there already
    /// does nothing.
    ///
    /// @throws UncheckedIOException if the file cannot be read or the store cannot be written, or
    ///   if the file's size or the copy's checksum is another one
    public void takeIn(Path file, ByteCount size, Checksum checksum) {
        synchronized (taken) {
            taken.add(checksum);
        }
        try {
            Path target = place(checksum);
            if (Files.exists(target)) {
                return;
            }
            long found = Files.size(file);
            if (found != size.bytes()) {
                throw new FileSystemException(
                        file.toString(), null, found + " bytes instead of " + size.bytes());
            }
            Path folder = target.getParent();
            if (folder == null) {
                throw new IllegalStateException("no folder above " + target);
            }
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                channel.force(true);
            }
            if (!linked(file, target)) {
                copy(file, target, checksum);
            }
            syncFolder(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("could not take " + file + " into the origin store", e);
        }
    }

    /// The file of a content; empty when it is not here. Only for reading.
    public Optional<Path> find(Checksum checksum) {
        Path target = place(checksum);
        return Files.isRegularFile(target) ? Optional.of(target) : Optional.empty();
    }

    /// Reads a content again and compares it with its checksum; one that is damaged is set aside in
    /// `<data>/origin/damaged`, so that nobody fetches it and the next upload of the same bytes
    /// mends it. Says whether it is whole; one that is not here is not.
    public boolean check(Checksum checksum) {
        Path target = place(checksum);
        try {
            if (!Files.isRegularFile(target)) {
                return false;
            }
            MessageDigest sha256 = Checksum.newDigest();
            try (FileChannel from = FileChannel.open(target, StandardOpenOption.READ)) {
                ByteBuffer buffer = ByteBuffer.allocate(COPY_BUFFER_BYTES);
                while (from.read(buffer) >= 0) {
                    buffer.flip();
                    sha256.update(buffer);
                    buffer.clear();
                }
            }
            if (Checksum.ofDigest(sha256.digest()).equals(checksum)) {
                return true;
            }
            Files.createDirectories(damaged);
            Files.move(
                    target,
                    damaged.resolve(checksum.hex()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "could not check content " + checksum + " of the origin store", e);
        }
    }

    /// Begins to look for contents that nobody needs; see [#remove].
    public void beginCollection() {
        synchronized (taken) {
            taken.clear();
        }
    }

    /// The contents in one of the [#FOLDERS] folders, of which each has its share.
    public List<Checksum> contentsOf(int folder) {
        Path path = content.resolve(HexFormat.of().toHexDigits((byte) folder));
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches("[0-9a-f]{64}"))
                    .map(Checksum::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("could not list the origin store's " + path, e);
        }
    }

    /// Forgets a content, unless somebody took it in since [#beginCollection]. Readers that have it
    /// open go on undisturbed. Says whether it is gone.
    public boolean remove(Checksum checksum) {
        try {
            synchronized (taken) {
                if (taken.contains(checksum)) {
                    return false;
                }
                return Files.deleteIfExists(place(checksum));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "could not remove content " + checksum + " from the origin store", e);
        }
    }

    private Path place(Checksum checksum) {
        return content.resolve(checksum.hex().substring(0, 2)).resolve(checksum.hex());
    }

    private static boolean linked(Path file, Path target) throws IOException {
        try {
            Files.createLink(target, file);
            return true;
        } catch (FileAlreadyExistsException e) {
            return true;
        } catch (NoSuchFileException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            return false;
        }
    }

    private void copy(Path file, Path target, Checksum checksum) throws IOException {
        Path temporary = incoming.resolve(UUID.randomUUID().toString());
        try {
            MessageDigest sha256 = Checksum.newDigest();
            try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
                    FileChannel to =
                            FileChannel.open(
                                    temporary,
                                    StandardOpenOption.WRITE,
                                    StandardOpenOption.CREATE_NEW)) {
                ByteBuffer buffer = ByteBuffer.allocate(COPY_BUFFER_BYTES);
                while (from.read(buffer) >= 0) {
                    buffer.flip();
                    sha256.update(buffer.duplicate());
                    while (buffer.hasRemaining()) {
                        to.write(buffer);
                    }
                    buffer.clear();
                }
                to.force(true);
            }
            Checksum found = Checksum.ofDigest(sha256.digest());
            if (!found.equals(checksum)) {
                throw new FileSystemException(
                        file.toString(), null, "SHA-256 " + found + " instead of " + checksum);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /// Makes a new name in a folder survive a loss of power.
    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
