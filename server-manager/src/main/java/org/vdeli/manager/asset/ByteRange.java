package org.vdeli.manager.asset;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which bytes a request asks for (RFC 9110, section 14). Several ranges at once are answered with
/// the whole, as the standard allows; so is a header that cannot be read.
sealed interface ByteRange {
    /// All bytes.
    record Whole() implements ByteRange {}

    /// The bytes from first to last, both counted from 0 and both included.
    record Part(long first, long last) implements ByteRange {
        long length() {
            return last - first + 1;
        }
    }

    /// No byte of the range exists.
    record Unsatisfiable() implements ByteRange {}

    Pattern ONE_RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /// Reads a header.
    ///
    /// @param header `Range`, null when there is none
    /// @param holds whether the condition of `If-Range` holds; if not, the whole is wanted
    /// @param size of the content
    static ByteRange of(@Nullable String header, boolean holds, long size) {
        if (header == null || !holds) {
            return new Whole();
        }
        Matcher matcher = ONE_RANGE.matcher(header.strip());
        if (!matcher.matches()) {
            return new Whole();
        }
        String from = matcher.group(1);
        String to = matcher.group(2);
        if (from.isEmpty()) {
            return to.isEmpty() ? new Whole() : suffix(Long.parseLong(to), size);
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
        if (last < first) {
            return new Whole();
        }
        return first >= size ? new Unsatisfiable() : new Part(first, Math.min(last, size - 1));
    }

    private static ByteRange suffix(long length, long size) {
        return length == 0 || size == 0
                ? new Unsatisfiable()
                : new Part(Math.max(0, size - length), size - 1);
    }
}
