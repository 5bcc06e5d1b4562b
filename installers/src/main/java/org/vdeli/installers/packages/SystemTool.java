package org.vdeli.installers.packages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Runs a tool to its end.
final class SystemTool {
    private SystemTool() {}

    /// Returns what it printed, both outputs together.
    ///
    /// @throws PackagingException if it fails
    static String output(List<String> command, Map<String, String> environment, Path folder)
            throws PackagingException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String text;
            try (InputStream output = process.getInputStream()) {
                text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            }
            int status = process.waitFor();
            if (status != 0) {
                throw new PackagingException(
                        "could not run %s: it ended with status %d%n%s"
                                .formatted(command.getFirst(), status, text.strip()));
            }
            return text;
        } catch (IOException e) {
            throw new PackagingException("could not run " + command.getFirst() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PackagingException("interrupted while " + command.getFirst() + " ran", e);
        }
    }
}
