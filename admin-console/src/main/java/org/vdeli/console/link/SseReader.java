package org.vdeli.console.link;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads a stream of server-sent events (WHATWG HTML, section 9.2) one by one.
///
/// Comments are handed out too: they are the sender's sign of life. `retry` fields and the byte
/// order mark are passed over. Not for use by several threads.
final class SseReader {
    private final BufferedReader lines;

    SseReader(InputStream stream) {
        this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    /// What stands in the stream.
    sealed interface Frame {
        /// An event.
        ///
        /// @param type the value of its `event` field; empty when it has none
        /// @param data its `data` fields, joined by line feeds
        record Message(Optional<String> id, String type, String data) implements Frame {}

        /// A line that begins with a colon.
        record Comment(String text) implements Frame {}
    }

    /// The next event or comment; empty at the end of the stream. An event that the stream's end
    /// cuts off is dropped, as the standard asks.
    Optional<Frame> next() throws IOException {
        Optional<String> id = Optional.empty();
        String type = "";
        StringBuilder data = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (data != null) {
                    return Optional.of(new Frame.Message(id, type, data.toString()));
                }
                id = Optional.empty();
                type = "";
            } else if (line.startsWith(":")) {
                if (data == null) {
                    return Optional.of(new Frame.Comment(line.substring(1).strip()));
                }
            } else {
                int colon = line.indexOf(':');
                String field = colon < 0 ? line : line.substring(0, colon);
                String value = colon < 0 ? "" : valueAfter(line, colon);
                switch (field) {
                    case "data" ->
                            data =
                                    data == null
                                            ? new StringBuilder(value)
                                            : data.append('\n').append(value);
                    case "event" -> type = value;
                    case "id" -> id = Optional.of(value);
                    default -> {
                        // `retry` and fields of the future: we pause as Backoff says
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static String valueAfter(String line, int colon) {
        boolean space = line.length() > colon + 1 && line.charAt(colon + 1) == ' ';
        return line.substring(space ? colon + 2 : colon + 1);
    }
}
