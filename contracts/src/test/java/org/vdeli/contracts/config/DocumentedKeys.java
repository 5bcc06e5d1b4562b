package org.vdeli.contracts.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Holds `docs/configuration.md` to the keys that the programs read: each program's table there is
/// what its reader prints.
///
/// With the system property `vdeli.docs=write` the table is written instead of compared.
public final class DocumentedKeys {
    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
    private static final String END = "<!-- end of keys -->\n";

    private DocumentedKeys() {}

    /// Throws if the table of a program differs from what it reads.
    ///
    /// @param program as the launcher calls it
    public static void check(String program, ConfigReader<?> reader) {
        try {
            assertThat(reader.keys().stream().filter(key -> key.description().isBlank()))
                    .as("keys of %s without a description", program)
                    .isEmpty();
            String text = Files.readString(DOCUMENT);
            String mark = "<!-- keys of " + program + " -->\n";
            int from = text.indexOf(mark);
            int to = text.indexOf(END, from);
            assertThat(from).as(DOCUMENT + " has a mark: " + mark).isNotNegative();
            assertThat(to).as(DOCUMENT + " has a mark after it: " + END).isNotNegative();
            if ("write".equals(System.getProperty("vdeli.docs"))) {
                Files.writeString(
                        DOCUMENT,
                        text.substring(0, from + mark.length())
                                + reader.markdown()
                                + text.substring(to));
                return;
            }
            assertThat(text.substring(from + mark.length(), to))
                    .as(
                            "keys of %s in %s; to write them anew: -Dvdeli.docs=write",
                            program, DOCUMENT)
                    .isEqualTo(reader.markdown());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
