package org.vdeli.installers.packages;

import java.nio.file.Path;
import java.util.Comparator;

/// A file or a symbolic link of a package; all belong to root.
///
/// @param path absolute, where it will be
/// @param source its content; a symbolic link is packed as one
/// @param mode permissions
/// @param isConfiguration whether an upgrade keeps what somebody changed in it
record StagedFile(String path, Path source, int mode, boolean isConfiguration) {
    /// The order in packages, which does not depend on the machine that built them.
    static final Comparator<StagedFile> ORDER = Comparator.comparing(StagedFile::path);

    StagedFile {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(path + " is not absolute");
        }
    }
}
