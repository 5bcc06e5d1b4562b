package org.vdeli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
    @TempDir private Path folder;

    @Test
    void remembersOverARestart() throws IOException {
        Path file = folder.resolve("vdeli/console.properties");
        new Settings(file)
                .put(
                        Map.of(
                                Settings.Key.MANAGER, "http://cdn:8080",
                                Settings.Key.USER, "João"));

        Settings again = new Settings(file);

        assertThat(again.get(Settings.Key.MANAGER)).contains("http://cdn:8080");
        assertThat(again.get(Settings.Key.USER)).contains("João");
        assertThat(again.get(Settings.Key.THEME)).isEmpty();
        try (Stream<Path> left = Files.list(file.getParent())) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void startsEmptyWhereTheFileCannotBeRead() throws IOException {
        Path file = folder.resolve("console.properties");
        Files.writeString(file, "manager = \\u00zz");

        assertThat(new Settings(file).get(Settings.Key.MANAGER)).isEmpty();
    }

    @Test
    void losesItsMemoryNotTheProgramWhereItCannotWrite() throws IOException {
        Path blocked = Files.writeString(folder.resolve("file"), "");
        Settings settings = new Settings(blocked.resolve("console.properties"));

        settings.put(Map.of(Settings.Key.USER, "noc1"));

        assertThat(settings.get(Settings.Key.USER)).contains("noc1");
    }

    @Test
    void liesInTheUsersConfigurationFolder() {
        Settings settings = Settings.ofUser(Map.of("XDG_CONFIG_HOME", folder.toString()));
        settings.put(Map.of(Settings.Key.USER, "noc1"));

        assertThat(folder.resolve("vdeli/console.properties")).isRegularFile();
    }
}
