package org.vdeli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigTextTest {
    @Test
    void keysAreSetWhereTheyStandAndCommentsStay() {
        ConfigText text =
                ConfigText.of(
                        """
                        # The agent.
                        data: /old
                        # Where the manager answers.
                        #manager: https://example
                        addresses:
                          - 192.0.2.1
                          - 192.0.2.2
                        nginx:
                          port: 8080
                        """);

        text.set("data", "/srv/a \"b\"")
                .set("manager", "https://m:8080")
                .set("addresses", List.of("198.51.100.7"))
                .set("name", "lis-1");

        assertThat(text.text())
                .isEqualTo(
                        """
                        # The agent.
                        data: "/srv/a \\"b\\""
                        # Where the manager answers.
                        manager: "https://m:8080"
                        addresses: ["198.51.100.7"]
                        nginx:
                          port: 8080
                        name: "lis-1"
                        """);
        assertThat(text.value("manager")).contains("https://m:8080");
        assertThat(text.value("nginx")).isEmpty();
    }

    @Test
    void anOldFileKeepsItsMode(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("agent.yaml"), "data: /a\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        ConfigText.read(file).set("data", "/b").write(file);

        assertThat(file).hasContent("data: \"/b\"\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
        assertThat(folder.toFile().list()).containsExactly("agent.yaml");
    }
}
