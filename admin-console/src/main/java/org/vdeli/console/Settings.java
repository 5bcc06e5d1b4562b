package org.vdeli.console;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the console remembers of its user between two starts: never a password, never a token.
///
/// One file, replaced as a whole (temporary sibling, fsync, atomic move), so that two consoles that
/// end at once leave a complete one. A file that cannot be read or written costs the memory, not
/// the program.
public final class Settings {
    private static final Logger log = LoggerFactory.getLogger(Settings.class);

    private final Path file;
    private final Properties values = new Properties();

    /// What is remembered, by its key in the file.
    public enum Key {
        MANAGER("manager"),
        USER("user"),
        THEME("theme"),
        WINDOW("window");

        private final String text;

        Key(String text) {
            this.text = text;
        }
    }

    public Settings(Path file) {
        this.file = file;
        if (Files.isRegularFile(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                values.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                log.warn("could not read the settings file={} cause={}", file, e.toString());
            }
        }
    }

    /// The settings of who runs the program: in `$XDG_CONFIG_HOME/vdeli`, `%APPDATA%\vdeli`, or
    /// `~/.config/vdeli`.
    public static Settings ofUser(Map<String, String> environment) {
        Path folder =
                Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
                        .or(() -> Optional.ofNullable(environment.get("APPDATA")))
                        .filter(text -> !text.isBlank())
                        .map(Path::of)
                        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".config"));
        return new Settings(folder.resolve("vdeli").resolve("console.properties"));
    }

    public synchronized Optional<String> get(Key key) {
        return Optional.ofNullable(values.getProperty(key.text));
    }

    /// Remembers values and writes the file.
    public synchronized void put(Map<Key, String> changes) {
        boolean changed = false;
        for (Map.Entry<Key, String> change : changes.entrySet()) {
            Object old = values.setProperty(change.getKey().text, change.getValue());
            changed |= !change.getValue().equals(old);
        }
        if (changed) {
            try {
                write();
            } catch (IOException e) {
                log.warn("could not write the settings file={} cause={}", file, e.toString());
            }
        }
    }

    private void write() throws IOException {
        StringWriter text = new StringWriter();
        values.store(text, "vdeli console");
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path temporary = Files.createTempFile(folder, "console", ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes =
                        ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
