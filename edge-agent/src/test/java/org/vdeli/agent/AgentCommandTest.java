package org.vdeli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.agent.store.DataLock;
import org.vdeli.contracts.config.ConfigResult;

class AgentCommandTest {
    @TempDir Path folder;

    @Test
    void refusesAFolderInWhichAnotherAgentRuns() throws Exception {
        try (DataLock _ = DataLock.take(folder)) {
            assertThat(Agent.execute("run", "--data=" + folder, "--manager=http://127.0.0.1:1"))
                    .isEqualTo(1);
            assertThat(Agent.execute("enrol", "--data=" + folder, "--manager=http://127.0.0.1:1"))
                    .isEqualTo(1);
            assertThat(folder).isDirectoryContaining("glob:**/lock");
            try (var files = java.nio.file.Files.list(folder)) {
                assertThat(files).hasSize(1);
            }
        }
    }

    @Test
    void namesEveryKeyInItsHelp() {
        StringWriter text = new StringWriter();
        Agent.commandLine().setOut(new PrintWriter(text)).execute("run", "--help");

        assertThat(text.toString())
                .contains("Keys of the configuration")
                .contains("--nginx.stop-with-agent")
                .contains("--fill.stall");
    }

    @Test
    void takesALogLevelFromTheEnvironment() {
        assertThat(
                        Agent.reader()
                                .read(
                                        Optional.empty(),
                                        Map.of("VDELI_LOG_LEVEL", "DEBUG"),
                                        List.of("--data=/srv/x", "--manager=http://m")))
                .isInstanceOf(ConfigResult.Ok.class);
    }
}
