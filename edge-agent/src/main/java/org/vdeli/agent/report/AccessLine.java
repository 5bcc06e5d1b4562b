package org.vdeli.agent.report;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One line of nginx's access log, as far as the statistics need it.
///
/// @param at when the request ended, epoch milliseconds
/// @param status HTTP status
/// @param sent bytes to the client, head included
/// @param millis how long the request took
/// @param isMiss whether nginx passed it on, because the file was not there
/// @param path decoded, with the slash in front, as in `$uri`
public record AccessLine(long at, int status, long sent, int millis, boolean isMiss, String path) {
    /// Reads a line that [org.vdeli.agent.nginx.NginxConfig] has nginx write. The format is our
    /// own, so the fields stand in a fixed order; a JSON parser would cost five times as much.
    ///
    /// @return empty if the line is anything else: cut off, or written by another format
    public static Optional<AccessLine> parse(byte[] line, int from, int to) {
        Scanner scanner = new Scanner(line, from, to);
        if (to - from < 2 || line[to - 1] != '}') {
            return Optional.empty();
        }
        long at = scanner.decimal("{\"t\":");
        long status = scanner.whole(",\"s\":");
        long sent = scanner.whole(",\"b\":");
        long millis = scanner.decimal(",\"d\":");
        String upstream = scanner.text(",\"ut\":\"");
        scanner.text("\",\"m\":\"");
        String path = scanner.text("\",\"u\":\"");
        if (scanner.failed || status < 100 || status > 599) {
            return Optional.empty();
        }
        return Optional.of(
                new AccessLine(
                        at,
                        (int) status,
                        sent,
                        (int) Math.min(millis, Integer.MAX_VALUE),
                        !upstream.isEmpty(),
                        path));
    }

    private static final class Scanner {
        private final byte[] line;
        private final int to;
        private int at;
        private boolean failed;

        Scanner(byte[] line, int from, int to) {
            this.line = line;
            this.at = from;
            this.to = to;
        }

        private boolean skip(String text) {
            if (failed || to - at < text.length()) {
                failed = true;
                return false;
            }
            for (int i = 0; i < text.length(); i++) {
                if (line[at + i] != text.charAt(i)) {
                    failed = true;
                    return false;
                }
            }
            at += text.length();
            return true;
        }

        long whole(String before) {
            if (!skip(before)) {
                return 0;
            }
            int begin = at;
            long value = 0;
            while (at < to && line[at] >= '0' && line[at] <= '9' && at - begin < 18) {
                value = value * 10 + (line[at] - '0');
                at++;
            }
            failed |= at == begin;
            return value;
        }

        /// A number with three digits after the point, in thousandths.
        long decimal(String before) {
            long seconds = whole(before);
            long fraction = whole(".");
            return seconds * 1000 + fraction;
        }

        String text(String before) {
            if (!skip(before)) {
                return "";
            }
            int begin = at;
            boolean escaped = false;
            while (at < to && line[at] != '"') {
                if (line[at] == '\\') {
                    escaped = true;
                    at++;
                }
                at++;
            }
            if (at >= to) {
                failed = true;
                return "";
            }
            String raw = new String(line, begin, at - begin, StandardCharsets.UTF_8);
            return escaped ? unescaped(raw) : raw;
        }

        private static String unescaped(String raw) {
            StringBuilder text = new StringBuilder(raw.length());
            int i = 0;
            while (i < raw.length()) {
                char c = raw.charAt(i);
                if (c != '\\' || i + 1 >= raw.length()) {
                    text.append(c);
                    i++;
                    continue;
                }
                i++;
                switch (raw.charAt(i)) {
                    case 'n' -> text.append('\n');
                    case 'r' -> text.append('\r');
                    case 't' -> text.append('\t');
                    case 'b' -> text.append('\b');
                    case 'f' -> text.append('\f');
                    case 'u' -> {
                        int end = Math.min(raw.length(), i + 5);
                        try {
                            text.append((char) Integer.parseInt(raw.substring(i + 1, end), 16));
                        } catch (NumberFormatException _) {
                            text.append('?');
                        }
                        i = end - 1;
                    }
                    default -> text.append(raw.charAt(i));
                }
                i++;
            }
            return text.toString();
        }
    }
}
