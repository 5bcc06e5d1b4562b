package org.vdeli.installers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vdeli.contracts.api.UploadView;

/// Names with which a publisher tries to get out of its home.
@ExtendWith(SystemSite.Shared.class)
class PathTricksIT {
    private static final List<String> TRICKS =
            List.of(
                    "../evil.mp4",
                    "../../../../../../tmp/evil.mp4",
                    "/etc/evil.mp4",
                    "/tricks/../../evil.mp4",
                    "/tricks/../../other/default/evil.mp4",
                    "/tricks/.evil.mp4",
                    "/tricks/.evil/evil.mp4",
                    "/tricks/evil\u0001.mp4",
                    "/tricks/evil\u0007/evil.mp4",
                    "/tricks/evil\u202e4pm.mp4",
                    "/tricks/evil\\..\\evil.mp4",
                    "/tricks/" + "evil".repeat(100) + ".mp4",
                    "/evil.mp4",
                    "~/evil.mp4");

    @Test
    void noNameLeavesTheHomeOfThePublisher(SystemSite system) throws Exception {
        system.createBareProject("tricks");
        var address = system.site().addresses().ftp();
        try (RawFtp ftp = new RawFtp(address.host(), address.port())) {
            assertThat(ftp.send("USER " + SystemSite.PUBLISHER)).startsWith("331");
            assertThat(ftp.send("PASS " + system.site().password(SystemSite.PUBLISHER)))
                    .startsWith("230");
            ftp.send("TYPE I");

            for (String trick : TRICKS) {
                byte[] content = trick.getBytes(StandardCharsets.UTF_8);
                assertThat(ftp.store(trick, content)).as(trick).matches("5\\d\\d .*");
            }
            assertThat(ftp.store("/tricks/good.mp4", new byte[] {1, 2, 3})).startsWith("226");
        }
        assertThat(system.awaitAsset(SystemSite.PUBLISHER + "/tricks/good.mp4").size().bytes())
                .isEqualTo(3);

        assertThat(system.manager().uploads())
                .extracting(UploadView::path)
                .noneMatch(path -> path.contains("evil"));
        assertThat(namesBelow(system.site().folder())).noneMatch(name -> name.contains("evil"));
        assertThat(Path.of("/etc/evil.mp4")).doesNotExist();
        assertThat(Path.of("/tmp/evil.mp4")).doesNotExist();
    }

    /// The names of all files and folders, while database and broker make and delete theirs.
    private static List<String> namesBelow(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path path, BasicFileAttributes attributes) {
                        names.add(String.valueOf(path.getFileName()));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                        names.add(String.valueOf(path.getFileName()));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path path, IOException e) {
                        return FileVisitResult.CONTINUE; // it has just been deleted
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path path, @Nullable IOException e) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return names;
    }
}
