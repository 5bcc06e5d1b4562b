package org.vdeli.installers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vdeli.installers.site.Launcher;

/// The packaged programs tell the version that they were built as.
class VersionIT {
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>vdeli</artifactId>\\s*<version>([^<]+)</version>");

    @ParameterizedTest
    @ValueSource(strings = {"manager", "agent", "ftp", "ftpput"})
    void theProgramTellsItsVersion(String program) throws Exception {
        Launcher launcher = Launcher.find();
        ProcessBuilder start = new ProcessBuilder(launcher.command(program, List.of("--version")));
        start.environment().putAll(launcher.environment());
        Process process = start.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains(built(launcher.home().resolve("pom.xml")));
    }

    private static String built(Path pom) throws IOException {
        Matcher version = VERSION.matcher(Files.readString(pom));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }
}
