package org.vdeli.ftp.home;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.ftpserver.ftplet.FtpFile;

/// A read-only folder or file that is not on disk.
final class VirtualFile implements FtpFile {
    /// What a folder holds.
    interface Listing {
        List<FtpFile> files() throws PathRefused;
    }

    private final String path;
    private final boolean folder;
    private final byte[] content;
    private final Listing listing;

    private VirtualFile(String path, boolean folder, byte[] content, Listing listing) {
        this.path = path;
        this.folder = folder;
        this.content = content;
        this.listing = listing;
    }

    static VirtualFile folder(String path, Listing listing) {
        return new VirtualFile(path, true, new byte[0], listing);
    }

    static VirtualFile file(String path, byte[] content) {
        return new VirtualFile(path, false, content, List::of);
    }

    @Override
    public String getAbsolutePath() {
        return path;
    }

    @Override
    public String getName() {
        return path.equals("/") ? "/" : path.substring(path.lastIndexOf('/') + 1);
    }

    /// Never hidden: a publisher should find the list of rejected uploads without knowing of it.
    @Override
    public boolean isHidden() {
        return false;
    }

    @Override
    public boolean isDirectory() {
        return folder;
    }

    @Override
    public boolean isFile() {
        return !folder;
    }

    @Override
    public boolean doesExist() {
        return true;
    }

    @Override
    public boolean isReadable() {
        return true;
    }

    @Override
    public boolean isWritable() {
        return false;
    }

    @Override
    public boolean isRemovable() {
        return false;
    }

    @Override
    public String getOwnerName() {
        return "vdeli";
    }

    @Override
    public String getGroupName() {
        return "vdeli";
    }

    @Override
    public int getLinkCount() {
        return folder ? 2 : 1;
    }

    @Override
    public long getLastModified() {
        return 0;
    }

    @Override
    public boolean setLastModified(long time) {
        return false;
    }

    @Override
    public long getSize() {
        return content.length;
    }

    @Override
    public Object getPhysicalFile() {
        return path;
    }

    @Override
    public boolean mkdir() {
        return false;
    }

    @Override
    public boolean delete() {
        return false;
    }

    @Override
    public boolean move(FtpFile destination) {
        return false;
    }

    @Override
    public List<? extends FtpFile> listFiles() {
        try {
            return listing.files();
        } catch (PathRefused e) {
            return List.of();
        }
    }

    @Override
    public OutputStream createOutputStream(long offset) throws IOException {
        throw new IOException("could not write " + path + ": it is read-only");
    }

    @Override
    public InputStream createInputStream(long offset) throws IOException {
        InputStream in = new ByteArrayInputStream(content);
        in.skipNBytes(Math.min(offset, content.length));
        return in;
    }
}
