package org.vdeli.agent.miss;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vdeli.contracts.value.AssetPath;

/// What of the head of a request matters here. nginx has read it before, so it is well formed; what
/// is in it is the viewer's.
///
/// @param method in upper case
/// @param path absent: no asset can have such a path
/// @param range absent: the whole file; so it is, too, where several ranges are asked for
record RequestHead(String method, Optional<AssetPath> path, Optional<Span> range) {
    private static final Pattern LINE = Pattern.compile("([A-Z]{1,20}) (/\\S*) HTTP/1\\.[01]");
    private static final Pattern RANGE =
            Pattern.compile("bytes=(?:(\\d{1,18})-(\\d{0,18})|-(\\d{1,18}))");

    /// A part of a file as a viewer names it.
    sealed interface Span {
        /// From a byte to another one, that included, or to the end.
        record From(long first, Optional<Long> last) implements Span {}

        /// So many bytes at the end.
        record Last(long bytes) implements Span {}
    }

    /// Bytes from one offset (inclusive) to another (exclusive).
    record Part(long from, long to) {
        long length() {
            return to - from;
        }
    }

    /// Reads a head, without the empty line at its end.
    ///
    /// @return empty if it is none
    static Optional<RequestHead> parse(String text) {
        String[] lines = text.split("\r\n", -1);
        Matcher line = LINE.matcher(lines[0]);
        if (!line.matches()) {
            return Optional.empty();
        }
        Optional<Span> range = Optional.empty();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0
                    && lines[i].substring(0, colon).toLowerCase(Locale.ROOT).equals("range")) {
                range = span(lines[i].substring(colon + 1).strip());
            }
        }
        return Optional.of(new RequestHead(line.group(1), path(line.group(2)), range));
    }

    private static Optional<Span> span(String text) {
        Matcher range = RANGE.matcher(text);
        if (!range.matches()) {
            return Optional.empty();
        }
        if (range.group(3) != null) {
            return Optional.of(new Span.Last(Long.parseLong(range.group(3))));
        }
        long first = Long.parseLong(range.group(1));
        Optional<Long> last =
                range.group(2).isEmpty()
                        ? Optional.empty()
                        : Optional.of(Long.parseLong(range.group(2)));
        return last.filter(l -> l < first).isPresent()
                ? Optional.empty()
                : Optional.of(new Span.From(first, last));
    }

    private static Optional<AssetPath> path(String target) {
        int query = target.indexOf('?');
        String raw = query < 0 ? target : target.substring(0, query);
        try {
            return Optional.of(AssetPath.parse(decoded(raw.substring(1))));
        } catch (IllegalArgumentException | CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /// @throws IllegalArgumentException if it is not encoded as it should
    private static String decoded(String raw) throws CharacterCodingException {
        byte[] from = raw.getBytes(StandardCharsets.UTF_8);
        ByteBuffer to = ByteBuffer.allocate(from.length);
        for (int i = 0; i < from.length; i++) {
            if (from[i] != '%') {
                to.put(from[i]);
                continue;
            }
            if (i + 2 >= from.length) {
                throw new IllegalArgumentException("cut off");
            }
            int high = Character.digit(from[i + 1], 16);
            int low = Character.digit(from[i + 2], 16);
            if (high < 0 || low < 0) {
                throw new IllegalArgumentException("no hexadecimal digits");
            }
            to.put((byte) (high * 16 + low));
            i += 2;
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(to.flip())
                .toString();
    }

    /// The part of a file of this size that is asked for; empty if it has no such part.
    Optional<Part> part(long size) {
        if (range.isEmpty()) {
            return Optional.of(new Part(0, size));
        }
        return switch (range.get()) {
            case Span.From(long first, Optional<Long> last) ->
                    first >= size
                            ? Optional.empty()
                            : Optional.of(
                                    new Part(
                                            first,
                                            Math.min(size, last.orElse(Long.MAX_VALUE - 1) + 1)));
            case Span.Last(long bytes) ->
                    bytes == 0 || size == 0
                            ? Optional.empty()
                            : Optional.of(new Part(Math.max(0, size - bytes), size));
        };
    }
}
