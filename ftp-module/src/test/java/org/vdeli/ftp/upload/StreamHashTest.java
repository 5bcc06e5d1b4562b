package org.vdeli.ftp.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vdeli.contracts.value.Checksum;

class StreamHashTest {
    private static final int PIECE = 256 << 10;
    private static final int LARGE = (256 << 20) + 5;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 9 * PIECE + 7})
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
        assertThat(StreamHash.ofAll(bytes)).isEqualTo(expected);
    }

    @Test
    void cutsALargeFileIntoLargerPieces() {
        byte[] bytes = new byte[LARGE];
        new SplittableRandom(1).nextBytes(bytes);
        StreamHash hash = new StreamHash();
        for (int at = 0; at < LARGE; at += 8_000_000) {
            hash.update(bytes, at, Math.min(8_000_000, LARGE - at));
        }

        Hashes hashes = hash.finish();

        assertThat(hashes.whole()).isEqualTo(Checksum.ofContent(bytes));
        assertThat(hashes.pieces()).hasSize(257);
        assertThat(hashes.pieces().get(200))
                .isEqualTo(Checksum.ofContent(Arrays.copyOfRange(bytes, 200 << 20, 201 << 20)));
        assertThat(hashes.pieces().getLast())
                .isEqualTo(Checksum.ofContent(Arrays.copyOfRange(bytes, 256 << 20, LARGE)));
    }
}
