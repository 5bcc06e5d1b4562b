package org.vdeli.ftp.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.apache.ftpserver.ftplet.FtpFile;
import org.vdeli.contracts.ingest.FtpAccount;
import org.vdeli.contracts.value.AssetPath;

/// One session's view of its publisher's home, with a current folder.
///
/// Owned by one session; its commands run one after the other.
public final class HomeView implements FileSystemView {
    private final FtpAccount account;
    private final Path homes;
    private final Supplier<String> status;
    private List<String> folder = List.of();

    /// A view that starts at the root, or in the account's own start folder.
    ///
    /// @param homes the folder with all publishers' homes
    /// @param status the text of `status.txt`
    /// @throws IOException if the folders of the projects cannot be made
    public HomeView(FtpAccount account, Path homes, Supplier<String> status) throws IOException {
        this.account = account;
        this.homes = homes;
        this.status = status;
        for (String project : account.projects()) {
            if (AssetPath.isName(project) && AssetPath.isName(account.name())) {
                Files.createDirectories(homes.resolve(account.name()).resolve(project));
            }
        }
        if (account.home().isPresent()) {
            changeWorkingDirectory("/" + account.home().get());
        }
    }

    /// The place that a path means.
    ///
    /// @throws PathRefused naming the rule that the path breaks
    public Place place(String text) throws PathRefused {
        return Place.resolve(account, folder, text);
    }

    /// The file on disk for a place inside a project.
    ///
    /// @throws PathRefused if a symbolic link stands on the way
    public Path onDisk(AssetPath path) throws PathRefused {
        Path file;
        try {
            file = path.below(homes);
        } catch (InvalidPathException e) {
            // A Java that runs without a UTF-8 locale cannot name such files.
            throw new PathRefused(
                    "this server cannot store the name '"
                            + path.file()
                            + "'; its operator must set the locale to C.UTF-8");
        }
        Path step = homes.resolve(path.publisher()).resolve(path.project());
        for (Path name : step.relativize(file)) {
            step = step.resolve(name);
            try {
                if (Files.readAttributes(step, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isSymbolicLink()) {
                    throw new PathRefused("'" + name + "' is a link, and links are not followed");
                }
            } catch (NoSuchFileException e) {
                return file;
            } catch (IOException e) {
                throw new PathRefused("could not look at '" + name + "'; is a part of it a file?");
            }
        }
        return file;
    }

    @Override
    public FtpFile getHomeDirectory() throws PathRefused {
        return file(new Place.Root());
    }

    @Override
    public FtpFile getWorkingDirectory() throws PathRefused {
        return file(place(""));
    }

    @Override
    public boolean changeWorkingDirectory(String text) {
        try {
            List<String> parts =
                    text.equals("..") && folder.isEmpty() ? folder : Place.parts(folder, text);
            if (!file(Place.resolve(account, List.of(), "/" + String.join("/", parts)))
                    .isDirectory()) {
                return false;
            }
            folder = List.copyOf(parts);
            return true;
        } catch (PathRefused e) {
            return false;
        }
    }

    @Override
    public FtpFile getFile(String text) throws PathRefused {
        return file(place(text));
    }

    @Override
    public boolean isRandomAccessible() {
        return true;
    }

    @Override
    public void dispose() {}

    private FtpFile file(Place place) throws PathRefused {
        return switch (place) {
            case Place.Root _ -> VirtualFile.folder("/", this::rootFiles);
            case Place.StatusFolder _ ->
                    VirtualFile.folder(
                            "/" + Place.STATUS_FOLDER, () -> List.of(file(new Place.StatusFile())));
            case Place.StatusFile _ ->
                    VirtualFile.file(
                            "/" + Place.STATUS_FOLDER + "/" + Place.STATUS_FILE,
                            status.get().getBytes(StandardCharsets.UTF_8));
            case Place.Project project ->
                    new HomeFile(
                            "/" + project.name(),
                            homes.resolve(account.name()).resolve(project.name()),
                            account,
                            true);
            case Place.Inside inside ->
                    new HomeFile(
                            "/" + inside.path().project() + "/" + inside.path().file(),
                            onDisk(inside.path()),
                            account,
                            false);
        };
    }

    private List<FtpFile> rootFiles() throws PathRefused {
        List<FtpFile> files = new ArrayList<>();
        for (String project : account.projects()) {
            files.add(file(new Place.Project(project)));
        }
        files.add(file(new Place.StatusFolder()));
        return files;
    }
}
