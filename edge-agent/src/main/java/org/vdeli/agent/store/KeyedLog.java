package org.vdeli.agent.store;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A map of texts on disk that survives a crash at any moment: an append-only file, rewritten when
/// most of it is outdated.
///
/// Each line is `crc32c<TAB>change[<TAB>change...]`, a change `+key<TAB>value` or `-key`. All
/// changes of a line take effect together or not at all. A line that is torn or damaged is left out
/// and said in the log. Keys and values hold no control characters (JSON as `wire.Codec` writes it
/// has none).
///
/// Entries keep the order in which their keys were first put. Safe for use by several threads.
public final class KeyedLog implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyedLog.class);

    /// Below this many lines rewriting is not worth the trouble.
    private static final int MIN_LINES_TO_REWRITE = 1000;

    private static final int CRC_DIGITS = 8;

    /// How long a change lasts.
    public enum Durability {
        /// Every change is on the disk when the call returns: survives a power cut.
        POWER_CUT,
        /// Every change is with the kernel when the call returns: survives the end of the process.
        PROCESS_END
    }

    /// One change of one key.
    public sealed interface Change {
        String key();

        /// The key has this value from now on.
        record Put(String key, String value) implements Change {}

        /// The key is gone.
        record Remove(String key) implements Change {}
    }

    private final Path file;
    private final Durability durability;
    private final FolderSync folderSync;
    private final Map<String, String> live = new LinkedHashMap<>();
    private FileChannel channel;
    private long lines;
    private long end;

    /// Whether the file's name is on the disk too.
    private boolean named;

    /// Makes the names in a folder durable.
    @FunctionalInterface
    interface FolderSync {
        void sync(Path folder) throws IOException;
    }

    private KeyedLog(Path file, Durability durability, FolderSync folderSync) throws IOException {
        this.file = file;
        this.durability = durability;
        this.folderSync = folderSync;
        Files.createDirectories(DurableFiles.parentOf(file));
        this.channel = open(file);
        load();
    }

    /// Opens a log, and makes it if it is not there.
    public static KeyedLog open(Path file, Durability durability) throws IOException {
        return open(file, durability, DurableFiles::syncFolder);
    }

    static KeyedLog open(Path file, Durability durability, FolderSync folderSync)
            throws IOException {
        return new KeyedLog(file, durability, folderSync);
    }

    /// Readable by its owner alone: the journal holds tokens.
    private static FileChannel open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(DurableFiles.OWNER_ONLY));
        try {
            Files.setPosixFilePermissions(file, DurableFiles.OWNER_ONLY);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// All entries now.
    public synchronized Map<String, String> entries() {
        return new LinkedHashMap<>(live);
    }

    public void put(String key, String value) throws IOException {
        change(List.of(new Change.Put(key, value)));
    }

    public void remove(String key) throws IOException {
        change(List.of(new Change.Remove(key)));
    }

    /// Makes all these changes, or none if it throws.
    public synchronized void change(List<Change> changes) throws IOException {
        byte[] line = line(changes);
        try {
            append(channel, end, line);
            if (durability == Durability.POWER_CUT) {
                channel.force(false);
                if (!named) {
                    folderSync.sync(DurableFiles.parentOf(file));
                    named = true;
                }
            }
        } catch (IOException e) {
            channel.truncate(end);
            throw e;
        }
        end += line.length;
        lines++;
        changes.forEach(this::apply);
        if (lines > MIN_LINES_TO_REWRITE && lines > 4L * live.size()) {
            rewrite();
        }
    }

    private void apply(Change change) {
        switch (change) {
            case Change.Put put -> live.put(put.key(), put.value());
            case Change.Remove remove -> live.remove(remove.key());
        }
    }

    private static void append(FileChannel channel, long at, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long position = at;
        while (buffer.hasRemaining()) {
            position += channel.write(buffer, position);
        }
    }

    private static byte[] line(List<Change> changes) {
        StringBuilder text = new StringBuilder();
        for (Change change : changes) {
            switch (change) {
                case Change.Put put ->
                        text.append("\t+")
                                .append(clean(put.key()))
                                .append('\t')
                                .append(clean(put.value()));
                case Change.Remove remove -> text.append("\t-").append(clean(remove.key()));
            }
        }
        byte[] body = text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        byte[] crc = crcOf(body, 0, body.length - 1).getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(crc.length + body.length).put(crc).put(body).array();
    }

    private static String clean(String text) {
        if (text.chars().anyMatch(c -> c == '\t' || c == '\n')) {
            throw new IllegalArgumentException("a key or value must not hold tabs or line ends");
        }
        return text;
    }

    private static String crcOf(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    private void load() throws IOException {
        long damaged = 0;
        long position = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b != '\n') {
                    line.write(b);
                    continue;
                }
                position += line.size() + 1L;
                lines++;
                if (!take(line.toByteArray())) {
                    damaged++;
                }
                line.reset();
            }
            if (line.size() > 0) {
                damaged++;
                channel.truncate(position);
            }
        }
        end = position;
        if (damaged > 0) {
            LOG.warn("left out damaged lines file={} lines={}", file, damaged);
        }
    }

    private boolean take(byte[] line) {
        if (line.length < CRC_DIGITS + 2) {
            return false;
        }
        String crc = new String(line, 0, CRC_DIGITS, StandardCharsets.US_ASCII);
        if (!crc.equals(crcOf(line, CRC_DIGITS, line.length - CRC_DIGITS))) {
            return false;
        }
        String body =
                new String(
                        line, CRC_DIGITS + 1, line.length - CRC_DIGITS - 1, StandardCharsets.UTF_8);
        String[] parts = body.split("\t", -1);
        for (int i = 0; i < parts.length; i++) {
            String key = parts[i].substring(1);
            if (parts[i].startsWith("+")) {
                i++;
                live.put(key, parts[i]);
            } else {
                live.remove(key);
            }
        }
        return true;
    }

    /// Best effort: without room for the copy the long file goes on being used.
    private void rewrite() {
        Path copy = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            Files.deleteIfExists(copy);
            FileChannel out = open(copy);
            long written;
            try {
                written = writeAll(out);
                Files.move(
                        copy,
                        file,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                out.close();
                throw e;
            }
            // From here on the copy is the log, whatever fails.
            FileChannel old = channel;
            channel = out;
            end = written;
            lines = live.size();
            named = false;
            old.close();
            folderSync.sync(DurableFiles.parentOf(file));
            named = true;
        } catch (IOException e) {
            LOG.warn("could not shorten a log file={} cause={}", file, e.toString());
        }
    }

    private long writeAll(FileChannel out) throws IOException {
        long written = 0;
        for (Map.Entry<String, String> entry : live.entrySet()) {
            byte[] line = line(List.of(new Change.Put(entry.getKey(), entry.getValue())));
            append(out, written, line);
            written += line.length;
        }
        out.force(true);
        return written;
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
