package org.vdeli.ftp.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vdeli.contracts.value.Checksum;

class StreamHashTest {
    private static final int PIECE = 4 << 20;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 7})
    void hashesTheWholeAndEachPiece(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        StreamHash hash = new StreamHash();
        for (int at = 0; at < size; at += 1_000_003) {
            hash.update(bytes, at, Math.min(1_000_003, size - at));
        }

        List<Checksum> pieces = new ArrayList<>();
        for (int at = 0; at < size; at += PIECE) {
            pieces.add(
                    Checksum.ofContent(Arrays.copyOfRange(bytes, at, Math.min(size, at + PIECE))));
        }
        Hashes expected = new Hashes(size, Checksum.ofContent(bytes), pieces);
        assertThat(hash.finish()).isEqualTo(expected);
        if (size <= PIECE) {
            assertThat(StreamHash.ofAll(bytes)).isEqualTo(expected);
        }
    }
}
