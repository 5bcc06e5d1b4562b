package org.vdeli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.agent.store.DataLock;

import java.nio.file.Path;

class AgentCommandTest {
    @TempDir Path folder;

    @Test
    void refusesAFolderInWhichAnotherAgentRuns() throws Exception {
        try (DataLock lock = DataLock.take(folder)) {
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
}
