package org.vdeli.installers.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/// Runs a command to its end.
public final class Tool {
    private Tool() {}

    /// What the command printed, both outputs together.
    ///
    /// @throws SiteException if it fails or takes too long
    public static String run(List<String> command, Duration within) {
        return run(command.getFirst(), command, within);
    }

    /// What the command printed, both outputs together.
    ///
    /// @param name for errors, of a command that begins with how it is run
    /// @throws SiteException if it fails or takes too long
    public static String run(String name, List<String> command, Duration within) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var reader = Executors.newVirtualThreadPerTaskExecutor()) {
                CompletableFuture<String> output =
                        CompletableFuture.supplyAsync(() -> read(process), reader);
                if (!process.waitFor(within)) {
                    process.destroyForcibly();
                    throw new SiteException(
                            name + " did not end within " + within.toSeconds() + " s");
                }
                String text = output.join();
                if (process.exitValue() != 0) {
                    throw new SiteException(
                            name
                                    + " ended with status "
                                    + process.exitValue()
                                    + ": "
                                    + text.strip());
                }
                return text;
            }
        } catch (IOException e) {
            throw new SiteException("could not run " + name + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SiteException("interrupted while " + name + " ran", e);
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(could not read its output: " + e.getMessage() + ")";
        }
    }
}
