package org.vdeli.installers.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.packager.rpm.FileFlags;
import org.eclipse.packager.rpm.RpmTag;
import org.eclipse.packager.rpm.RpmVersion;
import org.eclipse.packager.rpm.build.BuilderContext;
import org.eclipse.packager.rpm.build.BuilderOptions;
import org.eclipse.packager.rpm.build.FileInformation;
import org.eclipse.packager.rpm.build.RpmBuilder;
import org.eclipse.packager.rpm.coding.PayloadCoding;

/// Writes a package for Red Hat Enterprise Linux, Rocky Linux and their like.
final class RpmPackage {
    private static final String RELEASE = "1";

    private RpmPackage() {}

    /// Writes the package and returns its file.
    ///
    /// @param out the folder for the package
    static Path write(
            Product product, Release release, List<StagedFile> files, Scripts scripts, Path out)
            throws PackagingException {
        String architecture = Processor.own().rpm();
        Path target =
                out.resolve(
                        product.packageName()
                                + "-"
                                + release.version()
                                + "-"
                                + RELEASE
                                + "."
                                + architecture
                                + ".rpm");
        BuilderOptions options = new BuilderOptions();
        options.setPayloadCoding(PayloadCoding.GZIP);
        try {
            Files.deleteIfExists(target);
            try (RpmBuilder builder =
                    new RpmBuilder(
                            product.packageName(),
                            new RpmVersion(release.version(), RELEASE),
                            architecture,
                            target,
                            options)) {
                describe(builder, product, release);
                BuilderContext context = builder.newContext();
                for (StagedFile file : files) {
                    add(context, file, release);
                }
                builder.setPostInstallationScript(scripts.installed());
                builder.setPreRemoveScript(scripts.removing());
                builder.setPostRemoveScript(scripts.removed());
                builder.build();
            }
            return target;
        } catch (IOException e) {
            throw new PackagingException("could not write " + target + ": " + e, e);
        }
    }

    private static void describe(RpmBuilder builder, Product product, Release release) {
        RpmBuilder.PackageInformation about = builder.getInformation();
        about.setSummary(product.summary());
        about.setDescription(product.description());
        about.setLicense("Apache-2.0 AND GPL-2.0-only WITH Classpath-exception-2.0");
        about.setGroup("System Environment/Daemons");
        about.setVendor("vdeli");
        about.setPackager("vdeli");
        about.setBuildHost("vdeli");
        about.setDistribution("");
        product.needs().forEach(need -> builder.addRequirement(need, ""));
        builder.addRequirement("shadow-utils", "");
        product.recommends().forEach(wish -> builder.addRecommends(wish, ""));
        builder.setHeaderCustomizer(
                header -> header.putInt(RpmTag.BUILDTIME, (int) release.time().getEpochSecond()));
    }

    private static void add(BuilderContext context, StagedFile file, Release release)
            throws IOException {
        FileInformation about = new FileInformation();
        about.setTimestamp(release.time());
        about.setUser("root");
        about.setGroup("root");
        about.setMode((short) file.mode());
        if (file.isConfiguration()) {
            about.setFileFlags(EnumSet.of(FileFlags.CONFIGURATION, FileFlags.NOREPLACE));
        }
        if (Files.isSymbolicLink(file.source())) {
            context.addSymbolicLink(
                    file.path(),
                    Files.readSymbolicLink(file.source()).toString(),
                    (name, content, type) -> about);
        } else {
            context.addFile(file.path(), file.source(), (name, content, type) -> about);
        }
    }
}
