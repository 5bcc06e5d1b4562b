package org.vdeli.manager.database;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.wire.Codec;

/// How values look in columns that have no type of their own for them.
public final class Columns {
    private static final Codec JSON = new Codec();
    private static final int CHECKSUM_BYTES = 32;

    private Columns() {}

    /// A record or list as JSON.
    public static String json(Object value) {
        return JSON.write(value);
    }

    /// What [#json(Object)] wrote.
    public static <T> T fromJson(String json, Class<T> type) {
        return JSON.read(json, type);
    }

    /// What [#json(Object)] wrote of a list.
    public static <T> List<T> listFromJson(String json, Class<T[]> type) {
        return List.of(JSON.read(json, type));
    }

    /// Checksums one after the other, 32 bytes each.
    public static byte[] bytes(List<Checksum> checksums) {
        ByteBuffer buffer = ByteBuffer.allocate(checksums.size() * CHECKSUM_BYTES);
        checksums.forEach(checksum -> buffer.put(checksum.bytes()));
        return buffer.array();
    }

    /// What [#bytes] wrote.
    public static List<Checksum> checksums(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        List<Checksum> checksums = new ArrayList<>(bytes.length / CHECKSUM_BYTES);
        byte[] one = new byte[CHECKSUM_BYTES];
        while (buffer.hasRemaining()) {
            buffer.get(one);
            checksums.add(Checksum.ofDigest(one));
        }
        return List.copyOf(checksums);
    }

    /// An instant as DATETIME, which has no zone: always UTC.
    public static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    /// What [#utc] made.
    public static Instant instant(LocalDateTime utc) {
        return utc.toInstant(ZoneOffset.UTC);
    }

    /// A text for LIKE that matches what contains it; compare it with a column in lower case.
    public static String containing(String text) {
        return "%" + literally(text).toLowerCase(Locale.ROOT) + "%";
    }

    /// A text for LIKE that matches what begins with it.
    public static String beginningWith(String text) {
        return literally(text) + "%";
    }

    /// A text for LIKE that matches what ends with it.
    public static String endingWith(String text) {
        return "%" + literally(text);
    }

    private static String literally(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
