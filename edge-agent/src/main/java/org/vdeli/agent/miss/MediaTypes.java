package org.vdeli.agent.miss;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The types that nginx gives to files by the ends of their names, from the table that it uses
/// itself: a file has the same type whether it is there or only comes.
final class MediaTypes {
    /// Of all others, as in nginx's configuration.
    private static final String DEFAULT = "application/octet-stream";

    private static final Logger LOG = LoggerFactory.getLogger(MediaTypes.class);

    private final Map<String, String> byEnd;

    private MediaTypes(Map<String, String> byEnd) {
        this.byEnd = Map.copyOf(byEnd);
    }

    /// Reads nginx's `mime.types`. Without it every file has the default type.
    static MediaTypes of(Path table) {
        try {
            return parse(Files.readString(table, StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("could not read the types of files file={} cause={}", table, e.toString());
            return new MediaTypes(Map.of());
        }
    }

    /// Reads the text of such a table: `types { <type> <end> <end>; … }`.
    static MediaTypes parse(String text) {
        String plain = text.replaceAll("#[^\n]*", "");
        Map<String, String> byEnd = new HashMap<>();
        String body = plain.substring(plain.indexOf('{') + 1);
        for (String line : body.split(";", -1)) {
            String[] words = line.strip().split("\\s+", -1);
            for (int i = 1; i < words.length; i++) {
                byEnd.put(words[i].toLowerCase(Locale.ROOT), words[0]);
            }
        }
        return new MediaTypes(byEnd);
    }

    String of(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot < 0
                ? DEFAULT
                : byEnd.getOrDefault(fileName.substring(dot + 1).toLowerCase(Locale.ROOT), DEFAULT);
    }
}
