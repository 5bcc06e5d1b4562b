package org.vdeli.agent.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vdeli.agent.nginx.NginxConfig;
import org.vdeli.agent.nginx.NginxStatus;

/// Tries what the agent needs of its machine.
public final class SelfTest {
    private final Path data;
    private final NginxConfig nginx;
    private final Path binary;

    /// One thing that was tried.
    ///
    /// @param what in a few words
    /// @param problem what is wrong and what to do, if something is
    public record Finding(String what, Optional<String> problem) {
        @Override
        public String toString() {
            return (problem.isEmpty() ? "ok      " : "FAILED  ")
                    + what
                    + problem.map(text -> ": " + text).orElse("");
        }
    }

    public SelfTest(Path data, NginxConfig nginx, Path binary) {
        this.data = data;
        this.nginx = nginx;
        this.binary = binary;
    }

    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding("data folder " + data + " takes hard links", links()));
        findings.add(
                new Finding(
                        "nginx is at " + binary,
                        Files.isExecutable(binary)
                                ? Optional.empty()
                                : Optional.of("install nginx or set nginx.binary")));
        findings.add(
                new Finding(
                        "agent is enrolled",
                        Files.exists(data.resolve("identity.json"))
                                ? Optional.empty()
                                : Optional.of("run `agent enrol` with a token")));
        findings.add(
                new Finding(
                        "nginx answers on " + nginx.statusSocket(),
                        new NginxStatus(nginx.statusSocket()).answers()
                                ? Optional.empty()
                                : Optional.of("start the agent; see " + nginx.errorLog())));
        return findings;
    }

    private Optional<String> links() {
        try {
            Files.createDirectories(data);
            Path file = Files.createTempFile(data, ".check", "");
            Path link = file.resolveSibling(file.getFileName() + ".link");
            try {
                Files.createLink(link, file);
                return Optional.empty();
            } finally {
                Files.deleteIfExists(link);
                Files.delete(file);
            }
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.of("choose a folder on a local file system: " + e);
        }
    }
}
