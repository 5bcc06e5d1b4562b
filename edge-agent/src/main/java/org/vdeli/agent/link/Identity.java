package org.vdeli.agent.link;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.vdeli.agent.store.DurableFiles;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;

/// Who this agent is; kept in `identity.json`, which only its owner may read.
///
/// @param installation made at the first start
/// @param enrolled what the manager gave, once it has
/// @param announced what the manager was told of this server then, to notice a change
public record Identity(UUID installation, Optional<Enrolled> enrolled, Optional<String> announced) {
    /// The identity of a file, if it is there.
    ///
    /// @throws IOException if it cannot be read or is damaged
    static Optional<Identity> read(Path file, Codec codec) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(codec.read(Files.readAllBytes(file), Identity.class));
        } catch (MalformedBodyException e) {
            throw new IOException(
                    "could not read the identity in "
                            + file
                            + ": "
                            + e.field()
                            + " "
                            + e.reason()
                            + "; remove the file to enrol as a new server",
                    e);
        }
    }

    void write(Path file, Codec codec) throws IOException {
        DurableFiles.replaceSecret(file, codec.write(this).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Identity[installation=" + installation + ", enrolled=" + enrolled + "]";
    }
}
