package org.vdeli.installers.packages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// Lays out the files of a product: its runtime, its jars, the command, the unit, the
/// configuration, the manual page and the completion of the shell.
final class Staging {
    private static final int FILE = 0644;
    private static final int PROGRAM = 0755;

    /// Readable by root alone until the installation has made the user; holds a token later.
    private static final int SECRET = 0640;

    private final Path project;
    private final Path javaHome;
    private final Path work;
    private final Product product;
    private final List<StagedFile> files = new ArrayList<>();

    /// Files of a product.
    ///
    /// @param project the root of the source tree, built
    /// @param javaHome the JDK whose runtime is packed
    /// @param work an empty folder for what is made on the way
    Staging(Path project, Path javaHome, Path work, Product product) {
        this.project = project;
        this.javaHome = javaHome;
        this.work = work;
        this.product = product;
    }

    /// Makes everything that a package holds.
    List<StagedFile> stage() throws PackagingException {
        try {
            runtime();
            programs();
            text("/usr/bin/" + product.packageName(), launcher(), PROGRAM);
            text("/usr/lib/systemd/system/" + product.packageName() + ".service", unit(), FILE);
            configuration();
            documents();
            manual();
            completion();
        } catch (IOException e) {
            throw new PackagingException(
                    "could not lay out " + product.packageName() + ": " + e, e);
        }
        files.sort(StagedFile.ORDER);
        return List.copyOf(files);
    }

    /// A Java runtime of the modules that the program needs. The native libraries of java.desktop
    /// (fonts, windows) are left out: the programs use its beans alone.
    private void runtime() throws IOException, PackagingException {
        Path image = work.resolve("runtime");
        SystemTool.output(
                List.of(
                        javaHome.resolve("bin/jlink").toString(),
                        "--add-modules",
                        String.join(",", product.modules()),
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--compress=zip-6",
                        "--exclude-files=/java.desktop/lib/*.so",
                        "--output",
                        image.toString()),
                Map.of(),
                work);
        tree(image, product.home() + "/runtime");
    }

    private void programs() throws IOException {
        Path target = project.resolve(product.module()).resolve("target");
        Path own;
        try (Stream<Path> jars = Files.list(target)) {
            own =
                    jars.filter(jar ->
                                    jar.getFileName()
                                            .toString()
                                            .matches(
                                                    product.module()
                                                            + "-[0-9][0-9.]*(-SNAPSHOT)?[.]jar"))
                            .findFirst()
                            .orElseThrow(() ->
                                    new IOException("no jar in " + target + "; run ./vdeli build"));
        }
        add(product.home() + "/lib/" + own.getFileName(), own, FILE);
        try (Stream<Path> jars = Files.list(target.resolve("lib"))) {
            jars.forEach(jar -> add(product.home() + "/lib/" + jar.getFileName(), jar, FILE));
        }
    }

    /// The command: with the configuration of the package, unless another is named.
    private String launcher() throws IOException {
        return resource("launcher.sh")
                .replace("@CONFIG@", product.configFile())
                .replace("@HOME@", product.home())
                .replace("@OPTIONS@", String.join(" ", product.javaOptions()))
                .replace("@MAIN@", product.mainClass());
    }

    /// The unit of the source tree, with the command of the package.
    private String unit() throws IOException, PackagingException {
        String source =
                Files.readString(
                        project.resolve("installers/src/main/systemd")
                                .resolve(product.packageName() + ".service"));
        String before = "Environment=VDELI_NO_BUILD=1 VDELI_NO_INSTALL=1\n";
        String start = "ExecStart=/opt/vdeli/vdeli ";
        if (!source.contains(before) || !source.contains(start)) {
            throw new PackagingException(
                    "the unit of " + product.packageName() + " does not start as expected");
        }
        return source.replace(before, "")
                .replaceAll(
                        "ExecStart=/opt/vdeli/vdeli [a-z]+ ",
                        "ExecStart=/usr/bin/" + product.packageName() + " ");
    }

    private void configuration() throws IOException {
        Path file = work.resolve("config.yaml");
        Files.writeString(file, resource(product.shortName() + ".yaml"));
        files.add(new StagedFile(product.configFile(), file, SECRET, true));
    }

    private void documents() throws IOException {
        String folder = "/usr/share/doc/" + product.packageName() + "/";
        Path copyright = work.resolve("copyright");
        Files.writeString(
                copyright,
                Files.readString(project.resolve("NOTICE"))
                        + "\nvdeli: Apache License 2.0, below. The Java runtime in "
                        + product.home()
                        + "/runtime: GPL 2 with\nClasspath exception, see its folder legal. The"
                        + " libraries: see THIRD-PARTY.md.\n\n"
                        + Files.readString(project.resolve("LICENSE")));
        add(folder + "copyright", copyright, FILE);
        add(folder + "THIRD-PARTY.md", project.resolve("THIRD-PARTY.md"), FILE);
    }

    /// What `--help` says, as a manual page.
    private void manual() throws IOException, PackagingException {
        String page =
                ManualPage.of(
                        product,
                        program(List.of("--help")),
                        product.hasCommands() ? program(List.of("run", "--help")) : "");
        Path file = work.resolve(product.packageName() + ".8.gz");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(bytes)) {
            packed.write(page.getBytes(StandardCharsets.UTF_8));
        }
        Files.write(file, bytes.toByteArray());
        add("/usr/share/man/man8/" + product.packageName() + ".8.gz", file, FILE);
    }

    private void completion() throws IOException, PackagingException {
        if (!product.hasCommands()) {
            return;
        }
        Path file = work.resolve("completion");
        java(
                "picocli.AutoComplete",
                List.of(
                        "--name",
                        product.packageName(),
                        "--completionScript",
                        file.toString(),
                        product.mainClass()));
        // It names the day on which it was made.
        Files.writeString(
                file, Files.readString(file).replaceAll("(?m)^# Generated .*\n|^# Date: .*\n", ""));
        add("/usr/share/bash-completion/completions/" + product.packageName(), file, FILE);
    }

    private String program(List<String> arguments) throws PackagingException {
        return java(product.mainClass(), arguments);
    }

    private String java(String mainClass, List<String> arguments) throws PackagingException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                work.resolve("runtime/bin/java").toString(),
                                "-cp",
                                String.join(
                                        ":",
                                        files.stream()
                                                .filter(f -> f.path().endsWith(".jar"))
                                                .map(f -> f.source().toString())
                                                .toList()),
                                mainClass));
        command.addAll(arguments);
        return SystemTool.output(command, Map.of("COLUMNS", "100", "LC_ALL", "C.UTF-8"), work);
    }

    private void tree(Path folder, String path) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(file ->
                            Files.isSymbolicLink(file)
                                    || Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .forEach(file ->
                            add(
                                    path + "/" + folder.relativize(file),
                                    file,
                                    Files.isExecutable(file) ? PROGRAM : FILE));
        }
    }

    private void text(String path, String content, int mode) {
        Path file = work.resolve(path.substring(path.lastIndexOf('/') + 1));
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + file, e);
        }
        add(path, file, mode);
    }

    private void add(String path, Path source, int mode) {
        files.add(new StagedFile(path, source, mode, false));
    }

    private String resource(String name) throws IOException {
        return Files.readString(project.resolve("installers/src/main/packages").resolve(name));
    }
}
