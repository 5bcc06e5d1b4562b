package org.vdeli.installers.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteProcessesIT {
    @TempDir private Path folder;

    @Test
    void findsWhatWasStartedInAFolderWithAnyName() throws IOException {
        Path here = Files.createDirectory(folder.resolve("Vídeos für 日本"));
        SiteProcesses processes = new SiteProcesses(here);
        ProcessBuilder builder = new ProcessBuilder("sleep", "60");
        builder.environment().putAll(processes.mark());
        Process ours = builder.start();
        Process foreign = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(processes.running())
                    .extracting(ProcessHandle::pid)
                    .containsExactly(ours.pid());

            assertThat(processes.stop(Duration.ofSeconds(10)))
                    .containsExactly(ours.pid() + " sleep 60");

            assertThat(processes.running()).isEmpty();
            assertThat(foreign.isAlive()).isTrue();
        } finally {
            foreign.destroyForcibly();
            ours.destroyForcibly();
        }
    }
}
