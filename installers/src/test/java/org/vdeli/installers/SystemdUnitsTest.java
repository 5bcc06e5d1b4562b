package org.vdeli.installers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the units promise of processes beside the program itself.
class SystemdUnitsTest {
    private static List<String> killModes(String unit) throws IOException {
        return Files.readAllLines(Path.of("src/main/systemd", unit)).stream()
                .filter(line -> line.startsWith("KillMode="))
                .toList();
    }

    @Test
    void aRestartOfTheAgentLeavesItsNginxAndTheViewersAlone() throws IOException {
        assertThat(killModes("vdeli-edge-agent.service")).containsExactly("KillMode=process");
    }

    @Test
    void theManagerIsToldFirstAndStopsItsDatabaseAndBrokerItself() throws IOException {
        assertThat(killModes("vdeli-manager.service")).containsExactly("KillMode=mixed");
    }
}
