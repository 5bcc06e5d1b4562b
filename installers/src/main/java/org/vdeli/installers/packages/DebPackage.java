package org.vdeli.installers.packages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vafer.jdeb.Compression;
import org.vafer.jdeb.Console;
import org.vafer.jdeb.DataProducer;
import org.vafer.jdeb.DebMaker;
import org.vafer.jdeb.mapping.Mapper;
import org.vafer.jdeb.mapping.PermMapper;
import org.vafer.jdeb.producers.DataProducerFile;
import org.vafer.jdeb.producers.DataProducerLink;

/// Writes a package for Debian and Ubuntu.
final class DebPackage {
    private static final Logger LOG = LoggerFactory.getLogger(DebPackage.class);
    private static final int FOLDER = 0755;

    private DebPackage() {}

    /// Writes the package and returns its file.
    ///
    /// @param work an empty folder
    /// @param out the folder for the package
    static Path write(
            Product product,
            Release release,
            List<StagedFile> files,
            Scripts scripts,
            Path work,
            Path out)
            throws PackagingException {
        String architecture = Processor.own().deb();
        Path target =
                out.resolve(
                        product.packageName()
                                + "_"
                                + release.version()
                                + "_"
                                + architecture
                                + ".deb");
        try {
            Path control = Files.createDirectories(work.resolve("control"));
            Files.writeString(control.resolve("control"), control(product, release, architecture));
            Files.writeString(control.resolve("postinst"), scripts.installed());
            Files.writeString(control.resolve("prerm"), scripts.removing());
            Files.writeString(control.resolve("postrm"), scripts.removed());
            DebMaker maker =
                    new DebMaker(
                            new LogConsole(),
                            files.stream().map(DebPackage::producer).toList(),
                            files.stream()
                                    .filter(StagedFile::isConfiguration)
                                    .map(DebPackage::producer)
                                    .toList());
            maker.setControl(control.toFile());
            maker.setDeb(target.toFile());
            maker.setOutputTimestampMs(release.time().toEpochMilli());
            maker.setTarLongFileMode("posix");
            maker.setOpenReplaceToken("[[[");
            maker.setCloseReplaceToken("]]]");
            maker.createDeb(Compression.GZIP);
            return target;
        } catch (IOException | org.vafer.jdeb.PackagingException e) {
            throw new PackagingException("could not write " + target + ": " + e, e);
        }
    }

    private static String control(Product product, Release release, String architecture) {
        StringBuilder text = new StringBuilder();
        text.append("Package: ").append(product.packageName()).append('\n');
        text.append("Version: ").append(release.version()).append('\n');
        text.append("Section: net\n");
        text.append("Priority: optional\n");
        text.append("Architecture: ").append(architecture).append('\n');
        text.append("Maintainer: vdeli <vdeli@localhost>\n");
        text.append("Depends: libc6 (>= 2.31), passwd");
        product.needs().forEach(need -> text.append(", ").append(need));
        text.append('\n');
        if (!product.recommends().isEmpty()) {
            text.append("Recommends: ")
                    .append(String.join(", ", product.recommends()))
                    .append('\n');
        }
        text.append("Description: ").append(product.summary()).append('\n');
        text.append(' ').append(product.description()).append('\n');
        return text.toString();
    }

    private static DataProducer producer(StagedFile file) {
        Mapper[] rights = {new PermMapper(0, 0, "root", "root", file.mode(), FOLDER, 0, null)};
        if (Files.isSymbolicLink(file.source())) {
            try {
                return new DataProducerLink(
                        file.path(),
                        Files.readSymbolicLink(file.source()).toString(),
                        true,
                        null,
                        null,
                        rights);
            } catch (IOException e) {
                throw new UncheckedIOException("could not read the link " + file.source(), e);
            }
        }
        return new DataProducerFile(file.source().toFile(), file.path(), null, null, rights);
    }

    private static final class LogConsole implements Console {
        @Override
        public void debug(String message) {
            LOG.debug("{}", message);
        }

        @Override
        public void info(String message) {
            LOG.debug("{}", message);
        }

        @Override
        public void warn(String message) {
            LOG.warn("{}", message);
        }
    }
}
