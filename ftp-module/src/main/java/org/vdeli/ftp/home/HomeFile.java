package org.vdeli.ftp.home;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.ftpserver.ftplet.FtpFile;
import org.vdeli.contracts.ingest.FtpAccount;

/// A file or folder in a publisher's home, or a place where one could be.
///
/// What the disk says is read once, when it is first asked for. Uploads and renames do not go
/// through here but through [org.vdeli.ftp.upload], which knows what is finished.
final class HomeFile implements FtpFile {
    private final String path;
    private final Path disk;
    private final FtpAccount account;
    private final boolean project;
    private Optional<BasicFileAttributes> attributes = Optional.empty();
    private boolean looked;

    HomeFile(String path, Path disk, FtpAccount account, boolean project) {
        this.path = path;
        this.disk = disk;
        this.account = account;
        this.project = project;
    }

    private Optional<BasicFileAttributes> attributes() {
        if (!looked) {
            looked = true;
            try {
                attributes =
                        Optional.of(
                                Files.readAttributes(
                                        disk,
                                        BasicFileAttributes.class,
                                        LinkOption.NOFOLLOW_LINKS));
            } catch (IOException e) {
                attributes = Optional.empty();
            }
        }
        return attributes;
    }

    @Override
    public String getAbsolutePath() {
        return path;
    }

    @Override
    public String getName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public boolean isHidden() {
        return false;
    }

    @Override
    public boolean isDirectory() {
        return attributes().filter(BasicFileAttributes::isDirectory).isPresent();
    }

    @Override
    public boolean isFile() {
        return attributes().filter(BasicFileAttributes::isRegularFile).isPresent();
    }

    @Override
    public boolean doesExist() {
        return isFile() || isDirectory();
    }

    @Override
    public boolean isReadable() {
        return true;
    }

    @Override
    public boolean isWritable() {
        return !project;
    }

    @Override
    public boolean isRemovable() {
        return !project;
    }

    @Override
    public String getOwnerName() {
        return account.name();
    }

    @Override
    public String getGroupName() {
        return "vdeli";
    }

    @Override
    public int getLinkCount() {
        return isDirectory() ? 2 : 1;
    }

    @Override
    public long getLastModified() {
        return attributes().map(a -> a.lastModifiedTime().toMillis()).orElse(0L);
    }

    @Override
    public boolean setLastModified(long time) {
        return false;
    }

    @Override
    public long getSize() {
        return isFile() ? attributes().map(BasicFileAttributes::size).orElse(0L) : 0;
    }

    @Override
    public Object getPhysicalFile() {
        return disk;
    }

    @Override
    public boolean mkdir() {
        try {
            Files.createDirectory(disk);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public boolean delete() {
        if (project) {
            return false;
        }
        try {
            Files.delete(disk);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public boolean move(FtpFile destination) {
        return false;
    }

    @Override
    public List<? extends FtpFile> listFiles() {
        List<HomeFile> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(disk)) {
            for (Path entry : entries) {
                HomeFile file =
                        new HomeFile(path + "/" + entry.getFileName(), entry, account, false);
                if (file.doesExist()) {
                    files.add(file);
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        files.sort(Comparator.comparing(HomeFile::getName));
        return files;
    }

    @Override
    public OutputStream createOutputStream(long offset) throws IOException {
        throw new IOException("could not write " + path + ": uploads take another way");
    }

    @Override
    public InputStream createInputStream(long offset) throws IOException {
        FileChannel channel =
                FileChannel.open(disk, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        channel.position(offset);
        return Channels.newInputStream(channel);
    }
}
