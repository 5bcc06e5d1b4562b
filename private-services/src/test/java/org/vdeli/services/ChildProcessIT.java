package org.vdeli.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessIT {
    @TempDir Path folder;

    private ChildProcess.Start shell(String script) {
        return ChildProcess.Start.in(folder, "shell", List.of("/bin/sh", "-c", script))
                .stoppedWithin(Duration.ofMillis(300));
    }

    @Test
    void stopsAProgramWithAllThatItHasStarted() {
        ChildProcess child =
                ChildProcess.start(shell("sleep 100 & echo $! > grandchild; echo up; wait"));
        child.awaitReady(Duration.ofSeconds(10), () -> child.output().contains("up"), "");
        ProcessHandle grandchild =
                ProcessHandle.of(Long.parseLong(read("grandchild").strip())).orElseThrow();
        child.close();
        child.close();
        assertThat(child.isAlive()).isFalse();
        await().until(() -> !grandchild.isAlive());
        assertThat(folder.resolve("shell.pid")).doesNotExist();
    }

    @Test
    void killsAProgramThatDoesNotEndByItself() {
        ChildProcess child =
                ChildProcess.start(shell("trap '' TERM; echo up; while :; do sleep 0.05; done"));
        child.awaitReady(Duration.ofSeconds(10), () -> child.output().contains("up"), "");
        child.close();
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void saysWhyAProgramDidNotStart() {
        ChildProcess child = ChildProcess.start(shell("echo no port left; exit 3"));
        assertThatThrownBy(
                        () -> child.awaitReady(Duration.ofSeconds(10), () -> false, "free a port"))
                .isInstanceOf(ServiceStartException.class)
                .hasMessage(
                        "could not start shell in %s: it ended with status 3; free a port. The end of %s/shell.log:%nno port left"
                                .formatted(folder, folder));
        assertThatThrownBy(() ->
                        ChildProcess.start(
                                ChildProcess.Start.in(
                                        folder, "nothing", List.of("/no/such/program"))))
                .isInstanceOf(ServiceStartException.class)
                .hasMessageStartingWith("could not start nothing in " + folder);
    }

    @Test
    void stopsWhatAKilledParentLeftBehindButNoStrangerWithItsPid() throws IOException {
        Process left = new ProcessBuilder("/bin/sleep", "100").start();
        new PidFile(folder.resolve("sleep.pid")).write(left.pid(), "sleep");
        ChildProcess.Start start =
                ChildProcess.Start.in(folder, "sleep", List.of("/bin/sleep", "0"));
        ChildProcess.stopLeftover(start);
        await().until(() -> !left.isAlive());

        Process stranger = new ProcessBuilder("/bin/sleep", "100").start();
        try {
            Files.writeString(
                    folder.resolve("sleep.pid"), stranger.pid() + "\nother-boot:1\nsleep\n");
            ChildProcess.stopLeftover(start);
            new PidFile(folder.resolve("sleep.pid")).write(stranger.pid(), "another marker");
            ChildProcess.stopLeftover(start);
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void findsWhatWasLeftInAFolderWithAnyName() throws Exception {
        String marker = "/srv/Démo für alle";
        Process left = new ProcessBuilder("/bin/sh", "-c", "sleep 100; exit 0", marker).start();
        try {
            PidFile file = new PidFile(folder.resolve("sh.pid"));
            file.write(left.pid(), marker);
            assertThat(file.find()).map(ProcessHandle::pid).contains(left.pid());
        } finally {
            left.descendants().forEach(ProcessHandle::destroyForcibly);
            left.destroyForcibly();
        }
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
