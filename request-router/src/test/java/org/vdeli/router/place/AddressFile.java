package org.vdeli.router.place;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vdeli.router.net.IpPrefix;

/// Writes small files in MaxMind's format 2.0 (https://maxmind.github.io/MaxMind-DB/): a tree of
/// 128 bits with 32-bit records, then data, then metadata.
final class AddressFile {
    private static final int NODE_BYTES = 8;
    private static final int GAP = 16;

    private final List<int[]> nodes = new ArrayList<>(List.of(new int[2]));
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /// What the format has: text, double, unsigned number, map.
    AddressFile with(String prefix, Map<String, Object> entry) throws IOException {
        IpPrefix network = IpPrefix.parse(prefix).orElseThrow();
        int offset = data.size();
        write(entry, data);
        // Addresses of IPv4 are at ::a.b.c.d in this format.
        long low =
                network.first().isV4()
                        ? network.first().low() & 0xffffffffL
                        : network.first().low();
        int node = 0;
        for (int bit = 0; bit < network.bits(); bit++) {
            long word = bit < 64 ? network.first().high() : low;
            int side = (int) (word >>> (63 - bit % 64) & 1);
            if (bit == network.bits() - 1) {
                nodes.get(node)[side] = -1 - offset;
            } else {
                if (nodes.get(node)[side] == 0) {
                    nodes.add(new int[2]);
                    nodes.get(node)[side] = nodes.size() - 1;
                }
                node = nodes.get(node)[side];
            }
        }
        return this;
    }

    Path writeTo(Path file) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer tree = ByteBuffer.allocate(nodes.size() * NODE_BYTES);
        for (int[] node : nodes) {
            for (int record : node) {
                tree.putInt(
                        record == 0
                                ? nodes.size()
                                : record > 0 ? record : nodes.size() + GAP + (-1 - record));
            }
        }
        all.write(tree.array());
        all.write(new byte[GAP]);
        data.writeTo(all);
        all.write(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
        all.write("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
        write(
                Map.of(
                        "node_count", nodes.size(),
                        "record_size", 32,
                        "ip_version", 6,
                        "database_type", "Test-City",
                        "languages", List.of(),
                        "binary_format_major_version", 2,
                        "binary_format_minor_version", 0,
                        "build_epoch", 1_700_000_000,
                        "description", Map.of("en", "test")),
                all);
        return Files.write(file, all.toByteArray());
    }

    private static void write(Object value, ByteArrayOutputStream out) throws IOException {
        switch (value) {
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                if (bytes.length < 29) {
                    out.write(2 << 5 | bytes.length);
                } else {
                    out.write(2 << 5 | 29);
                    out.write(bytes.length - 29);
                }
                out.write(bytes);
            }
            case Double number -> {
                out.write(3 << 5 | 8);
                out.write(ByteBuffer.allocate(8).putDouble(number).array());
            }
            case Integer number -> {
                out.write(6 << 5 | 4);
                out.write(ByteBuffer.allocate(4).putInt(number).array());
            }
            case Map<?, ?> map -> {
                out.write(7 << 5 | map.size());
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    write(entry.getKey(), out);
                    write(entry.getValue(), out);
                }
            }
            case List<?> list -> {
                out.write(list.size());
                out.write(11 - 7);
                for (Object item : list) {
                    write(item, out);
                }
            }
            default -> throw new IllegalArgumentException("not in this format: " + value);
        }
    }
}
