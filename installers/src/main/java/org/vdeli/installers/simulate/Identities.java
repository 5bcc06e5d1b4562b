package org.vdeli.installers.simulate;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.wire.Codec;

/// What the simulated agents keep of their enrolment, in one file of mode 600, so that a later run
/// need not enrol again. It belongs to one manager.
final class Identities {
    private final Path file;
    private final URI manager;
    private final Codec codec;

    /// The file's content.
    private record Content(URI manager, List<Identity> agents) {
        private Content {
            agents = List.copyOf(agents);
        }
    }

    /// One agent.
    record Identity(UUID installation, Enrolled enrolled) {}

    Identities(Path file, URI manager, Codec codec) {
        this.file = file;
        this.manager = manager;
        this.codec = codec;
    }

    /// Those that were kept for this manager.
    Map<UUID, Enrolled> read() throws IOException {
        Map<UUID, Enrolled> known = new HashMap<>();
        if (Files.exists(file)) {
            Content content = codec.read(Files.readAllBytes(file), Content.class);
            if (content.manager().equals(manager)) {
                content.agents().forEach(one -> known.put(one.installation(), one.enrolled()));
            }
        }
        return known;
    }

    /// Keeps these and no others.
    void write(Map<UUID, Enrolled> agents) throws IOException {
        List<Identity> all =
                agents.entrySet().stream()
                        .map(one -> new Identity(one.getKey(), one.getValue()))
                        .toList();
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        Files.createFile(
                next,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, codec.write(new Content(manager, all)));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
