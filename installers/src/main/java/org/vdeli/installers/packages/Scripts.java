package org.vdeli.installers.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What runs when a package is installed and removed, the same in both formats.
record Scripts(String installed, String removing, String removed) {
    /// The scripts of a product, from the source tree.
    static Scripts of(Product product, Path folder) throws IOException {
        return new Scripts(
                filled(product, folder.resolve("installed.sh")),
                filled(product, folder.resolve("removing.sh")),
                filled(product, folder.resolve("removed.sh")));
    }

    private static String filled(Product product, Path file) throws IOException {
        return Files.readString(file)
                .replace("@PACKAGE@", product.packageName())
                .replace("@USER@", product.user())
                .replace("@STATE@", product.stateFolder())
                .replace("@CONFIG@", product.configFile());
    }
}
