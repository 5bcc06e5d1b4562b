package org.vdeli.installers.packages;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command `package`.
@Command(
        name = "package",
        description = {
            "Makes deb and rpm packages of the programs for servers, each with a Java runtime of its",
            "own, and a file SHA256SUMS. The same commit gives the same bytes."
        },
        mixinStandardHelpOptions = true)
public final class PackageCommand implements Callable<Integer> {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where the packages go (default: ${DEFAULT-VALUE})",
            defaultValue = "target/packages")
    private Path out = Path.of("target/packages");

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "some of the packages: manager, ftp, router, edge-agent (default: all)")
    private List<String> only = List.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            split = ",",
            description = "deb, rpm (default: both)")
    private List<Format> formats = List.of(Format.values());

    @Option(
            names = "--sign",
            paramLabel = "KEY",
            description =
                    "signs SHA256SUMS with this key of gpg's; the signature is SHA256SUMS.asc")
    private Optional<String> key = Optional.empty();

    @Spec private @Nullable CommandSpec spec;

    /// The formats of packages.
    enum Format {
        DEB,
        RPM
    }

    /// Makes packages and ends the process.
    public static void main(String[] arguments) {
        System.exit(
                new CommandLine(new PackageCommand())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .execute(arguments));
    }

    @Override
    public Integer call() {
        try {
            make();
            return 0;
        } catch (PackagingException e) {
            err().println("package: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            err().println("package: " + e.getMessage());
            return 2;
        } catch (IOException e) {
            err().println("package: could not write to " + out + ": " + e);
        }
        return 1;
    }

    private void make() throws IOException, PackagingException {
        List<Product> products =
                only.isEmpty() ? Product.ALL : only.stream().map(Product::of).toList();
        Path project = Path.of(System.getProperty("vdeli.home", ".")).toAbsolutePath();
        Release release = release(project);
        Path folder = Files.createDirectories(out.toAbsolutePath());
        List<Path> made = new ArrayList<>();
        for (Product product : products) {
            made.addAll(make(product, release, project, folder));
        }
        Path sums = checksums(folder, made);
        if (key.isPresent()) {
            sign(folder, sums, key.get());
        }
        for (Path file : made) {
            say("%6.1f MB  %s".formatted(Files.size(file) / 1e6, file));
        }
        say("checksums  " + sums);
    }

    private List<Path> make(Product product, Release release, Path project, Path folder)
            throws IOException, PackagingException {
        say("making " + product.packageName() + " " + release.version());
        Path work = Files.createTempDirectory("vdeli-package");
        try {
            List<StagedFile> files =
                    new Staging(project, Path.of(System.getProperty("java.home")), work, product)
                            .stage();
            Scripts scripts = Scripts.of(product, project.resolve("installers/src/main/packages"));
            List<Path> made = new ArrayList<>();
            for (Format format : formats) {
                made.add(
                        switch (format) {
                            case DEB ->
                                    DebPackage.write(
                                            product, release, files, scripts, work, folder);
                            case RPM -> RpmPackage.write(product, release, files, scripts, folder);
                        });
            }
            return made;
        } finally {
            delete(work);
        }
    }

    private static Release release(Path project) throws PackagingException {
        String version = PackageCommand.class.getPackage().getImplementationVersion();
        if (version == null) {
            throw new PackagingException("the program was not built as a jar; run ./vdeli build");
        }
        String commit = git(project, "rev-parse", "--short=8", "HEAD");
        String seconds = git(project, "log", "-1", "--format=%ct");
        return Release.of(version, commit, Instant.ofEpochSecond(Long.parseLong(seconds)));
    }

    private static String git(Path project, String... arguments) throws PackagingException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return SystemTool.output(command, Map.of(), project).strip();
    }

    /// In the format of `sha256sum`, sorted by name.
    private static Path checksums(Path folder, List<Path> files) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : files.stream().sorted().toList()) {
            text.append(sha256(file)).append("  ").append(file.getFileName()).append('\n');
        }
        return Files.writeString(folder.resolve("SHA256SUMS"), text);
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            int read = content.read(buffer);
            while (read >= 0) {
                digest.update(buffer, 0, read);
                read = content.read(buffer);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void sign(Path folder, Path sums, String key) throws PackagingException {
        SystemTool.output(
                List.of(
                        "gpg",
                        "--batch",
                        "--yes",
                        "--local-user",
                        key,
                        "--armor",
                        "--detach-sign",
                        sums.toString()),
                Map.of(),
                folder);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void say(String line) {
        if (spec != null) {
            spec.commandLine().getOut().println(line);
            spec.commandLine().getOut().flush();
        }
    }

    private PrintWriter err() {
        return spec == null
                ? new PrintWriter(System.err, true, StandardCharsets.UTF_8)
                : spec.commandLine().getErr();
    }
}
