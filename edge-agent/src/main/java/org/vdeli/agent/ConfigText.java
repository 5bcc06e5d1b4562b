package org.vdeli.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A configuration file as text: keys of the top level are set in it, all else stays as it stands,
/// comments too.
final class ConfigText {
    private final List<String> lines;

    private ConfigText(List<String> lines) {
        this.lines = lines;
    }

    /// The file, or an empty text where there is none.
    static ConfigText read(Path file) throws IOException {
        return of(Files.exists(file) ? Files.readString(file) : "");
    }

    static ConfigText of(String text) {
        return new ConfigText(new ArrayList<>(text.lines().toList()));
    }

    /// Sets a key in the line where it stands, else where it stands as a comment, else at the end.
    ///
    /// @param value as text; written in quotes
    ConfigText set(String key, String value) {
        return put(key, quoted(value));
    }

    /// Sets a key to a list.
    ConfigText set(String key, List<String> values) {
        return put(
                key,
                "[" + String.join(", ", values.stream().map(ConfigText::quoted).toList()) + "]");
    }

    private ConfigText put(String key, String value) {
        String line = key + ": " + value;
        int at = find(Pattern.compile(Pattern.quote(key) + "\\s*:.*"));
        if (at < 0) {
            at = find(Pattern.compile("#\\s*" + Pattern.quote(key) + "\\s*:.*"));
        }
        if (at < 0) {
            lines.add(line);
            return this;
        }
        lines.set(at, line);
        // What stood below the key belonged to its old value.
        while (at + 1 < lines.size() && lines.get(at + 1).matches("(\\s+|-\\s).*\\S.*")) {
            lines.remove(at + 1);
        }
        return this;
    }

    private int find(Pattern pattern) {
        for (int i = 0; i < lines.size(); i++) {
            if (pattern.matcher(lines.get(i)).matches()) {
                return i;
            }
        }
        return -1;
    }

    /// A key's value, without quotes; none where it is not set or stands on further lines.
    Optional<String> value(String key) {
        int at = find(Pattern.compile(Pattern.quote(key) + "\\s*:.*"));
        return at < 0
                ? Optional.empty()
                : Optional.of(
                                lines.get(at)
                                        .substring(lines.get(at).indexOf(':') + 1)
                                        .strip()
                                        .replaceAll("^\"(.*)\"$", "$1"))
                        .filter(text -> !text.isEmpty());
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /// The text.
    String text() {
        return String.join("\n", lines) + "\n";
    }

    /// Replaces a file by this text, or makes it with mode 640; owner, group and mode stay.
    void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path fresh =
                Files.createTempFile(
                        folder,
                        ".setup",
                        ".yaml",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-r-----")));
        try {
            Files.writeString(fresh, text(), StandardCharsets.UTF_8);
            if (Files.exists(file)) {
                PosixFileAttributes old = Files.readAttributes(file, PosixFileAttributes.class);
                PosixFileAttributeView view =
                        Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
                view.setPermissions(old.permissions());
                view.setGroup(old.group());
                Files.getFileAttributeView(fresh, FileOwnerAttributeView.class)
                        .setOwner(old.owner());
            }
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /// What is set, for a report; never a secret.
    static Map<String, String> shown(List<String> effective) {
        Map<String, String> keys = new TreeMap<>();
        for (String line : effective) {
            int at = line.indexOf(" = ");
            if (at > 0 && !line.contains("(default)")) {
                keys.put(line.substring(0, at), line.substring(at + 3));
            }
        }
        return keys;
    }
}
