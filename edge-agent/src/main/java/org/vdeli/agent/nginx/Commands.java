package org.vdeli.agent.nginx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs short commands to their end.
final class Commands {
    private static final int MAX_OUTPUT = 64 * 1024;

    private Commands() {}

    /// How a command ended.
    ///
    /// @param status exit status
    /// @param output standard output and error, at most 64 KiB
    record Ended(int status, String output) {
        boolean isOk() {
            return status == 0;
        }
    }

    /// Runs a command; one that takes longer than the deadline is killed and counts as failed.
    static Ended run(List<String> command, Duration deadline)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        Thread killer =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                                    process.destroyForcibly();
                                }
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                        });
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8).strip();
            return new Ended(process.waitFor(), text);
        } finally {
            killer.interrupt();
        }
    }
}
