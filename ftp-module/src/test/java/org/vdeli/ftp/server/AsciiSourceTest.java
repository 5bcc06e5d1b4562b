package org.vdeli.ftp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsciiSourceTest {
    private static String read(String sent, int step) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(sent.getBytes(StandardCharsets.UTF_8));
        AsciiSource source =
                new AsciiSource(into -> {
                    int count = Math.min(Math.min(step, into.remaining()), from.remaining());
                    for (int i = 0; i < count; i++) {
                        into.put(from.get());
                    }
                    return count == 0 ? -1 : count;
                });
        StringBuilder got = new StringBuilder();
        ByteBuffer into = ByteBuffer.allocate(16);
        while (source.read(into) >= 0) {
            got.append(StandardCharsets.UTF_8.decode(into.flip()));
            into.clear();
        }
        return got.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void turnsLineEndsIntoOursWhereverTheyAreCut(int step) throws IOException {
        assertThat(read("one\r\ntwo\nthree\r\r\nfour\r", step))
                .isEqualTo("one\ntwo\nthree\r\nfour\r");
    }
}
